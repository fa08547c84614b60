/**
 * PostgreSQL's lexical rules (scan.l of PostgreSQL 18, with standard_conforming_strings on), for texts
 * that are not worth a parser: expressions, type names, finding where a statement ends.
 */
export type SqlTokenKind =
  /** Unquoted word, keywords included; `value` is folded to lower case as PostgreSQL folds it. */
  | 'identifier'
  /** `"…"` or `U&"…"`; `value` is the name itself. */
  | 'quoted-identifier'
  /** `'…'`, `E'…'`, `N'…'`, `U&'…'`, with the parts that follow on the next lines. */
  | 'string'
  /** `B'…'` or `X'…'`. */
  | 'bit-string'
  | 'dollar-string'
  | 'number'
  /** `$1`. */
  | 'parameter'
  /** A run of operator characters, cut as PostgreSQL cuts it. */
  | 'operator'
  /** One of `( ) [ ] , ; . : :: := ..` or a character that means nothing in SQL. */
  | 'punctuation'
  | 'comment'
  /** A string, quoted identifier or comment that never ends: reaches to the end of the text. */
  | 'unterminated';

export type SqlToken = {
  readonly kind: SqlTokenKind;
  /** Offsets in UTF-16 code units: `text.slice(start, end)` is the token as written. */
  readonly start: number;
  readonly end: number;
  /** What the token stands for: folded word, name without quotes, operator or punctuation; else empty. */
  readonly value: string;
};

/** Whitespace is left out, comments are there. Never throws; linear in the length of the text. */
export function sqlTokens(text: string): readonly SqlToken[] {
  return tokensOf(text, true);
}

/** The tokens that mean something: no comments. */
export function significantTokens(text: string): readonly SqlToken[] {
  return tokensOf(text, false);
}

function tokensOf(text: string, withComments: boolean): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    if (withComments || token.kind !== 'comment') tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/**
 * The token that begins at an offset, which has to be of the text and no space; comments included. Its own
 * offsets are counted from `base`, for whoever reads a part of the text.
 */
export function sqlTokenAt(text: string, start: number, base = 0): SqlToken {
  const token: { -readonly [Key in keyof SqlToken]: SqlToken[Key] } = tokenAt(text, start);
  token.start -= base;
  token.end -= base;
  return token;
}

/** The first token at or after an offset, comments included; undefined at the end of the text. */
export function nextSqlToken(text: string, from: number): SqlToken | undefined {
  const at = afterSpace(text, from);
  return at < text.length ? tokenAt(text, at) : undefined;
}

/** The first offset at or after one where something other than space begins; the length of the text: none. */
export function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Folds an unquoted identifier: ASCII letters only, as PostgreSQL does in a UTF-8 database. */
function foldIdentifier(word: string): string {
  // Most words with capitals are the keywords of a dump.
  const known = folded.get(word);
  if (known !== undefined) return known;
  const lower = folding(word);
  if (folded.size < 1_000 && word.length < 30) folded.set(word, lower);
  return lower;
}

const folded = new Map<string, string>();

function folding(word: string): string {
  if (!/[\u0080-\uffff]/.test(word)) return word.toLowerCase();
  return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const quote = 39;
const doubleQuote = 34;
const dollar = 36;
const ampersand = 38;
const dot = 46;
const dash = 45;
const slash = 47;

function tokenAt(text: string, start: number): SqlToken {
  const code = text.charCodeAt(start);
  if (isWordStart(code)) return prefixedAt(text, start, code) ?? wordAt(text, start);
  if (code === quote) return stringAt(text, start, start + 1, 'string', false);
  if (code === doubleQuote) return quotedAt(text, start, start + 1);
  if (isDigit(code) || (code === dot && isDigit(text.charCodeAt(start + 1)))) return numberAt(text, start);
  if (code === dollar) return dollarAt(text, start);
  const comment = commentAt(text, start);
  if (comment) return comment;
  if (isOperator(code)) return operatorAt(text, start);
  return punctuationAt(text, start);
}

/** `E'`, `B'`, `X'`, `N'`, `U&'` and `U&"`: a letter that is part of what it precedes. */
function prefixedAt(text: string, start: number, code: number): SqlToken | null {
  const next = text.charCodeAt(start + 1);
  if (next !== quote && next !== ampersand) return null;
  const letter = String.fromCharCode(code).toLowerCase();
  if (next === quote) {
    if (letter === 'e') return stringAt(text, start, start + 2, 'string', true);
    if (letter === 'n') return stringAt(text, start, start + 2, 'string', false);
    if (letter === 'b' || letter === 'x') return stringAt(text, start, start + 2, 'bit-string', false);
  }
  if (letter === 'u' && next === ampersand) {
    const after = text.charCodeAt(start + 2);
    if (after === quote) return stringAt(text, start, start + 3, 'string', false);
    if (after === doubleQuote) return unicodeQuotedAt(text, start);
  }
  return null;
}

/** By hand, as most of a script is words: folded only where a capital was seen. */
function wordAt(text: string, start: number): SqlToken {
  let end = start;
  let hasCapital = false;
  for (let code = text.charCodeAt(end); isWordPart(code); code = text.charCodeAt(++end)) {
    hasCapital ||= code >= 65 && code <= 90;
  }
  const word = text.slice(start, end);
  return { kind: 'identifier', start, end, value: hasCapital ? foldIdentifier(word) : word };
}

/** The look-ahead keeps a doubled quote together when the string turns out not to end. */
const plainBody = /[^']*(?:''[^']*)*'(?!')/y;
/** A string goes on after whitespace with a line break in it (SQL's way of splitting long ones). */
const continuation = /[ \t\f\v]*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'/y;

function stringAt(
  text: string,
  start: number,
  body: number,
  kind: 'string' | 'bit-string',
  escaped: boolean,
): SqlToken {
  let at = body;
  for (;;) {
    const end = escaped ? escapedEnd(text, at) : endOf(plainBody, text, at);
    if (end === at) return unterminated(text, start);
    const next = endOf(continuation, text, end);
    if (next === end) return { kind, start, end, value: '' };
    at = next;
  }
}

/** By hand: a regular expression with this alternation would exhaust its stack on long strings. */
function escapedEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === quote) {
      if (text.charCodeAt(at + 1) !== quote) return at + 1;
      at++;
    }
  }
  return from;
}

const quotedBody = /[^"]*(?:""[^"]*)*"(?!")/y;

function quotedAt(text: string, start: number, body: number): SqlToken {
  const end = endOf(quotedBody, text, body);
  if (end === body) return unterminated(text, start);
  const value = text.slice(body, end - 1).replaceAll('""', '"');
  return { kind: 'quoted-identifier', start, end, value };
}

const uescape = /[ \t\n\r\f\v]*uescape[ \t\n\r\f\v]*'([^'])'/iy;

/** `U&"d\0061ta"`, with an optional `UESCAPE '!'` that then belongs to the token. */
function unicodeQuotedAt(text: string, start: number): SqlToken {
  const token = quotedAt(text, start, start + 3);
  if (token.kind === 'unterminated') return token;
  uescape.lastIndex = token.end;
  const match = uescape.exec(text);
  const marker = (match?.[1] ?? '\\').replace(/[\\^$.*+?()[\]{}|\-/]/g, '\\$&');
  const pattern = new RegExp(`${marker}(?:([0-9a-f]{4})|\\+([0-9a-f]{6})|(${marker}))`, 'gi');
  const value = token.value.replace(pattern, (_all, four?: string, six?: string, self?: string) => {
    if (self !== undefined) return self;
    const point = Number.parseInt(four ?? six ?? '', 16);
    if (four !== undefined) return String.fromCharCode(point);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });
  return { ...token, end: token.end + (match?.[0].length ?? 0), value };
}

const numberBody =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;

function numberAt(text: string, start: number): SqlToken {
  return { kind: 'number', start, end: endOf(numberBody, text, start), value: '' };
}

const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const parameterBody = /\$\d+/y;

function dollarAt(text: string, start: number): SqlToken {
  const tagEnd = endOf(dollarTag, text, start);
  if (tagEnd > start) {
    const tag = text.slice(start, tagEnd);
    const close = text.indexOf(tag, tagEnd);
    if (close < 0) return unterminated(text, start);
    return { kind: 'dollar-string', start, end: close + tag.length, value: '' };
  }
  const end = endOf(parameterBody, text, start);
  if (end > start) return { kind: 'parameter', start, end, value: '' };
  return { kind: 'punctuation', start, end: start + 1, value: '$' };
}

const lineComment = /--[^\n\r]*/y;
const commentEdge = /\/\*|\*\//g;

function commentAt(text: string, start: number): SqlToken | null {
  const code = text.charCodeAt(start);
  if (code !== dash && code !== slash) return null;
  const lineEnd = endOf(lineComment, text, start);
  if (lineEnd > start) return { kind: 'comment', start, end: lineEnd, value: '' };
  if (!text.startsWith('/*', start)) return null;
  commentEdge.lastIndex = start + 2;
  for (let depth = 1; depth > 0; ) {
    const edge = commentEdge.exec(text);
    if (edge === null) return unterminated(text, start);
    depth += edge[0] === '/*' ? 1 : -1;
  }
  return { kind: 'comment', start, end: commentEdge.lastIndex, value: '' };
}

const operatorBody = /[+\-*/<>=~!@#%^&|`?]+/y;

/** Ends before a comment; loses trailing `+` and `-` unless a character that SQL does not use is in it. */
function operatorAt(text: string, start: number): SqlToken {
  const run = text.slice(start, endOf(operatorBody, text, start));
  const comment = run.search(/--|\/\*/);
  let value = comment > 0 ? run.slice(0, comment) : run;
  if (!/[~!@#%^&|`?]/.test(value)) value = value.replace(/(?<=.)[+-]+$/, '');
  return { kind: 'operator', start, end: start + value.length, value };
}

const pairs: ReadonlySet<string> = new Set(['::', ':=', '..']);

function punctuationAt(text: string, start: number): SqlToken {
  const first = text.charAt(start);
  const pair = first === ':' || first === '.' ? text.slice(start, start + 2) : '';
  const value = pair !== '' && pairs.has(pair) ? pair : first;
  return { kind: 'punctuation', start, end: start + value.length, value };
}

function unterminated(text: string, start: number): SqlToken {
  return { kind: 'unterminated', start, end: text.length, value: '' };
}

/** Where a sticky pattern that matches at `from` ends; `from` itself when it does not match. */
function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWordStart(code: number): boolean {
  return code >= 128 || wordClasses[code] === 1;
}

/** Not of the end of a text, where the code is NaN. */
function isWordPart(code: number): boolean {
  return code < 128 ? (wordClasses[code] ?? 0) > 0 : code >= 128;
}

function isOperator(code: number): boolean {
  return code < 128 && operatorCharacters.has(code);
}

/** By ASCII code, as most of a script is words. 1: begins a word; 2: may follow in one. */
const wordClasses = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) return 1;
  return /[0-9$]/.test(character) ? 2 : 0;
});

const operatorCharacters: ReadonlySet<number> = new Set(
  [...'+-*/<>=~!@#%^&|`?'].map((character) => character.charCodeAt(0)),
);
