import { columnNameKeywords, reservedKeywords } from '../../std/sql-keywords';
import type { SqlToken } from '../../std/sql-tokens';
import { significantTokens, sqlTokens } from '../../std/sql-tokens';

/**
 * Whether a text can stand inside a statement without changing what follows it: quotes and comments are
 * closed, brackets match, it does not end the statement, and there is more than comments. It says nothing about
 * its meaning.
 */
export function isSelfContained(text: string): boolean {
  const open: string[] = [];
  const tokens = sqlTokens(text);
  if (tokens.length > 0 && tokens.every(({ kind }) => kind === 'comment')) return false;
  for (const token of tokens) {
    if (token.kind === 'unterminated') return false;
    if (token.kind !== 'punctuation') continue;
    if (token.value === ';') return false;
    const closing = pairs.get(token.value);
    if (closing !== undefined) open.push(closing);
    else if ((token.value === ')' || token.value === ']') && open.pop() !== token.value) return false;
  }
  return open.length === 0;
}

/** Whether a statement's quotes and comments are closed, so that the next one is read as what it is. */
export function isSelfContainedStatement(text: string): boolean {
  return sqlTokens(text).every((token) => token.kind !== 'unterminated');
}

const pairs: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
]);

/** An expression without the comments before and behind it, which PostgreSQL does not keep either. */
export function closed(text: string): string {
  const tokens = significantTokens(text);
  return text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}

/** The expression in parentheses; those that are there already are enough. */
export function parenthesised(text: string): string {
  const tokens = significantTokens(text);
  const isWrapped = isPunctuation(tokens[0], '(') && closingIndex(tokens, 0) === tokens.length - 1;
  return isWrapped ? closed(text) : `(${closed(text)})`;
}

/** An index takes a call of a function as it is and every other expression in parentheses. */
export function indexExpression(text: string): string {
  return isFunctionCall(significantTokens(text)) ? closed(text) : parenthesised(text);
}

function isFunctionCall(tokens: readonly SqlToken[]): boolean {
  let at = 0;
  while (isPunctuation(tokens[at + 1], '.')) at += 2;
  const name = tokens[at];
  const isName =
    name?.kind === 'quoted-identifier' ||
    (name?.kind === 'identifier' && !reservedKeywords.has(name.value) && !columnNameKeywords.has(name.value));
  return isName && isPunctuation(tokens[at + 1], '(') && closingIndex(tokens, at + 1) === tokens.length - 1;
}

/**
 * Words that DEFAULT takes only in parentheses: its grammar (b_expr) leaves them to what may follow it in
 * a column definition.
 */
const wordsNotInDefaults: ReadonlySet<string> = new Set(
  'and or not is isnull notnull in like ilike similar between overlaps at collate'.split(' '),
);

/** An expression as it can stand behind DEFAULT. */
export function defaultExpression(text: string): string {
  let depth = 0;
  for (const token of significantTokens(text)) {
    if (isPunctuation(token, '(') || isPunctuation(token, '[')) depth++;
    else if (isPunctuation(token, ')') || isPunctuation(token, ']')) depth--;
    else if (depth === 0 && token.kind === 'identifier' && wordsNotInDefaults.has(token.value)) {
      return parenthesised(text);
    }
  }
  return closed(text);
}

/** The names of the functions that an expression calls, without their namespace. */
export function calledFunctions(text: string): ReadonlySet<string> {
  const tokens = significantTokens(text);
  const names = tokens.flatMap((token, at) => (isPunctuation(tokens[at + 1], '(') ? [token.value] : []));
  return new Set(names);
}

/** Index of the bracket that closes the one at `from`, or -1. */
function closingIndex(tokens: readonly SqlToken[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    if (isPunctuation(tokens[at], '(')) depth++;
    else if (isPunctuation(tokens[at], ')') && --depth === 0) return at;
  }
  return -1;
}

function isPunctuation(token: SqlToken | undefined, value: string): boolean {
  return token?.kind === 'punctuation' && token.value === value;
}
