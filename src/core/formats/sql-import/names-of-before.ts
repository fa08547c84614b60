import { nextSqlToken, significantTokens } from '../../std/sql-tokens';
import type { Node, ParseFailure } from './parse';
import { parseStatement } from './parse';

/**
 * Words that PostgreSQL 12 prints without quotes where they are names, and that newer ones read as syntax
 * (Appendix C of PostgreSQL 12 beside that of 18): `CREATE FUNCTION f(json json)`.
 */
const keywordsSince12: ReadonlySet<string> = new Set(
  `json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
  json_table json_value merge_action normalize system_user`.split(/\s+/),
);

/** Each word costs a reading of the whole statement. A function has at most 100 arguments (FUNC_MAX_ARGS). */
const mostWords = 200;

type Statement = { readonly text: string; readonly bare: string };
type Read = Statement & { readonly nodes: readonly Node[] };

/**
 * A statement that an older server wrote, which is refused as `failure` says, with the names quoted that are
 * keywords now. Null when that is not what is wrong with it.
 */
export function withNamesOfBefore(statement: Statement, failure: ParseFailure): Read | null {
  let { text, bare } = statement;
  let { at } = failure;
  for (let quoted = 0; quoted < mostWords; quoted++) {
    const found = quotedNear({ text, bare }, at);
    if (!found) return null;
    ({ text, bare } = found);
    if (found.parsed.ok) return { text, bare, nodes: found.parsed.nodes };
    at = found.parsed.at;
  }
  return null;
}

/** The text of one statement that an older server printed, as PostgreSQL 18 reads it; as it is where that is no help. */
export function quoteNamesOfBefore(text: string): string {
  const parsed = parseStatement(text);
  if (parsed.ok || parsed.kind !== 'syntax') return text;
  return withNamesOfBefore({ text, bare: text }, parsed)?.text ?? text;
}

/** With the word quoted at which the parser stumbles, or the one before, where it comes further then. */
function quotedNear({ text, bare }: Statement, at: number) {
  const stumbled = nextSqlToken(bare, at);
  const before = significantTokens(bare.slice(0, at)).at(-1);
  for (const token of [stumbled, before]) {
    if (token?.kind !== 'identifier' || !keywordsSince12.has(token.value)) continue;
    const quoted = (whole: string) =>
      `${whole.slice(0, token.start)}"${token.value}"${whole.slice(token.end)}`;
    const statement = { text: quoted(text), bare: quoted(bare) };
    const parsed = parseStatement(statement.bare);
    // The quotes themselves move what follows by two.
    if (parsed.ok || (parsed.kind === 'syntax' && parsed.at > at + 2)) return { ...statement, parsed };
  }
  return null;
}
