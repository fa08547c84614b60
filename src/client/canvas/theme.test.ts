import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrastRatio, labelTextColor } from './paint/contrast';
import { darkTheme, lightTheme, paletteNames, toneOf } from './theme';

const leastText = 4.5;
const leastMark = 3;

describe.each([lightTheme, darkTheme])('theme $name', (theme) => {
  const tones = [theme.neutral, ...paletteNames.map((name) => theme.palette[name])];

  it('CAN-52: texts can be read on what they stand on', () => {
    for (const color of [theme.text, theme.mutedText]) {
      expect(contrastRatio(color, theme.tableFill)).toBeGreaterThanOrEqual(leastText);
      for (const tone of tones) expect(contrastRatio(color, tone.header)).toBeGreaterThanOrEqual(leastText);
    }
    for (const tone of tones) {
      expect(contrastRatio(tone.blockText, tone.block)).toBeGreaterThanOrEqual(leastText);
    }
    expect(contrastRatio(theme.accentText, theme.accent)).toBeGreaterThanOrEqual(leastText);
  });

  it('CAN-52: marks, lines and outlines can be seen', () => {
    for (const mark of [theme.primaryKey, theme.foreignKey, theme.unique]) {
      expect(contrastRatio(mark, theme.tableFill)).toBeGreaterThanOrEqual(leastMark);
    }
    for (const line of [theme.relationship, theme.accent]) {
      expect(contrastRatio(line, theme.background)).toBeGreaterThanOrEqual(leastMark);
    }
  });

  it('CAN-52: unknown and missing colours are neutral', () => {
    expect(toneOf(theme, null)).toBe(theme.neutral);
    expect(toneOf(theme, 'toString')).toBe(theme.neutral);
    expect(toneOf(theme, 'teal')).toBe(theme.palette.teal);
  });
});

describe('labels', () => {
  it('CAN-52: a name can be read on any person’s colour', () => {
    const hex = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(hex, (color) => {
        expect(contrastRatio(labelTextColor(color), color)).toBeGreaterThanOrEqual(leastText);
      }),
    );
    expect(contrastRatio('#ffffff', '#000000')).toBeCloseTo(21);
  });
});
