/** Packs boxes of any size into the shape of a screen. Pure. */
import type { LayoutTable, Place, Places } from './types';
import { aspect } from './types';

/**
 * Places boxes in the given order, `gap` apart, in rows from left to right or in columns from top to bottom:
 * whichever way, and as long, as makes the whole largest on a screen. Begins at (0, 0).
 */
export function packBoxes(boxes: readonly LayoutTable[], gap: number): Places {
  const turned = boxes.map(({ id, width, height }) => ({ id, width: height, height: width }));
  const area = boxes.reduce((sum, box) => sum + (box.width + gap) * (box.height + gap), 0);
  const rows = bestRows(boxes, gap, Math.sqrt(area * aspect), aspect);
  const columns = bestRows(turned, gap, Math.sqrt(area / aspect), 1 / aspect);
  // A turned screen's height is the width of the screen.
  if (rows.need <= columns.need / aspect) return rows.places;
  return new Map([...columns.places].map(([id, { x, y }]) => [id, { x: y, y: x }]));
}

type Packed = { readonly places: Places; readonly need: number };

/** The rows that need the smallest screen of a shape, of some lengths about the ideal one. */
function bestRows(boxes: readonly LayoutTable[], gap: number, ideal: number, shape: number): Packed {
  const widest = Math.max(0, ...boxes.map((box) => box.width));
  let best = rowsWithin(boxes, gap, widest, shape);
  for (let step = 4; step <= 20; step += 1) {
    const room = (ideal * step) / 8;
    const next = room > widest ? rowsWithin(boxes, gap, room, shape) : best;
    if (next.need < best.need) best = next;
  }
  return best;
}

/** `need`: the height of the smallest screen that shows it all. */
function rowsWithin(boxes: readonly LayoutTable[], gap: number, room: number, shape: number): Packed {
  const places = new Map<string, Place>();
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  let right = 0;
  for (const box of boxes) {
    if (x > 0 && x + box.width > room) {
      x = 0;
      y += rowHeight + gap;
      rowHeight = 0;
    }
    places.set(box.id, { x, y });
    right = Math.max(right, x + box.width);
    x += box.width + gap;
    rowHeight = Math.max(rowHeight, box.height);
  }
  return { places, need: Math.max(y + rowHeight, right / shape) };
}

/**
 * Places tables in columns of equal width, each in the shortest column so far: the neat way for tables that
 * nothing joins. So many columns as are asked for, else as make the shape of a screen. Begins at (0, 0).
 */
export function packColumns(tables: readonly LayoutTable[], gap: number, wanted?: number): Places {
  const width = columnWidth(tables, gap);
  const total = tables.reduce((sum, table) => sum + table.height + gap, 0);
  const count = wanted ?? Math.round(Math.sqrt((total * aspect) / width));
  const columns = Math.max(1, Math.min(tables.length, count));
  const heights = new Array<number>(columns).fill(0);
  const places = new Map<string, Place>();
  for (const table of tables) {
    const least = Math.min(...heights);
    const column = heights.indexOf(least);
    places.set(table.id, { x: column * width, y: least });
    heights[column] = least + table.height + gap;
  }
  return places;
}

/** The distance from column to column in `packColumns`. */
export function columnWidth(tables: readonly LayoutTable[], gap: number): number {
  return Math.max(1, ...tables.map((table) => table.width)) + gap;
}
