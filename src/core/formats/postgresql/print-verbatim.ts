import type { SchemaRecord } from '../../schema/record';
import { significantTokens } from '../../std/sql-tokens';

/** A statement that is kept as text: given back as it came, ended with one semicolon. */
export function printVerbatim({ body }: SchemaRecord<'verbatim'>): string {
  const last = significantTokens(body.text).at(-1);
  if (last === undefined) return body.text.trim();
  // A comment behind it would be no part of it when it is read again.
  const text = body.text.slice(0, last.end).trim();
  const isEnded = last.kind === 'punctuation' && last.value === ';';
  return isEnded ? text : `${text};`;
}
