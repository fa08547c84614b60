import type { RecordId } from '../schema/ids';
import type { SchemaRecord } from '../schema/record';
import { significantTokens } from '../std/sql-tokens';
import type { ReviewContext, TableFacts } from './context';

/** Policies of the design by the table they are on. */
export function policiesByTable(context: ReviewContext): ReadonlyMap<RecordId, SchemaRecord<'verbatim'>> {
  const found = new Map<RecordId, SchemaRecord<'verbatim'>>();
  for (const statement of context.ofKind('verbatim')) {
    if (statement.body.tag !== 'policy') continue;
    const id = statement.body.recordId ?? tableNamedAfter(context, statement.body.text, 'on');
    if (id !== undefined && !found.has(id)) found.set(id, statement);
  }
  return found;
}

/** Tables with row security, whether the model says so or a kept ALTER TABLE. */
export function tablesWithRowSecurity(context: ReviewContext): ReadonlyMap<RecordId, TableFacts> {
  const found = new Map<RecordId, TableFacts>();
  for (const facts of context.tables) if (facts.table.body.rowSecurity) found.set(facts.id, facts);
  for (const { body } of context.ofKind('verbatim')) {
    if (!/\benable\s+row\s+level\s+security\b/i.test(body.text)) continue;
    const id = body.recordId ?? tableNamedAfter(context, body.text, 'table');
    const facts = id === undefined ? undefined : context.table(id);
    if (facts) found.set(facts.id, facts);
  }
  return found;
}

/** The table whose name stands behind a word: `ON sales.orders`, `ALTER TABLE ONLY orders`. */
function tableNamedAfter(context: ReviewContext, text: string, word: string): RecordId | undefined {
  const tokens = significantTokens(text);
  const isWord = (value: string) => value === 'only' || value === 'if' || value === 'exists';
  let at = tokens.findIndex(({ kind, value }) => kind === 'identifier' && value === word) + 1;
  if (at === 0) return undefined;
  while (tokens[at]?.kind === 'identifier' && isWord(tokens[at]?.value ?? '')) at += 1;
  const names = [tokens[at]?.value];
  if (tokens[at + 1]?.value === '.') names.push(tokens[at + 2]?.value);
  const name = names[0] === 'public' && names.length === 2 ? names[1] : names.join('.');
  return context.tables.find((facts) => facts.name === name)?.id;
}
