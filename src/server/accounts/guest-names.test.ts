import { describe, expect, it } from 'vitest';
import { guestNameOf, personColorOf, personColors } from './guest-names';

const ids = Array.from({ length: 500 }, (_, index) => `guest-${index}`);

describe('guests', () => {
  it('ACC-4: have a name of two words, the same for the same id', () => {
    for (const id of ids) expect(guestNameOf(id)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(ids.map(guestNameOf)).toEqual(ids.map(guestNameOf));
  });

  it('ACC-4: differ from each other nearly always', () => {
    expect(new Set(ids.map(guestNameOf)).size).toBeGreaterThan(400);
    expect(new Set(ids.map(personColorOf)).size).toBe(personColors.length);
  });

  it('ACC-4: have a colour on which white text can be read', () => {
    for (const color of personColors) expect(contrastWithWhite(color)).toBeGreaterThanOrEqual(4.5);
  });
});

/** WCAG 2.2: contrast ratio by relative luminance. */
function contrastWithWhite(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
