import { printDataType, readDataType } from '../../schema/data-type';
import type { SqlToken } from '../../std/sql-tokens';
import { significantTokens } from '../../std/sql-tokens';
import type { Vocabulary } from './expressions';
import { rewriteSql } from './expressions';

/** CREATE FUNCTION as Aurora DSQL can read it, with the text of its body, or why it cannot. */
export type ReadFunction =
  | {
      readonly kind: 'written';
      readonly text: string;
      readonly body: string;
      readonly changes: readonly string[];
    }
  | { readonly kind: 'unsupported'; readonly reason: string };

const unsupported = (reason: string): ReadFunction => ({ kind: 'unsupported', reason });

/** Only LANGUAGE sql is there. Planner hints are left out; a body is rewritten like any other SQL. */
export function readFunction(text: string, vocabulary: Vocabulary): ReadFunction {
  const tokens = significantTokens(text);
  const language = tokens.findIndex(({ kind, value }) => kind === 'identifier' && value === 'language');
  const name = wordOf(text, tokens[language + 1]);
  // A body in standard syntax (RETURN …) needs no LANGUAGE.
  if (language >= 0 && name !== 'sql') {
    return unsupported(`functions are written in SQL there, and it is in ${name}.`);
  }
  const outside = tokens.filter(({ kind }) => kind === 'identifier').map(({ value }) => value);
  if (outside.includes('begin')) return unsupported('its body in BEGIN ATOMIC is not known to work.');
  if (outside.includes('support') || outside.includes('transform') || outside.includes('window')) {
    return unsupported('it has options that are not there.');
  }
  const type = missingType(text, tokens, vocabulary);
  if (type !== null)
    return unsupported(`it takes or gives the type ${type}, which Aurora DSQL does not have.`);
  const bodyToken = bodyOf(tokens);
  const { open, body } = bodyToken ? inside(text, bodyToken) : { open: 0, body: '' };
  const rewritten = rewriteSql(bodyToken ? body : text, vocabulary);
  if (rewritten.kind === 'unsupported') return unsupported(rewritten.reason);
  if (rewritten.text !== body && bodyToken?.kind === 'string') {
    return unsupported('its body would have to be written anew.');
  }
  const start = bodyToken ? bodyToken.start + open : 0;
  const whole = bodyToken
    ? text.slice(0, start) + rewritten.text + text.slice(start + body.length)
    : rewritten.text;
  const { result, changes } = withoutHints(whole);
  return { kind: 'written', text: result, body, changes: [...rewritten.changes, ...changes] };
}

/** The SQL between the quotes of a function's body; empty when it is in standard syntax. */
export function bodyText(text: string): string {
  const token = bodyOf(significantTokens(text));
  return token ? inside(text, token).body : '';
}

function bodyOf(tokens: readonly SqlToken[]): SqlToken | undefined {
  const at = tokens.findLastIndex(({ kind, value }) => kind === 'identifier' && value === 'as');
  const token = tokens[at + 1];
  return at >= 0 && (token?.kind === 'string' || token?.kind === 'dollar-string') ? token : undefined;
}

/** What stands between the quotes, and how long the opening one is. */
function inside(text: string, token: SqlToken): { readonly open: number; readonly body: string } {
  const written = text.slice(token.start, token.end);
  const tag = token.kind === 'dollar-string' ? (/^\$[^$]*\$/.exec(written)?.[0] ?? '') : "'";
  return { open: tag.length, body: written.slice(tag.length, -tag.length) };
}

/** Words that may follow a type in a signature; before any other word stands the name of an argument. */
const afterTypes: ReadonlySet<string> = new Set(
  `default language as immutable stable volatile strict called returns return security parallel cost rows set not
  leakproof external`.split(/\s+/),
);

/** A type of the signature that is not there. */
function missingType(
  text: string,
  tokens: readonly SqlToken[],
  { isTypeMissing }: Vocabulary,
): string | null {
  for (const [at, token] of tokens.entries()) {
    if (!isName(token) || tokens[at - 1]?.value === '.') continue;
    const cursor = { text, tokens, at };
    const type = readDataType(cursor);
    const next = tokens[cursor.at];
    const isArgumentName = isName(next) && !afterTypes.has(next.value);
    if (type.ok && !isArgumentName && isTypeMissing(type.value)) return printDataType(type.value);
  }
  return null;
}

function isName(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === 'identifier' || token?.kind === 'quoted-identifier';
}

/** COST and ROWS, each with its number. */
function withoutHints(text: string): { readonly result: string; readonly changes: readonly string[] } {
  const tokens = significantTokens(text);
  const changes: string[] = [];
  let result = text;
  for (let at = tokens.length - 2; at >= 0; at--) {
    const [token, next] = [tokens[at], tokens[at + 1]];
    if (token?.kind !== 'identifier' || next?.kind !== 'number') continue;
    if (token.value !== 'cost' && token.value !== 'rows') continue;
    changes.push(`${text.slice(token.start, next.end)} is left out`);
    result = result.slice(0, token.start).trimEnd() + result.slice(next.end);
  }
  return { result, changes };
}

function wordOf(text: string, token: SqlToken | undefined): string {
  if (token === undefined) return '';
  if (token.kind === 'string') return text.slice(token.start + 1, token.end - 1).toLowerCase();
  return token.value.toLowerCase();
}
