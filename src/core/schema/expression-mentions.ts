import { reservedKeywords, typeFunctionKeywords } from '../std/sql-keywords';
import type { SqlToken } from '../std/sql-tokens';
import { significantTokens } from '../std/sql-tokens';
import { readDataType } from './types/parse';

/** A name in an expression that can only be a column's; `qualifiers` is what stands before it: `t` of `t.c`. */
export type ColumnMention = { readonly column: SqlToken; readonly qualifiers: readonly SqlToken[] };

/**
 * Finds where an expression mentions columns, without parsing it: an expression alternates between
 * places for an operand and places for an operator, and an unquoted word is a column only in the first
 * (`escape` in `a LIKE b ESCAPE c` is not). Functions, types, collations, argument names and the fields
 * of EXTRACT are told apart by what stands around them.
 */
export function columnMentions(text: string): readonly ColumnMention[] {
  const mentions: ColumnMention[] = [];
  let walk: Walk = { text, tokens: significantTokens(text), at: 0, expects: 'operand', mentions };
  for (let token = walk.tokens[0]; token !== undefined; token = walk.tokens[walk.at]) {
    walk = { ...walk, ...step(walk, token) };
  }
  return mentions;
}

/** Where the walk stands: the index of a token, and what can come there. */
type Place = { readonly at: number; readonly expects: 'operand' | 'operator' };

type Walk = Place & {
  readonly text: string;
  readonly tokens: readonly SqlToken[];
  /** Filled as the walk goes. */
  readonly mentions: ColumnMention[];
};

function step(walk: Walk, token: SqlToken): Place {
  switch (token.kind) {
    case 'identifier':
      return wordStep(walk, token);
    case 'quoted-identifier':
      return walk.expects === 'operand' ? operandStep(walk, token) : move(walk, 1, 'operator');
    case 'operator':
      return move(walk, 1, 'operand');
    case 'punctuation':
      return punctuationStep(walk, token);
    case 'string':
    case 'bit-string':
    case 'dollar-string':
    case 'number':
    case 'parameter':
    case 'comment':
    case 'unterminated':
      return move(walk, 1, 'operator');
  }
}

function punctuationStep(walk: Walk, token: SqlToken): Place {
  switch (token.value) {
    case '::':
      return typeStep(walk, 1);
    case ')':
    case ']':
      return move(walk, 1, 'operator');
    // After a closing parenthesis: a field of a composite value, `(address).city`.
    case '.':
      return move(walk, 2, 'operator');
    default:
      return move(walk, 1, 'operand');
  }
}

/** Keywords after which the expression goes on with an operator: they are values, or come after one. */
const valueKeywords: ReadonlySet<string> = new Set(
  `asc current_catalog current_date current_role current_schema current_time current_timestamp current_user
  default desc end false isnull localtime localtimestamp notnull null session_user system_user true user`.split(
    /\s+/,
  ),
);

function wordStep(walk: Walk, token: SqlToken): Place {
  const isQualified = isPunctuation(walk.tokens[walk.at + 1], '.');
  const isCall = isPunctuation(walk.tokens[walk.at + 1], '(');
  const word = token.value;
  if (!isQualified && !isCall) {
    if (word === 'as') return typeStep(walk, 1);
    if (word === 'is') return isStep(walk);
    if (word === 'collate') return collateStep(walk);
    // `a NOT BETWEEN b AND c`: the operator goes on.
    if (word === 'not') return move(walk, 1, walk.expects);
    if (valueKeywords.has(word)) return move(walk, 1, 'operator');
    const phrase = phrases.find((one) => isPhrase(walk, one));
    if (phrase) return move(walk, phrase.words.length, phrase.next);
  }
  if (reservedKeywords.has(word) || (typeFunctionKeywords.has(word) && !isCall)) {
    return move(walk, 1, 'operand');
  }
  if (walk.expects === 'operator') return operatorWordStep(walk, word, isCall);
  return operandStep(walk, token);
}

type Phrase = {
  readonly words: readonly string[];
  readonly next: Place['expects'];
  /** Only where this is expected; anywhere when absent. */
  readonly in?: Place['expects'];
};

/** Words that belong together and are no columns, and what comes after them. */
const phrases: readonly Phrase[] = [
  { words: ['order', 'by'], next: 'operand' },
  { words: ['partition', 'by'], next: 'operand' },
  { words: ['group', 'by'], next: 'operand' },
  { words: ['at', 'time', 'zone'], next: 'operand', in: 'operator' },
  { words: ['at', 'local'], next: 'operator', in: 'operator' },
  { words: ['nulls', 'first'], next: 'operator', in: 'operator' },
  { words: ['nulls', 'last'], next: 'operator', in: 'operator' },
  { words: ['double', 'precision'], next: 'operator' },
];

function isPhrase(walk: Walk, phrase: Phrase): boolean {
  if (phrase.in !== undefined && phrase.in !== walk.expects) return false;
  return phrase.words.every((word, offset) => isWord(walk.tokens[walk.at + offset], word));
}

/** ESCAPE, BETWEEN, OVER, a unit after `interval '1'`, OPERATOR(ns.+) …: never a column. */
function operatorWordStep(walk: Walk, word: string, isCall: boolean): Place {
  if (word === 'operator' && isCall) {
    let at = walk.at + 2;
    while (at < walk.tokens.length && !isPunctuation(walk.tokens[at], ')')) at++;
    return { at: at + 1, expects: 'operand' };
  }
  return move(walk, 1, intervalUnits.has(word) ? 'operator' : 'operand');
}

const intervalUnits: ReadonlySet<string> = new Set(['year', 'month', 'day', 'hour', 'minute', 'second']);

function operandStep(walk: Walk, first: SqlToken): Place {
  const literalEnd = typedLiteralEnd(walk);
  if (literalEnd !== null) return { at: literalEnd, expects: 'operator' };
  const chain = [first];
  let at = walk.at + 1;
  while (isPunctuation(walk.tokens[at], '.')) {
    const next = walk.tokens[at + 1];
    if (next?.kind !== 'identifier' && next?.kind !== 'quoted-identifier') break;
    chain.push(next);
    at += 2;
  }
  const following = walk.tokens[at];
  if (isPunctuation(following, '(')) {
    const isExtract = first.value === 'extract' && isWord(walk.tokens[at + 2], 'from');
    return isExtract ? { at: at + 2, expects: 'operator' } : { at, expects: 'operand' };
  }
  if (isArgumentName(following)) return { at: at + 1, expects: 'operand' };
  const column = chain.at(-1);
  // `t.*` mentions no column of its own.
  if (column && !isPunctuation(following, '.')) {
    walk.mentions.push({ column, qualifiers: chain.slice(0, -1) });
  }
  return { at, expects: 'operator' };
}

/** `f(name => 1)`, or `:=` in the older spelling. */
function isArgumentName(following: SqlToken | undefined): boolean {
  return following?.value === '=>' || following?.value === ':=';
}

/** `date '2020-01-01'`, `timestamp(3) with time zone '…'`: a type with a string behind it is a constant. */
function typedLiteralEnd(walk: Walk): number | null {
  const next = walk.tokens[walk.at + 1];
  const isPossible = next?.kind === 'string' || next?.kind === 'identifier' || next?.kind === 'punctuation';
  if (!isPossible) return null;
  const cursor = { text: walk.text, tokens: walk.tokens, at: walk.at };
  return readDataType(cursor).ok && walk.tokens[cursor.at]?.kind === 'string' ? cursor.at + 1 : null;
}

/** After `::` and AS. What is no type we know is skipped as a name. */
function typeStep(walk: Walk, skip: number): Place {
  const cursor = { text: walk.text, tokens: walk.tokens, at: walk.at + skip };
  const start = cursor.at;
  if (!readDataType(cursor).ok) cursor.at = nameEnd(walk.tokens, start);
  return { at: Math.max(cursor.at, start), expects: 'operator' };
}

function collateStep(walk: Walk): Place {
  return { at: nameEnd(walk.tokens, walk.at + 1), expects: 'operator' };
}

function nameEnd(tokens: readonly SqlToken[], start: number): number {
  let at = start + 1;
  while (isPunctuation(tokens[at], '.')) at += 2;
  return at;
}

/** What may follow IS besides a value keyword: UNKNOWN, DOCUMENT, JSON and its kinds, NFC NORMALIZED. */
const isWords: ReadonlySet<string> = new Set(
  'not null true false unknown document json value array object scalar nfc nfd nfkc nfkd normalized'.split(
    ' ',
  ),
);

function isStep(walk: Walk): Place {
  let at = walk.at + 1;
  while (isOneOf(walk.tokens[at], isWords)) at++;
  if (isWord(walk.tokens[at], 'distinct')) return { at: at + 2, expects: 'operand' };
  if (isWord(walk.tokens[at + 1], 'unique')) at += isWord(walk.tokens[at + 2], 'keys') ? 3 : 2;
  return { at, expects: 'operator' };
}

function move(walk: Walk, tokens: number, expects: Place['expects']): Place {
  return { at: walk.at + tokens, expects };
}

function isOneOf(token: SqlToken | undefined, words: ReadonlySet<string>): boolean {
  return token?.kind === 'identifier' && words.has(token.value);
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'identifier' && token.value === word;
}

function isPunctuation(token: SqlToken | undefined, value: string): boolean {
  return token?.kind === 'punctuation' && token.value === value;
}
