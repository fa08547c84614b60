import { significantTokens } from '../../std/sql-tokens';
import type { DataType } from './model';
import { readDataType } from './parse';

/** The type that a `CREATE DOMAIN name [AS] type …` statement builds on; undefined when it is none. */
export function domainBaseType(statement: string): DataType | undefined {
  const tokens = significantTokens(statement);
  if (tokens[0]?.value !== 'create' || tokens[1]?.value !== 'domain') return undefined;
  let at = 3;
  while (tokens[at]?.value === '.') at += 2;
  if (tokens[at]?.value === 'as' && tokens[at]?.kind === 'identifier') at++;
  const type = readDataType({ text: statement, tokens, at });
  return type.ok ? type.value : undefined;
}
