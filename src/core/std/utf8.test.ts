import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Length } from './utf8';

describe('the length of a text in UTF-8', () => {
  it('is what the encoder makes of it, half surrogates included', () => {
    const bytes = (text: string) => new TextEncoder().encode(text).length;
    for (const text of ['', 'a', 'ä', '€', '😀', 'x😀', '\ud83d', '\ude00', '\ud83d\ud83d\ude00']) {
      expect(utf8Length(text)).toBe(bytes(text));
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => utf8Length(text) === bytes(text)));
  });
});
