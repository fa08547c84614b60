import type { SchemaRecord } from '../../schema/record';
import { sqlTokens } from '../../std/sql-tokens';
import { closed } from './expression-text';

/** A statement that is kept as text: given back as it came, ended with one semicolon. */
export function printVerbatim({ body }: SchemaRecord<'verbatim'>): string {
  const text = body.text.trim();
  const tokens = sqlTokens(text);
  const last = tokens.findLast((token) => token.kind !== 'comment');
  if (last === undefined) return text;
  const isEnded = last.kind === 'punctuation' && last.value === ';';
  return isEnded ? text : `${closed(text)};`;
}
