import { describe, expect, it } from 'vitest';
import { invalidUtf8Line, notText, utf16Of } from './dump-bytes';

const tar = new Uint8Array(512);
tar.set(
  [...'ustar'].map((letter) => letter.charCodeAt(0)),
  257,
);

describe('TRF-6: what is no text is told by its bytes', () => {
  it.each([
    ['pg_dump -Fc', [0x50, 0x47, 0x44, 0x4d, 0x50, 1, 14], 'pg_dump -s'],
    ['gzip', [0x1f, 0x8b, 8], 'gunzip x'],
    ['zip', [0x50, 0x4b, 3, 4], 'unzip x'],
    ['SQLite', [...'SQLite format 3\0'].map((letter) => letter.charCodeAt(0)), 'SQLite database'],
    ['tar', [...tar], 'pg_restore -s'],
  ])('%s', (_name, head, words) => {
    expect(notText(Uint8Array.from(head), 'x')).toContain(words);
  });

  it('a script is text, however it begins', () => {
    expect(
      notText(Uint8Array.from([...'PGDUMP'].map((letter) => letter.charCodeAt(0))), 'x'),
    ).toBeUndefined();
    expect(notText(new Uint8Array(), 'x')).toBeUndefined();
    expect(utf16Of(Uint8Array.of(0xff, 0xfe, 0x41, 0))).toBe('utf-16le');
    expect(utf16Of(Uint8Array.of(0xfe, 0xff, 0, 0x41))).toBe('utf-16be');
  });
});

describe('TRF-6: the line of what is no UTF-8', () => {
  it.each([
    ['ASCII', [65, 10, 66], undefined],
    ['all lengths', [10, 0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0x9f, 0xbf], undefined],
    ['Latin 1', [65, 10, 10, 0xfc, 66], 3],
    ['a character that is cut off', [10, 0xe2, 0x82], 2],
    ['an overlong form', [0xc0, 0xaf], 1],
    ['a surrogate', [0xed, 0xa0, 0x80], 1],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], 1],
  ])('%s', (_name, values, line) => {
    const bytes = Uint8Array.from(values);
    expect(invalidUtf8Line(bytes)).toBe(line);
    const decode = () => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (line === undefined) expect(decode).not.toThrow();
    else expect(decode).toThrow();
  });
});
