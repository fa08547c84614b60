/**
 * What can be said of a dump before it is text: whether it is one at all, and where it is not in UTF-8. Browser
 * and server ask the same, so that both say the same.
 */

/** A kind of file that is not SQL text: how it begins, and what to do with it. */
type Container = {
  readonly at: number;
  readonly magic: readonly number[];
  /** `subject` begins the sentence, `file` stands in a command. */
  readonly advice: (subject: string, file: string) => string;
};

const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0));

/** By their first bytes, as file(1) knows them. */
const containers: readonly Container[] = [
  {
    at: 0,
    magic: ascii('PGDMP'),
    advice: (subject, file) =>
      `${subject} is a binary dump. Dump as SQL (pg_dump -s), or turn it into SQL: pg_restore -s -f schema.sql ${file}`,
  },
  {
    at: 0,
    magic: [0x1f, 0x8b],
    advice: (subject, file) => `${subject} is compressed. Unpack it first: gunzip ${file}`,
  },
  {
    at: 0,
    magic: [0x50, 0x4b, 0x03, 0x04],
    advice: (subject, file) => `${subject} is an archive. Unpack it first: unzip ${file}`,
  },
  {
    at: 0,
    magic: ascii('BZh'),
    advice: (subject, file) => `${subject} is compressed. Unpack it first: bunzip2 ${file}`,
  },
  {
    at: 0,
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    advice: (subject, file) => `${subject} is compressed. Unpack it first: unxz ${file}`,
  },
  {
    at: 0,
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    advice: (subject, file) => `${subject} is compressed. Unpack it first: unzstd ${file}`,
  },
  {
    at: 0,
    magic: ascii('SQLite format 3\0'),
    advice: (subject) =>
      `${subject} is a SQLite database; only PostgreSQL is read. Load it with pgloader and dump that: pg_dump -s`,
  },
  {
    at: 257,
    magic: ascii('ustar'),
    advice: (subject, file) =>
      `${subject} is an archive. A dump of pg_dump -Ft becomes SQL with: pg_restore -s -f schema.sql ${file}. Unpack any other first: tar -xf ${file}`,
  },
];

/** How many bytes from the start `notText` looks at. */
export const headBytes = 262;

/** Why a file that begins so is no SQL text, and what to do; undefined: nothing speaks against it. */
export function notText(head: Uint8Array, name?: string): string | undefined {
  const found = containers.find(({ at, magic }) => magic.every((byte, place) => head[at + place] === byte));
  return found?.advice(name ?? 'This', name ?? 'the-file');
}

/** UTF-16 by the mark of its byte order, which PowerShell's `>` writes; undefined: to be read as UTF-8. */
export function utf16Of(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
}

const newline = 0x0a;

/** The line, from 1, of the first byte that UTF-8 (RFC 3629) does not have there; undefined: all is well. */
export function invalidUtf8Line(bytes: Uint8Array): number | undefined {
  let line = 1;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte === newline) line++;
    const length = sequenceLength(bytes, at);
    if (length === 0) return line;
    at += length;
  }
  return undefined;
}

/** Bytes of the character that begins at `at`; 0: none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : 4;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  // Overlong forms, surrogates, and what is beyond U+10FFFF.
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let place = 2; place < length; place++) {
    const byte = bytes[at + place] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}
