const newline = 0x0a;
const carriageReturn = 0x0d;
const emptyLine = Uint8Array.of(newline);

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
  /** What the line under way is: unknown as long as it might be COPY or the end of data. */
  #mode: 'text' | 'data' = 'text';
  /** The beginning of a line whose kind is not known yet. */
  #held: Uint8Array = new Uint8Array();
  /** The line's kind is known: its rest passes, or is dropped. */
  #isKnown = false;
  #line = 1;
  #copyLine = 0;

  /** Gives what stays of a chunk. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const kept: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length) {
      const end = chunk.indexOf(newline, at);
      const isWhole = end >= 0;
      this.#take(chunk.subarray(at, isWhole ? end + 1 : chunk.length), isWhole, kept);
      at = isWhole ? end + 1 : chunk.length;
    }
    return kept;
  }

  /** The rest, and the line of a COPY whose data has no end: the file was cut off, or the line is no COPY. */
  end(): { readonly rest: Uint8Array; readonly endlessCopy?: number } {
    if (this.#mode === 'text') return { rest: this.#held };
    return isEndOfData(this.#held)
      ? { rest: this.#held }
      : { rest: new Uint8Array(), endlessCopy: this.#copyLine };
  }

  #take(piece: Uint8Array, isWhole: boolean, kept: Uint8Array[]): void {
    if (this.#isKnown) {
      if (this.#mode === 'text') kept.push(piece);
      else if (isWhole) kept.push(emptyLine);
    } else {
      const line = this.#held.length === 0 ? piece : joined(this.#held, piece);
      this.#held = new Uint8Array();
      if (isWhole) this.#wholeLine(line, kept);
      else if (this.#mayMatter(line)) this.#held = line.slice();
      else {
        this.#isKnown = true;
        if (this.#mode === 'text') kept.push(line);
      }
    }
    if (!isWhole) return;
    this.#isKnown = false;
    this.#line++;
  }

  #wholeLine(line: Uint8Array, kept: Uint8Array[]): void {
    if (this.#mode === 'data') {
      const isEnd = isEndOfData(line);
      if (isEnd) this.#mode = 'text';
      kept.push(isEnd ? line : emptyLine);
      return;
    }
    kept.push(line);
    if (beginsLikeCopy(line) && line.length < longestCopyLine && copyLine.test(text(line))) {
      this.#mode = 'data';
      this.#copyLine = this.#line;
    }
  }

  #mayMatter(beginning: Uint8Array): boolean {
    if (this.#mode === 'data') return beginning.length < 4;
    return beginsLikeCopy(beginning) && beginning.length < longestCopyLine;
  }
}

/** The line `\.`, with whatever ends it. */
function isEndOfData(line: Uint8Array): boolean {
  let length = line.length;
  if (line[length - 1] === newline) length--;
  if (line[length - 1] === carriageReturn) length--;
  return length === 2 && line[0] === 0x5c && line[1] === 0x2e;
}

function beginsLikeCopy(line: Uint8Array): boolean {
  return [...'copy'].every((letter, place) => {
    const byte = line[place];
    return byte === undefined || String.fromCharCode(byte).toLowerCase() === letter;
  });
}

/** Bytes as characters; what is beyond ASCII is of no interest here. */
function text(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return characters;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
