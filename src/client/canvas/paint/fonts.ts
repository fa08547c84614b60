/** The fonts of the surface, and how wide texts are in them. */
import type { TextMeasure, TextRole } from '../geometry/table-geometry';

const sans = '"Inter Variable", ui-sans-serif, system-ui, sans-serif';
const mono = '"JetBrains Mono Variable", ui-monospace, monospace';

type FontFace = { readonly weight: number; readonly size: number; readonly family: string };

/** Sizes in world units: CSS pixels at zoom 1. */
const faces: Readonly<Record<TextRole, FontFace>> = {
  'table-name': { weight: 620, size: 13.5, family: sans },
  namespace: { weight: 450, size: 13.5, family: sans },
  'column-name': { weight: 450, size: 13, family: sans },
  'column-type': { weight: 450, size: 11.5, family: mono },
  'table-foot': { weight: 450, size: 11.5, family: sans },
};

/** The CSS font of a role; `size` overrides its own. */
export function fontOf(role: TextRole, size?: number): string {
  const face = faces[role];
  return `${face.weight} ${size ?? face.size}px ${face.family}`;
}

export function fontSizeOf(role: TextRole): number {
  return faces[role].size;
}

/** The CSS font of small labels on the surface: people's names. */
export const labelFont = `600 11px ${sans}`;

/** The CSS font of what notes say and areas are called, at a size in pixels. */
export function boxFont(kind: 'note' | 'area', size: number): string {
  return `${kind === 'area' ? 620 : 450} ${size}px ${sans}`;
}

/**
 * A measure that asks the browser once per character and adds up: 20,000 texts in a few milliseconds.
 * Kerning is left out, which is less than a pixel in names. Make a new one when fonts have loaded.
 * Throws where Canvas 2D is missing.
 */
export function createTextMeasure(): TextMeasure {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) throw new Error('This browser gives no 2D canvas to measure texts with.');
  const widths = new Map<TextRole, Map<string, number>>();
  return (text, role) => {
    let known = widths.get(role);
    if (!known) {
      known = new Map();
      widths.set(role, known);
    }
    let sum = 0;
    for (const character of text) {
      let width = known.get(character);
      if (width === undefined) {
        context.font = fontOf(role);
        width = context.measureText(character).width;
        known.set(character, width);
      }
      sum += width;
    }
    return sum;
  };
}

/**
 * Asks for the fonts of the surface and calls back when some arrived after all; gives back how to stop.
 * Until then texts are drawn and measured in the system's fonts.
 */
export function loadFonts(document: Document, onLoaded: () => void): () => void {
  let isStopped = false;
  const roles: readonly TextRole[] = ['table-name', 'namespace', 'column-name', 'column-type', 'table-foot'];
  const load = async (): Promise<void> => {
    const loaded = await Promise.allSettled(roles.map((role) => document.fonts.load(fontOf(role))));
    const arrived = loaded.some((result) => result.status === 'fulfilled' && result.value.length > 0);
    if (arrived && !isStopped) onLoaded();
  };
  void load();
  return () => {
    isStopped = true;
  };
}
