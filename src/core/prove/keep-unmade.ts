import { readableName, underSearchPath } from '../formats/sql-import/context';
import { loadParser, parseStatement } from '../formats/sql-import/parse';
import { describeStatement } from '../formats/sql-import/verbatim-descriptions';
import { orderKeyBetween } from '../schema/order-key';
import type { SchemaRecord } from '../schema/record';
import type { Said } from './execute';

/** A statement of a script that could not be run because what it is about is not there. */
export type Unmade = { readonly text: string; readonly searchPath: readonly string[] };

/** undefined_table, undefined_object, undefined_function. */
const lacksAnObject = /^(?:42P01|42704|42883)$/;

/**
 * Whether a statement that lacks something says what the schema is to be like: then it is kept as text. One that
 * only takes away what is not there has nothing to say.
 */
export function isWorthKeeping(text: string, { code }: Said): boolean {
  if (!lacksAnObject.test(code)) return false;
  if (/^\s*alter\b/i.test(text)) return !/\b(?:drop|rename)\b/i.test(text);
  return /^\s*(?:create(?!\s+(?:global\s+|local\s+)?temp)|comment|grant|revoke|security\s+label)\b/i.test(
    text,
  );
}

/** The records of such statements, to stand behind everything else, in the order of the script. */
export async function keepUnmade(
  statements: readonly Unmade[],
  records: readonly SchemaRecord[],
  mintId: () => string,
): Promise<readonly SchemaRecord<'verbatim'>[]> {
  if (statements.length === 0) return [];
  await loadParser();
  let order = lastOrder(records);
  return statements.map(({ text, searchPath }) => {
    const id = mintId();
    order = orderKeyBetween(order, null, id);
    const parsed = parseStatement(text);
    const [node] = parsed.ok ? parsed.nodes : [];
    const described = node && describeStatement(node);
    const name = described?.label ?? (described?.name ? readableName(described.name) : '');
    const body = {
      tag: described?.tag ?? 'statement',
      name: name.slice(0, 300),
      text: underSearchPath(searchPath, text),
      phase: 'after constraints' as const,
      order,
    };
    return { id, kind: 'verbatim', version: 1, parentId: null, body };
  });
}

function lastOrder(records: readonly SchemaRecord[]): string | null {
  return records.reduce<string | null>((last, { kind, body }) => {
    if (kind !== 'verbatim') return last;
    return last === null || body.order > last ? body.order : last;
  }, null);
}
