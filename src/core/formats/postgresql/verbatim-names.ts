import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import type { SqlToken } from '../../std/sql-tokens';
import { significantTokens } from '../../std/sql-tokens';

/** The parts of a kept statement's name, without quotes and argument types: `app."F"(text)` → `app`, `F`. */
export function nameParts({ body }: SchemaRecord<'verbatim'>): readonly string[] {
  const tokens = significantTokens(body.name);
  const opening = tokens.findIndex(({ kind, value }) => kind === 'punctuation' && value === '(');
  return (opening > 0 ? tokens.slice(0, opening) : tokens)
    .filter(({ kind, value }) => kind !== 'punctuation' && value !== '')
    .map(({ value }) => value);
}

/** The last of them. */
export function bareName(record: SchemaRecord<'verbatim'>): string {
  return nameParts(record).at(-1) ?? '';
}

/**
 * The words in a text that can name an object: identifiers and operators, but not the names that parameters
 * have in `(name type, …)`. What is in strings, such as the body of a function, is not looked at.
 */
export function mentionedWords(text: string): ReadonlySet<string> {
  const tokens = significantTokens(text);
  const words = tokens.flatMap((token, at) =>
    isWord(token) && !isParameter(tokens, at) ? [token.value] : [],
  );
  return new Set(words);
}

/** The same, read once for each statement. */
export function wordReader(): (record: SchemaRecord<'verbatim'>) => ReadonlySet<string> {
  const read = new Map<RecordId, ReadonlySet<string>>();
  return ({ id, body }) => {
    const words = read.get(id) ?? mentionedWords(body.text);
    read.set(id, words);
    return words;
  };
}

function isWord({ kind }: SqlToken): boolean {
  return kind === 'identifier' || kind === 'quoted-identifier' || kind === 'operator';
}

const argumentModes: ReadonlySet<string> = new Set(['in', 'out', 'inout', 'variadic']);

function isParameter(tokens: readonly SqlToken[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (!before || !after || !(after.kind === 'identifier' || after.kind === 'quoted-identifier')) return false;
  const opens = before.kind === 'punctuation' && (before.value === '(' || before.value === ',');
  const isMode = before.kind === 'identifier' && argumentModes.has(before.value);
  return (opens || isMode) && after.value !== 'default';
}
