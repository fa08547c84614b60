import { describe, expect, it } from 'vitest';
import { CopyDataSkipper } from './copy-data';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function skipped(text: string, chunkLength: number): string {
  const skipper = new CopyDataSkipper();
  let kept = '';
  const take = (chunk: Uint8Array) => {
    for (const byte of chunk) kept += String.fromCharCode(byte);
  };
  for (let at = 0; at < text.length; at += chunkLength) {
    skipper.push(bytes(text.slice(at, at + chunkLength))).forEach(take);
  }
  const { rest, endlessCopy } = skipper.end();
  take(rest);
  return endlessCopy === undefined ? kept : `${kept}<endless from ${endlessCopy}>`;
}

const cases: readonly (readonly [name: string, script: string, kept: string])[] = [
  ['a script without data', 'CREATE TABLE copy (a int);\ncop', 'CREATE TABLE copy (a int);\ncop'],
  [
    'rows, whose line ends stay',
    'a;\nCOPY public.t (a, "b c") FROM stdin;\n1\tx\n\n\\N\n\\.\nb;\n',
    'a;\nCOPY public.t (a, "b c") FROM stdin;\n\n\n\n\\.\nb;\n',
  ],
  ['no rows', 'COPY t FROM stdin;\n\\.\nb;', 'COPY t FROM stdin;\n\\.\nb;'],
  [
    'line ends of Windows',
    'COPY t FROM stdin WITH (FORMAT csv);\r\n1\r\n\\.\r\nb;',
    'COPY t FROM stdin WITH (FORMAT csv);\r\n\n\\.\r\nb;',
  ],
  ['data at the end', 'copy t from stdin;\n1\n\\.', 'copy t from stdin;\n\n\\.'],
  ['other kinds of COPY', "COPY t FROM '/tmp/x';\n1;\n", "COPY t FROM '/tmp/x';\n1;\n"],
  ['a row that is nearly the end', 'COPY t FROM stdin;\n\\.x\n\\.\nb;', 'COPY t FROM stdin;\n\n\\.\nb;'],
  ['data that never ends', 'a;\nCOPY t FROM stdin;\n1\n2', 'a;\nCOPY t FROM stdin;\n\n<endless from 2>'],
];

describe('IMP-2: rows of COPY are dropped as they stream by', () => {
  it.each(cases)('%s', (_name, script, kept) => {
    for (const chunkLength of [1, 2, 3, 7, 1000]) expect(skipped(script, chunkLength)).toBe(kept);
  });
});
