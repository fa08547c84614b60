/** Packs boxes of any size into rows, about as wide as a screen is to its height. Pure. */
import type { LayoutTable, Place, Places } from './types';

/** Width to height of the whole: a screen's. */
const aspect = 1.6;

/** Places boxes in rows from left to right, in the given order, `gap` apart. Begins at (0, 0). */
export function packRows(boxes: readonly LayoutTable[], gap: number): Places {
  const area = boxes.reduce((sum, box) => sum + (box.width + gap) * (box.height + gap), 0);
  const widest = Math.max(0, ...boxes.map((box) => box.width));
  const room = Math.max(widest, Math.sqrt(area * aspect));
  const places = new Map<string, Place>();
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  for (const box of boxes) {
    if (x > 0 && x + box.width > room) {
      x = 0;
      y += rowHeight + gap;
      rowHeight = 0;
    }
    places.set(box.id, { x, y });
    x += box.width + gap;
    rowHeight = Math.max(rowHeight, box.height);
  }
  return places;
}

/**
 * Places tables in columns of equal width, each in the shortest column so far: the neat way for tables that
 * nothing joins. Begins at (0, 0).
 */
export function packColumns(tables: readonly LayoutTable[], gap: number): Places {
  const width = Math.max(1, ...tables.map((table) => table.width)) + gap;
  const total = tables.reduce((sum, table) => sum + table.height + gap, 0);
  const count = Math.max(1, Math.min(tables.length, Math.round(Math.sqrt((total * aspect) / width))));
  const heights = new Array<number>(count).fill(0);
  const places = new Map<string, Place>();
  for (const table of tables) {
    const least = Math.min(...heights);
    const column = heights.indexOf(least);
    places.set(table.id, { x: column * width, y: least });
    heights[column] = least + table.height + gap;
  }
  return places;
}
