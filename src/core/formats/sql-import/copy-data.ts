const newline = 0x0a;
const carriageReturn = 0x0d;

/** `COPY … FROM stdin …;` on one line, as pg_dump writes it. */
const copyLine = /^copy\s.*\sfrom\s+stdin\b.*;\s*$/i;
/** Longer than any name and list of columns: no such line. */
const longestCopyLine = 1_000_000;

/**
 * Takes the rows of COPY … FROM stdin out of a script as it streams by, so that a dump whose schema is small
 * may hold any amount of data. Each row leaves its line end, which keeps the numbers of lines. Chunks may be
 * cut anywhere; UTF-8, or another encoding that has ASCII's bytes for ASCII's characters.
 */
export class CopyDataSkipper {
  #isData = false;
  /** The beginning of a line that may be COPY, or the end of data. */
  #held: Uint8Array = new Uint8Array();
  /** Within a line that is neither: it passes, or is dropped, to its end. */
  #isDecided = false;
  #line = 1;
  #copyLine = 0;

  /** Gives what stays of a chunk, in few pieces however short its lines are. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const kept: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length) at = this.#isData ? this.#data(chunk, at, kept) : this.#text(chunk, at, kept);
    return kept;
  }

  /** The rest, and the line of a COPY whose data has no end: the file was cut off, or the line is no COPY. */
  end(): { readonly rest: Uint8Array; readonly endlessCopy?: number } {
    if (!this.#isData || isEndOfData(this.#held)) return { rest: this.#held };
    return { rest: new Uint8Array(), endlessCopy: this.#copyLine };
  }

  /** Passes on lines from `from` up to COPY; gives where to go on. */
  #text(chunk: Uint8Array, from: number, kept: Uint8Array[]): number {
    for (let at = from; at < chunk.length; ) {
      const end = lineEnd(chunk, at);
      const isWhole = chunk[end - 1] === newline;
      if (!this.#isDecided && (this.#held.length > 0 || beginsLikeCopy(chunk, at))) {
        const line = joined(this.#held, chunk.subarray(at, end));
        const isPossible = beginsLikeCopy(line, 0) && line.length < longestCopyLine;
        if (!isWhole && isPossible) {
          kept.push(chunk.subarray(from, at));
          this.#held = line;
          return chunk.length;
        }
        if (this.#held.length > 0) {
          kept.push(this.#held);
          this.#held = new Uint8Array();
        }
        if (isPossible && copyLine.test(characters(line))) {
          kept.push(chunk.subarray(from, end));
          this.#isData = true;
          this.#copyLine = this.#line++;
          return end;
        }
      }
      this.#isDecided = !isWhole;
      if (isWhole) this.#line++;
      at = end;
    }
    kept.push(chunk.subarray(from));
    return chunk.length;
  }

  /** Drops rows from `from` up to the end of the data, but for their line ends; gives where to go on. */
  #data(chunk: Uint8Array, from: number, kept: Uint8Array[]): number {
    let rows = 0;
    let next = chunk.length;
    for (let at = from; at < chunk.length && this.#isData; ) {
      const end = lineEnd(chunk, at);
      const isWhole = chunk[end - 1] === newline;
      const length = this.#held.length + end - at;
      const line =
        this.#isDecided || length > longestEnd ? null : joined(this.#held, chunk.subarray(at, end));
      this.#held = line !== null && !isWhole ? line : new Uint8Array();
      if (line !== null && isWhole && isEndOfData(line)) {
        this.#isData = false;
        next = end;
        kept.push(new Uint8Array(rows).fill(newline), line);
      } else if (isWhole) rows++;
      this.#isDecided = !isWhole && line === null;
      if (isWhole) this.#line++;
      at = end;
    }
    if (this.#isData) kept.push(new Uint8Array(rows).fill(newline));
    return next;
  }
}

/** `\.` and what ends a line on Windows. */
const longestEnd = 4;

/** The offset behind the line that begins at `at`, or the chunk's end. */
function lineEnd(chunk: Uint8Array, at: number): number {
  const end = chunk.indexOf(newline, at);
  return end < 0 ? chunk.length : end + 1;
}

/** The line `\.`, with whatever ends it. */
function isEndOfData(line: Uint8Array): boolean {
  let length = line.length;
  if (line[length - 1] === newline) length--;
  if (line[length - 1] === carriageReturn) length--;
  return length === 2 && line[0] === 0x5c && line[1] === 0x2e;
}

/** Whether the line at `at` begins with COPY, in whatever case, as far as it is there. */
function beginsLikeCopy(bytes: Uint8Array, at: number): boolean {
  for (let place = 0; place < copyWord.length && at + place < bytes.length; place++) {
    if (((bytes[at + place] ?? 0) | lowerCaseBit) !== copyWord[place]) return false;
  }
  return true;
}

const lowerCaseBit = 0x20;
const copyWord = [0x63, 0x6f, 0x70, 0x79] as const;

/** Bytes as characters; what is beyond ASCII is of no interest here. */
function characters(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
