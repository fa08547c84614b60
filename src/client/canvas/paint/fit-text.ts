/** Making texts fit: cutting with an ellipsis, and breaking a table's name into large lines. Pure. */

/** The text, or as much of its start as fits before an ellipsis. `widthOf` in the unit of `room`. */
export function ellipsize(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  const characters = [...text];
  let fits = 0;
  let tooMany = characters.length;
  while (tooMany - fits > 1) {
    const half = (fits + tooMany) >> 1;
    if (widthOf(`${characters.slice(0, half).join('')}…`) <= room) fits = half;
    else tooMany = half;
  }
  return `${characters.slice(0, fits).join('')}…`;
}

export type FittedName = { readonly lines: readonly string[]; readonly size: number };

export const lineSpacing = 1.15;

/** The parts of an identifier between which a line may break: after `_`, `.`, `-`, and before a capital. */
function partsOf(name: string): readonly string[] {
  return name.match(/.+?(?:[_.\-\s]+|(?<=\p{Ll})(?=\p{Lu})|$)/gu) ?? [name];
}

/**
 * Breaks a name so that it can be written as large as possible into a box, at most `largest` high.
 * `widthAtOne` is the width of a text at font size 1.
 */
export function fitName(
  name: string,
  box: { readonly width: number; readonly height: number },
  largest: number,
  widthAtOne: (text: string) => number,
): FittedName {
  const parts = partsOf(name).map((text) => ({ text, width: widthAtOne(text) }));
  const longest = Math.max(...parts.map((part) => part.width));
  let best: FittedName = { lines: [name], size: 0 };
  for (let count = 1; count <= Math.min(4, parts.length); count += 1) {
    const total = parts.reduce((sum, part) => sum + part.width, 0);
    const lines = fillLines(parts, Math.max(longest, (total / count) * 1.1));
    const widest = Math.max(...lines.map(widthAtOne), 1e-6);
    const size = Math.min(largest, box.width / widest, box.height / (lines.length * lineSpacing));
    if (size > best.size + 0.01) best = { lines, size };
  }
  return best;
}

/** A name in a size that it does not fit in: broken into the lines that there is room for, the last one cut. */
export function cutName(
  name: string,
  box: { readonly width: number; readonly height: number },
  size: number,
  widthOf: (text: string) => number,
): FittedName {
  const room = Math.max(1, Math.floor(box.height / (size * lineSpacing)));
  const parts = partsOf(name).map((text) => ({ text, width: widthOf(text) }));
  const all = fillLines(parts, box.width);
  const kept = all.length <= room ? all : [...all.slice(0, room - 1), all.slice(room - 1).join('')];
  const lines = kept.map((line) => ellipsize(line, box.width, widthOf));
  // Dots alone say nothing.
  return { lines: lines[0] === '…' ? [] : lines, size };
}

function fillLines(
  parts: readonly { readonly text: string; readonly width: number }[],
  room: number,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const part of parts) {
    if (line !== '' && used + part.width > room) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += part.text;
    used += part.width;
  }
  return [...lines, line];
}
