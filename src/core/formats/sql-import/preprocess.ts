import type { SqlToken } from '../../std/sql-tokens';
import { afterSpace, sqlTokenAt } from '../../std/sql-tokens';

/** One statement of a script, without its semicolon. Same length as in the script, so offsets can be added. */
export type ScriptStatement = {
  /** Offset in the script (UTF-16 code units) of the first character that is not a comment or space. */
  readonly start: number;
  /** As written, but psql's meta-commands inside it are blanked out. */
  readonly text: string;
  /**
   * The same with comments blanked out too, for the parser: PostgreSQL's lexer takes time that grows with
   * the square of a comment's nesting.
   */
  readonly bare: string;
  /** Its tokens without comments, their offsets counted from its start. */
  readonly tokens: readonly SqlToken[];
  /** Where a comment begins that never ends; undefined: none. */
  readonly openComment?: number;
};

/** Something in a psql script that is no SQL, or no part of a schema. */
type ScriptAside = {
  readonly kind: 'meta-command' | 'copy' | 'database';
  readonly start: number;
  /** The meta-command's name (`connect`), or the statement's first words in upper case. */
  readonly name: string;
};

/** A psql script taken apart; its statements are plain SQL that PostgreSQL's parser takes. */
export type Script = {
  readonly statements: readonly Omit<ScriptStatement, 'tokens'>[];
  readonly asides: readonly ScriptAside[];
};

/**
 * Takes a psql script apart at its top-level semicolons (psqlscan.l of PostgreSQL 18): not in strings,
 * quoted names, dollar quotes, comments, parentheses or the body of a `BEGIN ATOMIC` routine. Left out
 * are meta-commands (`\restrict`), COPY … FROM stdin with its data, and CREATE, DROP and ALTER DATABASE.
 * Never throws; every offset is one in `sql`.
 */
export function preprocess(sql: string): Script {
  const scanner = new ScriptScanner(sql);
  const statements = Array.from(scanner.statements(), ({ tokens: _, ...statement }) => statement);
  return { statements, asides: scanner.asides };
}

type Blank = readonly [start: number, end: number];

/** Takes a script apart one statement after the other, as the tokens of all of a long one are many. */
export class ScriptScanner {
  /** Those that were met so far. */
  readonly asides: ScriptAside[] = [];
  readonly #sql: string;
  /** Where the current statement begins, and where its last token ended; -1 between statements. */
  #start = -1;
  #end = -1;
  #tokens: SqlToken[] = [];
  #finished: ScriptStatement | undefined;
  #words: string[] = [];
  #blanks: Blank[] = [];
  #comments: Blank[] = [];
  #openComment: number | undefined;
  #parentheses = 0;
  #begins = 0;
  #copiesFromStdin = false;

  constructor(sql: string) {
    this.#sql = sql;
  }

  /** The statements; to be read once. */
  *statements(): IterableIterator<ScriptStatement> {
    let at = this.#sql.charCodeAt(0) === 0xfeff ? 1 : 0;
    for (at = afterSpace(this.#sql, at); at < this.#sql.length; at = afterSpace(this.#sql, at)) {
      at = this.#take(at);
      if (this.#finished) yield this.#finished;
      this.#finished = undefined;
    }
    this.#finish();
    if (this.#finished) yield this.#finished;
  }

  /** Takes the token in that begins at an offset; gives the offset where reading goes on. */
  #take(start: number): number {
    // The first token of a statement is where its own offsets begin.
    const base = this.#start < 0 ? start : this.#start;
    const token = sqlTokenAt(this.#sql, start, base);
    const end = base + token.end;
    if (token.kind === 'comment') {
      if (this.#start >= 0) this.#comments.push([start, end]);
      return end;
    }
    if (token.kind === 'unterminated' && this.#sql.startsWith('/*', start)) this.#openComment = start;
    if (token.kind === 'punctuation') {
      if (token.value === '\\') return this.#metaCommand(start);
      if (token.value === ';' && this.#parentheses === 0 && this.#begins === 0) return this.#semicolon(end);
      if (token.value === '(') this.#parentheses++;
      if (token.value === ')' && this.#parentheses > 0) this.#parentheses--;
    }
    this.#start = base;
    this.#tokens.push(token);
    if (token.kind === 'identifier') this.#word(token.value);
    else if (this.#words.length < 5) this.#words.push('');
    this.#end = end;
    return end;
  }

  #word(word: string): void {
    const words = this.#words;
    if (words[0] === 'copy' && words.at(-1) === 'from' && word === 'stdin') this.#copiesFromStdin = true;
    if (words.length < 5) words.push(word);
    else if (words[0] === 'copy') words[words.length - 1] = word;
    if (this.#parentheses > 0 || !isRoutine(words)) return;
    if (word === 'begin' || (word === 'case' && this.#begins > 0)) this.#begins++;
    else if (word === 'end' && this.#begins > 0) this.#begins--;
  }

  #metaCommand(start: number): number {
    const lineEnd = this.#lineEnd(start);
    const line = this.#sql.slice(start + 1, lineEnd);
    const name = /^\S*/.exec(line)?.[0] ?? '';
    this.asides.push({ kind: 'meta-command', start, name });
    // \g and its kin send what was typed so far, as a semicolon does.
    if (/^g(?:x|desc|exec|set)?\b/.test(line)) this.#finish();
    else if (this.#start >= 0) this.#blanks.push([start, lineEnd]);
    if (/^copy\b.*\bfrom\s+(?:stdin|pstdin)\b/i.test(line)) return this.#afterData(lineEnd);
    return lineEnd;
  }

  #semicolon(end: number): number {
    const copies = this.#copiesFromStdin;
    const start = this.#start;
    this.#finish();
    if (!copies) return end;
    this.asides.push({ kind: 'copy', start, name: 'COPY' });
    return this.#afterData(this.#lineEnd(end));
  }

  /** Past the line `\.` that ends COPY's data, or the end of the text. */
  #afterData(lineEnd: number): number {
    const endOfData = /^\\\.\r?$/gm;
    endOfData.lastIndex = lineEnd;
    const match = endOfData.exec(this.#sql);
    return match ? match.index + match[0].length : this.#sql.length;
  }

  #finish(): void {
    if (this.#start >= 0 && !this.#copiesFromStdin) {
      const [verb = '', object] = this.#words;
      if (object === 'database' && (verb === 'create' || verb === 'drop' || verb === 'alter')) {
        this.asides.push({
          kind: 'database',
          start: this.#start,
          name: `${verb.toUpperCase()} DATABASE`,
        });
      } else {
        const blanks = [...this.#blanks, ...this.#comments].sort(([a], [b]) => a - b);
        const text = this.#textWithout(this.#blanks);
        this.#finished = {
          start: this.#start,
          text,
          bare: this.#comments.length === 0 ? text : this.#textWithout(blanks),
          tokens: this.#tokens,
          ...(this.#openComment !== undefined && { openComment: this.#openComment }),
        };
      }
    }
    this.#start = -1;
    this.#tokens = [];
    this.#words = [];
    this.#blanks = [];
    this.#comments = [];
    this.#openComment = undefined;
    this.#parentheses = 0;
    this.#begins = 0;
    this.#copiesFromStdin = false;
  }

  #textWithout(blanks: readonly Blank[]): string {
    const last = Math.max(this.#start, this.#end);
    let text = '';
    let at = this.#start;
    for (const [start, end] of blanks) {
      if (start >= last) break;
      text += this.#sql.slice(at, start) + this.#sql.slice(start, end).replace(/[^\n]/g, ' ');
      at = end;
    }
    return text + this.#sql.slice(at, Math.max(at, last));
  }

  #lineEnd(from: number): number {
    const end = this.#sql.indexOf('\n', from);
    return end < 0 ? this.#sql.length : end;
  }
}

function isRoutine(words: readonly string[]): boolean {
  if (words[0] !== 'create') return false;
  const object = words[1] === 'or' && words[2] === 'replace' ? words[3] : words[1];
  return object === 'function' || object === 'procedure';
}
