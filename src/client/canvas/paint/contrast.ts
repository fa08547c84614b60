/** Contrast by the formula of WCAG 2.2 (relative luminance), for `#rrggbb` colours. */

function channel(hex: string, at: number): number {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function luminance(hex: string): number {
  return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
}

/** The contrast ratio of two colours: 1 for equal ones, 21 for black on white. */
export function contrastRatio(a: string, b: string): number {
  const [first, second] = [luminance(a), luminance(b)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** Pure black: with anything lighter some colours would leave neither ink 4.5 : 1. */
const darkInk = '#000000';
const lightInk = '#ffffff';

/** Black or white text, whichever is easier to read on this colour: 4.5 : 1 or more on any colour. */
export function labelTextColor(background: string): string {
  return contrastRatio(lightInk, background) >= 4.5 ? lightInk : darkInk;
}
