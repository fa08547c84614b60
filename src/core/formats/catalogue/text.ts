import { isBuiltInType, parseDataType, printDataType } from '../../schema/data-type';
import { quoteLiteral } from '../../std/sql-identifier';
import type { SqlToken } from '../../std/sql-tokens';
import { significantTokens } from '../../std/sql-tokens';

/** Texts that PostgreSQL prints, taken apart and spelled as the model spells them. */

/** A type as the model stores it: what is in public goes without, unless that would name one of PostgreSQL's own. */
export function storedType(printed: string): string {
  const parsed = parseDataType(printed);
  if (!parsed.ok) return printed;
  if (isBuiltInType(parsed.value) || parsed.value.namespace !== 'public') return printDataType(parsed.value);
  const short = printDataType({ ...parsed.value, namespace: null });
  const again = parseDataType(short);
  const isShadowed = !again.ok || isBuiltInType(again.value);
  return isShadowed ? printDataType(parsed.value) : short;
}

/** An expression without the parentheses around all of it. */
export function withoutParentheses(text: string): string {
  const tokens = significantTokens(text);
  const isWrapped = isPunctuation(tokens[0], '(') && closing(tokens, 0) === tokens.length - 1;
  return isWrapped && tokens.length > 2 ? withoutParentheses(text.trim().slice(1, -1).trim()) : text.trim();
}

/** `{fillfactor=70}` → `fillfactor=70`, as it can stand in the parentheses after WITH; undefined: none. */
export function optionsText(options: readonly string[] | null, prefix = ''): string | undefined {
  if (options === null || options.length === 0) return undefined;
  return options
    .map((option) => {
      const at = option.indexOf('=');
      const value = option.slice(at + 1);
      const isPlain = /^(?:-?\d+(?:\.\d+)?|[a-z_][a-z0-9_]*)$/.test(value);
      return `${prefix}${option.slice(0, at)}=${isPlain ? value : quoteLiteral(value)}`;
    })
    .join(', ');
}

/** One element of an index, an exclusion constraint or a partition key, as PostgreSQL prints it. */
export type PrintedElement = {
  /** The column's name, quoted where need be, or the expression without parentheses around it. */
  readonly text: string;
  readonly isExpression: boolean;
  readonly collation?: string;
  readonly opclass?: string;
  readonly direction?: 'desc';
  readonly nulls?: 'first' | 'last';
};

/** The elements in the first parentheses of a partition key, or those behind USING of CREATE INDEX. */
export function elementsOf(definition: string): readonly PrintedElement[] {
  const tokens = significantTokens(definition);
  const using = tokens.findIndex((token) => token.kind === 'identifier' && token.value === 'using');
  const open = tokens.findIndex((token, at) => at > using && isPunctuation(token, '('));
  return splitByComma(tokens, open + 1, closing(tokens, open)).map(([from, to]) =>
    elementOf(definition, tokens.slice(from, to)),
  );
}

/** Ranges of token indices between the commas that stand in no inner parentheses. */
function splitByComma(
  tokens: readonly SqlToken[],
  from: number,
  to: number,
): readonly (readonly [number, number])[] {
  const parts: [number, number][] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < to; at++) {
    depth += nesting(tokens[at]);
    if (depth === 0 && isPunctuation(tokens[at], ',')) {
      parts.push([start, at]);
      start = at + 1;
    }
  }
  return [...parts, [start, to]];
}

function elementOf(definition: string, tokens: readonly SqlToken[]): PrintedElement {
  const end = bodyEnd(tokens);
  const isColumn = end === 1 && tokens[0]?.kind !== 'punctuation';
  const text = textOf(definition, tokens.slice(0, end));
  let rest = tokens.slice(end);
  let collation: string | undefined;
  if (isWord(rest[0], 'collate')) {
    const after = nameEnd(rest, 1);
    collation = textOf(definition, rest.slice(1, after));
    rest = rest.slice(after);
  }
  const isOpclass = rest.length > 0 && !isWord(rest[0], 'desc') && !isWord(rest[0], 'nulls');
  const named = isOpclass ? nameEnd(rest, 0) : 0;
  const opclassEnd = isOpclass && isPunctuation(rest[named], '(') ? closing(rest, named) + 1 : named;
  const words = rest.slice(opclassEnd).map((token) => token.value);
  return {
    text: isColumn ? text : withoutParentheses(text),
    isExpression: !isColumn,
    ...(collation !== undefined && { collation }),
    ...(isOpclass && { opclass: textOf(definition, rest.slice(0, opclassEnd)) }),
    ...(words.includes('desc') && { direction: 'desc' as const }),
    ...(words.includes('nulls') && {
      nulls: words.at(-1) === 'first' ? ('first' as const) : ('last' as const),
    }),
  };
}

/** A column, `(…)` or a call `f(…)`: how many tokens it is long. */
function bodyEnd(tokens: readonly SqlToken[]): number {
  if (isPunctuation(tokens[0], '(')) return closing(tokens, 0) + 1;
  const end = nameEnd(tokens, 0);
  return isPunctuation(tokens[end], '(') ? closing(tokens, end) + 1 : end;
}

/** Index behind a name that may be qualified. */
function nameEnd(tokens: readonly SqlToken[], from: number): number {
  let at = from + 1;
  while (isPunctuation(tokens[at], '.')) at += 2;
  return at;
}

function textOf(definition: string, tokens: readonly SqlToken[]): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last ? definition.slice(first.start, last.end) : '';
}

function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    depth += nesting(tokens[at]);
    if (depth === 0) return at;
  }
  return tokens.length;
}

function nesting(token: SqlToken | undefined): number {
  if (isPunctuation(token, '(') || isPunctuation(token, '[')) return 1;
  return isPunctuation(token, ')') || isPunctuation(token, ']') ? -1 : 0;
}

function isPunctuation(token: SqlToken | undefined, value: string): boolean {
  return token?.kind === 'punctuation' && token.value === value;
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'identifier' && token.value === word;
}
