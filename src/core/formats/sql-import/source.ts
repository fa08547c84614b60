import type { SqlToken } from '../../std/sql-tokens';
import { significantTokens } from '../../std/sql-tokens';

/** Where something is in the script, both counted from 1; columns count characters. */
type Position = { readonly line: number; readonly column: number };

/** The position of an offset (UTF-16 code units) in a text. */
export function positionOf(text: string, offset: number): Position {
  return new LineIndex(text).positionOf(offset);
}

/** Finds positions in one text, of which there may be thousands: where its lines begin is found once. */
export class LineIndex {
  readonly #text: string;
  #starts: readonly number[] | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  positionOf(offset: number): Position {
    this.#starts ??= lineStarts(this.#text);
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: [...this.#text.slice(this.#starts[low] ?? 0, offset)].length + 1 };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/**
 * The text of one statement beside its syntax tree: turns the tree's byte locations into offsets and cuts
 * out expressions as they were written. Offsets are in UTF-16 code units from the statement's start.
 */
export class StatementSource {
  readonly text: string;
  /** As it was parsed: as long as `text`, with comments blanked out. */
  readonly #bare: string;
  /** Where the statement begins in the script. */
  readonly start: number;
  #tokens: readonly SqlToken[] | null;
  #offsets: Int32Array | null = null;
  /** What is put before what begins at an offset; see `withPrefixes`. */
  #prefixes: ReadonlyMap<number, string> = new Map();
  readonly #isAscii: boolean;

  /** `tokens`: those of the text, where somebody has them already. */
  constructor(text: string, bare: string, start: number, tokens: readonly SqlToken[] | null = null) {
    this.text = text;
    this.#tokens = tokens;
    this.#bare = bare;
    this.start = start;
    this.#isAscii = isAscii(bare);
  }

  /** The offset of a location in the syntax tree; an absent location is the start. */
  offset(location: number | undefined): number {
    if (location === undefined || location < 0) return 0;
    if (this.#isAscii) return location;
    this.#offsets ??= byteOffsets(this.#bare);
    return this.#offsets[Math.min(location, this.#offsets.length - 1)] ?? 0;
  }

  /** The tokens that are not comments. */
  get tokens(): readonly SqlToken[] {
    this.#tokens ??= significantTokens(this.text);
    return this.#tokens;
  }

  /** Index of the first token that starts at or after an offset. */
  tokenIndex(offset: number): number {
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tokens[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The same statement; what is cut out of it has these words before what begins at these offsets. */
  withPrefixes(prefixes: ReadonlyMap<number, string>): StatementSource {
    const source = new StatementSource(this.text, this.#bare, this.start, this.#tokens);
    source.#prefixes = prefixes;
    return source;
  }

  /** What is written between two offsets, without comments and space at the ends. */
  slice(from: number, to: number): string {
    const first = this.tokens[this.tokenIndex(from)];
    const last = this.tokens[this.tokenIndex(to) - 1];
    if (!first || !last || last.end <= first.start) return '';
    let written = '';
    let at = first.start;
    for (const [offset, prefix] of this.#prefixes) {
      if (offset < at || offset >= last.end) continue;
      written += this.text.slice(at, offset) + prefix;
      at = offset;
    }
    return written + this.text.slice(at, last.end);
  }

  /** What is written inside the first parentheses at or after an offset, and where they close. */
  parenthesised(from: number): { readonly text: string; readonly end: number } {
    let index = this.tokenIndex(from);
    while (index < this.tokens.length && this.tokens[index]?.value !== '(') index++;
    const close = this.closing(index);
    const start = this.tokens[index]?.end ?? this.text.length;
    const end = this.tokens[close]?.start ?? this.text.length;
    return { text: this.slice(start, end), end: this.tokens[close]?.end ?? this.text.length };
  }

  /** The same without further parentheses around all of it, which mean nothing. */
  condition(from: number): string {
    let open = this.tokenIndex(from);
    while (open < this.tokens.length && this.tokens[open]?.value !== '(') open++;
    let close = this.closing(open);
    while (close > open + 1 && this.tokens[open + 1]?.value === '(' && this.closing(open + 1) === close - 1) {
      if (close - open === 3) return '()';
      open++;
      close--;
    }
    return this.slice(
      this.tokens[open]?.end ?? this.text.length,
      this.tokens[close]?.start ?? this.text.length,
    );
  }

  /** Index of the token that closes the parenthesis or bracket at `open`. */
  closing(open: number): number {
    let depth = 0;
    for (let index = open; index < this.tokens.length; index++) {
      depth += nesting(this.tokens[index]);
      if (depth === 0) return index;
    }
    return this.tokens.length;
  }

  /** Where the list element that begins at an offset ends: before its comma, or what closes the list. */
  elementEnd(from: number): number {
    let depth = 0;
    for (let index = this.tokenIndex(from); index < this.tokens.length; index++) {
      const token = this.tokens[index];
      if (token === undefined) break;
      if (depth === 0 && token.kind === 'punctuation' && token.value === ',') return token.start;
      depth += nesting(token);
      if (depth < 0) return token.start;
    }
    return this.text.length;
  }

  /** Offset of the first such unquoted word at or after an offset, outside parentheses; undefined: none. */
  wordAt(word: string, from: number): number | undefined {
    let depth = 0;
    for (let index = this.tokenIndex(from); index < this.tokens.length; index++) {
      const token = this.tokens[index];
      if (depth === 0 && token?.kind === 'identifier' && token.value === word) return token.start;
      depth += nesting(token);
    }
    return undefined;
  }
}

function nesting(token: SqlToken | undefined): number {
  if (token?.kind !== 'punctuation') return 0;
  if (token.value === '(' || token.value === '[') return 1;
  return token.value === ')' || token.value === ']' ? -1 : 0;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

/** For every UTF-8 byte of a text, the offset of the character that it belongs to. */
function byteOffsets(text: string): Int32Array {
  const offsets: number[] = [];
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0;
    const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < bytes; byte++) offsets.push(at);
    at += point > 0xffff ? 2 : 1;
  }
  offsets.push(text.length);
  return Int32Array.from(offsets);
}
