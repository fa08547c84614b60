import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapText } from './wrap-text';

const widthOf = (text: string) => [...text].length * 7;
const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 120 });

describe('wrapText', () => {
  it('CAN-56: no line is wider than its column, and there are no more than asked for', () => {
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (said, wide, most) => {
          const lines = wrapText(said, wide * 7, most, widthOf);
          expect(lines.length).toBeLessThanOrEqual(most);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(wide * 7);
        },
      ),
    );
  });

  it('CAN-56: with room for all of it nothing is lost', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (said, wide) => {
        const lines = wrapText(said, wide * 7, 1_000, widthOf);
        expect(lines.join('').replaceAll(' ', '')).toBe(said.replaceAll(/[ \n]/g, ''));
      }),
    );
  });

  it('CAN-56: breaks between words and at line breaks, and says when something is left', () => {
    expect(wrapText('one two three\n\nfour', 7 * 8, 9, widthOf)).toEqual(['one two', 'three', '', 'four']);
    expect(wrapText('one two three', 7 * 8, 1, widthOf)).toEqual(['one two…']);
    expect(wrapText('abcdefgh', 7 * 3, 9, widthOf)).toEqual(['abc', 'def', 'gh']);
    expect(wrapText('anything', 7, 0, widthOf)).toEqual([]);
  });
});
