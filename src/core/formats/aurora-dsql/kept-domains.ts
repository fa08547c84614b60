import { readDataType } from '../../schema/data-type';
import { significantTokens } from '../../std/sql-tokens';
import type { Rewritten, Vocabulary } from './expressions';
import { rewriteSql } from './expressions';

/**
 * CREATE DOMAIN that is kept as text: with AS before its type, and NOT NULL, which the linter cannot read, as a
 * check behind all else.
 */
export function readKeptDomain(text: string, vocabulary: Vocabulary): Rewritten {
  const tokens = significantTokens(text).filter(({ value }) => value !== ';');
  let at = 3;
  while (tokens[at]?.value === '.') at += 2;
  const nameEnd = tokens[at - 1]?.end ?? 0;
  if (tokens[at]?.kind === 'identifier' && tokens[at]?.value === 'as') at++;
  const cursor = { text, tokens, at };
  const type = readDataType(cursor);
  if (!type.ok) return { kind: 'unsupported', reason: 'its type cannot be read.' };
  const rest: string[] = [];
  let isNotNull = false;
  for (let next = cursor.at; next < tokens.length; next++) {
    const [token, following] = [tokens[next], tokens[next + 1]];
    if (!token) break;
    const before = tokens[next - 1]?.value;
    if (token.value === 'not' && following?.value === 'null' && before !== 'is') {
      isNotNull = true;
      next++;
      continue;
    }
    if (token.value === 'null' && token.kind === 'identifier' && next === cursor.at) continue;
    const end = following ? following.start : token.end;
    rest.push(text.slice(token.start, end));
  }
  const typeText = text.slice(tokens[at]?.start, tokens[cursor.at - 1]?.end);
  const clauses = [rest.join('').trim(), isNotNull ? 'CHECK (VALUE IS NOT NULL)' : ''];
  const whole = [`${text.slice(0, nameEnd).trim()} AS ${typeText}`, ...clauses];
  const rewritten = rewriteSql(`${whole.filter((part) => part !== '').join(' ')};`, vocabulary);
  if (rewritten.kind === 'unsupported' || !isNotNull) return rewritten;
  return { ...rewritten, changes: [...rewritten.changes, 'NOT NULL is CHECK (VALUE IS NOT NULL)'] };
}
