import type { Result } from '../../std/result';
import { ok, refused } from '../../std/result';
import { columnNameKeywords, reservedKeywords } from '../../std/sql-keywords';
import type { SqlToken } from '../../std/sql-tokens';
import { significantTokens } from '../../std/sql-tokens';
import { catalogTypes, pseudoTypes } from './catalog';
import type { DataType, IntervalFields } from './model';
import { checkModifiers } from './modifiers';

/**
 * Reads a type as it may stand in CREATE TABLE, in every spelling that PostgreSQL 18 takes (gram.y,
 * Typename). The problem is a sentence for a person. Whether a user-defined type exists is not asked.
 */
export function parseDataType(text: string): Result<DataType, string> {
  const known = parsed.get(text);
  if (known) return known;
  const type = readWhole(text);
  if (parsed.size >= rememberedTypes) parsed.clear();
  if (text.length <= longestRemembered) parsed.set(text, type);
  return type;
}

/** A schema has few types and asks for them thousands of times; bounded, as the texts come from anybody. */
const parsed = new Map<string, Result<DataType, string>>();
const rememberedTypes = 2_000;
const longestRemembered = 100;

function readWhole(text: string): Result<DataType, string> {
  const cursor: TypeCursor = { text, tokens: significantTokens(text), at: 0 };
  if (cursor.tokens.length === 0) return refused('A column needs a type.');
  const type = readDataType(cursor);
  if (!type.ok) return type;
  const left = cursor.tokens[cursor.at];
  if (left === undefined) return type;
  return refused(
    `“${text.slice(left.start)}” does not belong to the type “${text.slice(0, left.start).trim()}”.`,
  );
}

/** Where reading goes on; `readDataType` moves `at` behind the type. */
export type TypeCursor = { readonly text: string; readonly tokens: readonly SqlToken[]; at: number };

/** Reads one type from the tokens and leaves the rest. */
export function readDataType(cursor: TypeCursor): Result<DataType, string> {
  const element = readElement(cursor);
  if (!element.ok) return element;
  const dimensions = readDimensions(cursor);
  if (dimensions === null) return refused('Array brackets are written “[]”, or “[3]” with a size.');
  if (dimensions > 0 && element.value.serial !== undefined) {
    return refused(`PostgreSQL has no array of ${element.value.serial}.`);
  }
  const checked = checkModifiers(element.value);
  return checked.ok ? ok({ ...checked.value, dimensions: checked.value.dimensions + dimensions }) : checked;
}

function readElement(cursor: TypeCursor): Result<DataType, string> {
  const token = cursor.tokens[cursor.at];
  if (token?.kind === 'unterminated') return refused('A quote or comment in the type is never closed.');
  if (token?.kind === 'identifier' && !isPunctuation(cursor.tokens[cursor.at + 1], '.')) {
    const grammar = grammarTypes.get(token.value);
    if (grammar) {
      cursor.at++;
      return grammar(cursor, token.value);
    }
  }
  return readNamedType(cursor);
}

function builtIn(name: string, modifiers: readonly string[] = []): DataType {
  return { namespace: 'pg_catalog', name, modifiers, dimensions: 0 };
}

type ReadGrammarType = (cursor: TypeCursor, word: string) => Result<DataType, string>;

const plain =
  (name: string): ReadGrammarType =>
  (cursor, word) =>
    isPunctuation(cursor.tokens[cursor.at], '(')
      ? refused(`The type ${word} takes nothing in parentheses.`)
      : ok(builtIn(name));

const withModifiers =
  (name: string): ReadGrammarType =>
  (cursor) => {
    const modifiers = readModifiers(cursor);
    return modifiers.ok ? ok(builtIn(name, modifiers.value)) : modifiers;
  };

const serial =
  (name: string, word: NonNullable<DataType['serial']>): ReadGrammarType =>
  () =>
    ok({ ...builtIn(name), serial: word });

/** `char`, `character`, `nchar`, `national character`, each with or without `varying`. */
const characters: ReadGrammarType = (cursor, word) => {
  if (word === 'national' && !takeWord(cursor, 'character') && !takeWord(cursor, 'char')) {
    return refused('“national” is followed by “character” in a type.');
  }
  const varying = takeWord(cursor, 'varying');
  const modifiers = readModifiers(cursor);
  if (!modifiers.ok) return modifiers;
  if (varying) return ok(builtIn('character varying', modifiers.value));
  return ok(builtIn('character', modifiers.value.length > 0 ? modifiers.value : ['1']));
};

const bits: ReadGrammarType = (cursor) => {
  const varying = takeWord(cursor, 'varying');
  const modifiers = readModifiers(cursor);
  if (!modifiers.ok) return modifiers;
  if (varying) return ok(builtIn('bit varying', modifiers.value));
  return ok(builtIn('bit', modifiers.value.length > 0 ? modifiers.value : ['1']));
};

/** `time` and `timestamp`, with or without precision and zone. */
const timeOfZone: ReadGrammarType = (cursor, word) => {
  const modifiers = readModifiers(cursor);
  if (!modifiers.ok) return modifiers;
  const zone = takeWords(cursor, ['with', 'time', 'zone']);
  if (!zone) takeWords(cursor, ['without', 'time', 'zone']);
  return ok(builtIn(`${word} ${zone ? 'with' : 'without'} time zone`, modifiers.value));
};

/** float(p) names the binary digits wanted: up to 24 are a real, up to 53 a double precision. */
const float: ReadGrammarType = (cursor) => {
  const modifiers = readModifiers(cursor);
  if (!modifiers.ok) return modifiers;
  const [digits] = modifiers.value;
  if (digits === undefined) return ok(builtIn('double precision'));
  const precision = /^\d+$/.test(digits) && modifiers.value.length === 1 ? Number(digits) : 0;
  if (precision < 1 || precision > 53)
    return refused('The precision of float is from 1 to 53 (binary digits).');
  return ok(builtIn(precision <= 24 ? 'real' : 'double precision'));
};

const doublePrecision: ReadGrammarType = (cursor) =>
  takeWord(cursor, 'precision')
    ? ok(builtIn('double precision'))
    : refused('PostgreSQL has no type double; write double precision.');

const intervalEnds: Readonly<Record<string, readonly string[]>> = {
  year: ['month'],
  month: [],
  day: ['hour', 'minute', 'second'],
  hour: ['minute', 'second'],
  minute: ['second'],
  second: [],
};

/** `interval`, `interval(3)`, `interval day to second(3)`. */
const interval: ReadGrammarType = (cursor) => {
  const from = peekWord(cursor);
  const ends = from === undefined ? undefined : intervalEnds[from];
  if (from === undefined || ends === undefined) return withModifiers('interval')(cursor, 'interval');
  cursor.at++;
  let fields = from;
  if (takeWord(cursor, 'to')) {
    const end = peekWord(cursor);
    if (end === undefined || !ends.includes(end)) {
      return refused(`PostgreSQL has no interval ${from} to ${end ?? '…'}.`);
    }
    cursor.at++;
    fields = `${from} to ${end}`;
  }
  const modifiers = fields.endsWith('second') ? readModifiers(cursor) : ok([]);
  if (!modifiers.ok) return modifiers;
  return ok({ ...builtIn('interval', modifiers.value), intervalFields: fields as IntervalFields });
};

/** The words that PostgreSQL's grammar itself takes as types; quoted they are ordinary names. */
const grammarTypes: ReadonlyMap<string, ReadGrammarType> = new Map<string, ReadGrammarType>([
  ['int', plain('integer')],
  ['integer', plain('integer')],
  ['smallint', plain('smallint')],
  ['bigint', plain('bigint')],
  ['real', plain('real')],
  ['boolean', plain('boolean')],
  ['json', plain('json')],
  ['numeric', withModifiers('numeric')],
  ['decimal', withModifiers('numeric')],
  ['dec', withModifiers('numeric')],
  ['varchar', withModifiers('character varying')],
  ['float', float],
  ['double', doublePrecision],
  ['char', characters],
  ['character', characters],
  ['nchar', characters],
  ['national', characters],
  ['bit', bits],
  ['time', timeOfZone],
  ['timestamp', timeOfZone],
  ['interval', interval],
  ['smallserial', serial('smallint', 'smallserial')],
  ['serial2', serial('smallint', 'smallserial')],
  ['serial', serial('integer', 'serial')],
  ['serial4', serial('integer', 'serial')],
  ['bigserial', serial('bigint', 'bigserial')],
  ['serial8', serial('bigint', 'bigserial')],
  ['setof', () => refused('A column holds one value, so its type cannot be SETOF.')],
]);

/** A name, possibly qualified; a built-in one when pg_catalog, which is searched first, has it. */
function readNamedType(cursor: TypeCursor): Result<DataType, string> {
  const names: string[] = [];
  do {
    const token = cursor.tokens[cursor.at];
    if (token === undefined || !isName(token)) return refused(nameProblem(cursor, token));
    if (names.length === 0 && isKeyword(token) && !isPunctuation(cursor.tokens[cursor.at + 1], '.')) {
      return refused(`“${token.value}” is a keyword; as the name of a type it needs double quotes.`);
    }
    names.push(token.value);
    cursor.at++;
  } while (takePunctuation(cursor, '.'));
  if (names.length > 2) return refused('A type has at most a schema before its name.');
  if (isOperator(cursor.tokens[cursor.at], '%'))
    return refused('A column’s type cannot be taken with %TYPE.');
  const modifiers = readModifiers(cursor);
  if (!modifiers.ok) return modifiers;
  const [first = '', second] = names;
  return resolve(second === undefined ? null : first, second ?? first, modifiers.value);
}

function resolve(
  namespace: string | null,
  name: string,
  modifiers: readonly string[],
): Result<DataType, string> {
  if (namespace !== null && namespace !== 'pg_catalog')
    return ok({ namespace, name, modifiers, dimensions: 0 });
  if (pseudoTypes.has(name)) return refused(`${name} is a pseudo-type: functions use it, a column cannot.`);
  const canonical = catalogTypes.get(name);
  if (canonical !== undefined) return ok(builtIn(canonical, modifiers));
  // pg_type names the array type of `int4` `_int4`, and some tools print that.
  const element = name.startsWith('_') ? catalogTypes.get(name.slice(1)) : undefined;
  if (element !== undefined) return ok({ ...builtIn(element, modifiers), dimensions: 1 });
  if (namespace === null) return ok({ namespace, name, modifiers, dimensions: 0 });
  return refused(`PostgreSQL has no type pg_catalog.${name}.`);
}

function nameProblem(cursor: TypeCursor, token: SqlToken | undefined): string {
  if (token === undefined) return `“${cursor.text.trim()}” is not complete: the name of a type is missing.`;
  if (token.kind === 'unterminated') return 'A quote or comment in the type is never closed.';
  return `“${cursor.text.slice(token.start, token.end)}” is not the name of a type.`;
}

/** What stands in parentheses after the name, each part as written without the spaces around it. */
function readModifiers(cursor: TypeCursor): Result<readonly string[], string> {
  if (!takePunctuation(cursor, '(')) return ok([]);
  const modifiers: string[] = [];
  let part = '';
  for (;;) {
    const token = cursor.tokens[cursor.at++];
    if (token === undefined) return refused('A closing parenthesis is missing in the type.');
    const isEnd = isPunctuation(token, ')');
    if (isEnd || isPunctuation(token, ',')) {
      if (part === '') return refused('A number is missing in the parentheses of the type.');
      modifiers.push(part);
      part = '';
      if (isEnd) return ok(modifiers);
    } else if (isModifierToken(token)) {
      part += cursor.text.slice(token.start, token.end);
    } else {
      return refused(
        `“${cursor.text.slice(token.start, token.end)}” cannot stand in the parentheses of a type.`,
      );
    }
  }
}

function isModifierToken(token: SqlToken): boolean {
  return (
    token.kind === 'number' ||
    token.kind === 'string' ||
    isName(token) ||
    isOperator(token, '-') ||
    isOperator(token, '+')
  );
}

/** Counts `[]` and `[3]`, or the standard's `ARRAY` and `ARRAY[3]`; null when they are not well formed. */
function readDimensions(cursor: TypeCursor): number | null {
  if (takeWord(cursor, 'array')) {
    if (!isPunctuation(cursor.tokens[cursor.at], '[')) return 1;
    return readBracket(cursor) ? 1 : null;
  }
  let dimensions = 0;
  while (isPunctuation(cursor.tokens[cursor.at], '[')) {
    if (!readBracket(cursor)) return null;
    dimensions++;
  }
  return dimensions;
}

function readBracket(cursor: TypeCursor): boolean {
  cursor.at++;
  if (cursor.tokens[cursor.at]?.kind === 'number') cursor.at++;
  return takePunctuation(cursor, ']');
}

function isName(token: SqlToken): boolean {
  return token.kind === 'identifier' || token.kind === 'quoted-identifier';
}

function isKeyword(token: SqlToken): boolean {
  if (token.kind !== 'identifier') return false;
  return reservedKeywords.has(token.value) || columnNameKeywords.has(token.value);
}

function isPunctuation(token: SqlToken | undefined, value: string): boolean {
  return token?.kind === 'punctuation' && token.value === value;
}

function isOperator(token: SqlToken | undefined, value: string): boolean {
  return token?.kind === 'operator' && token.value === value;
}

function peekWord(cursor: TypeCursor): string | undefined {
  const token = cursor.tokens[cursor.at];
  return token?.kind === 'identifier' ? token.value : undefined;
}

function takeWord(cursor: TypeCursor, word: string): boolean {
  if (peekWord(cursor) !== word) return false;
  cursor.at++;
  return true;
}

/** Takes all of these words or none of them. */
function takeWords(cursor: TypeCursor, words: readonly string[]): boolean {
  const start = cursor.at;
  if (words.every((word) => takeWord(cursor, word))) return true;
  cursor.at = start;
  return false;
}

function takePunctuation(cursor: TypeCursor, value: string): boolean {
  if (!isPunctuation(cursor.tokens[cursor.at], value)) return false;
  cursor.at++;
  return true;
}
