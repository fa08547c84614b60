import type { SqlToken } from '../../std/sql-tokens';
import { significantTokens } from '../../std/sql-tokens';

/**
 * The JSON array that stands for a default of an array column, or null when the default is no list of plain
 * constants: `{}`, `{a,b}`, `'{1,2}'::integer[]`, `ARRAY['a'::text, 'b']`.
 *
 * @param isNumeric whether the elements are numbers, which JSON writes without quotes
 */
export function arrayAsJson(
  value: { readonly kind: 'literal' | 'expression'; readonly text: string },
  isNumeric: boolean,
): string | null {
  const elements = value.kind === 'literal' ? braced(value.text) : listedConstants(value.text);
  if (elements === null) return null;
  if (!isNumeric) return JSON.stringify(elements);
  return elements.every((one) => /^-?\d+(?:\.\d+)?$/.test(one)) ? `[${elements.join(', ')}]` : null;
}

/** Elements of an array literal without quotes, escapes, nesting and nulls. */
function braced(text: string): readonly string[] | null {
  const inner = /^\{([^{}"\\]*)\}$/.exec(text.trim())?.[1];
  if (inner === undefined) return null;
  if (inner.trim() === '') return [];
  const elements = inner.split(',').map((one) => one.trim());
  return elements.some((one) => one === '' || /^null$/i.test(one)) ? null : elements;
}

function listedConstants(text: string): readonly string[] | null {
  const tokens = significantTokens(text).filter(({ value }) => value !== '(' && value !== ')');
  const [first] = tokens;
  if (first?.kind === 'string') {
    return isCast(tokens, 1) ? braced(plainString(text, first) ?? '') : null;
  }
  if (first?.value !== 'array' || tokens[1]?.value !== '[') return null;
  const close = tokens.findIndex((token, at) => token.value === ']' && tokens[at - 1]?.value !== '[');
  const end = tokens[2]?.value === ']' ? 2 : close;
  if (end < 0 || (end + 1 < tokens.length && !isCast(tokens, end + 1))) return null;
  return constants(text, tokens.slice(2, end));
}

function isCast(tokens: readonly SqlToken[], at: number): boolean {
  return tokens[at]?.value === '::';
}

/** `'a'::text, 'b', 3` → a, b, 3. */
function constants(text: string, tokens: readonly SqlToken[]): readonly string[] | null {
  const elements: string[] = [];
  let isExpected = true;
  for (const token of tokens) {
    if (token.value === ',') {
      if (isExpected) return null;
      isExpected = true;
    } else if (isExpected) {
      const value = token.kind === 'number' ? text.slice(token.start, token.end) : plainString(text, token);
      if (value === null) return null;
      elements.push(value);
      isExpected = false;
    } else if (token.value !== '::' && token.kind !== 'identifier' && token.kind !== 'quoted-identifier') {
      return null;
    }
  }
  return elements;
}

/** What `'…'` stands for; null for strings with escapes and for everything else. */
function plainString(text: string, token: SqlToken): string | null {
  const written = text.slice(token.start, token.end);
  return token.kind === 'string' && /^'(?:[^']|'')*'$/.test(written)
    ? written.slice(1, -1).replaceAll("''", "'")
    : null;
}
