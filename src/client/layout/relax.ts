/**
 * Evens out a layered layout: within its column and order, every table moves toward the middle of its neighbours.
 * ELK's own placements that do this grow to ten times the height on schemas with hubs; keeping columns
 * dense and moving tables only as far as the fullest column is high keeps the picture in the shape of a screen. Pure.
 */
import type { LayoutEdge, LayoutTable, Place, Places } from './types';

type Box = {
  readonly id: string;
  readonly x: number;
  readonly width: number;
  readonly height: number;
  y: number;
};

const sweeps = 12;

/** The same columns and orders with evened heights. `places` must be layered: columns do not overlap in x. */
export function relax(
  tables: readonly LayoutTable[],
  edges: readonly LayoutEdge[],
  places: Places,
  gap: number,
): Places {
  const boxes = new Map<string, Box>();
  for (const { id, width, height } of tables) {
    const place = places.get(id) ?? { x: 0, y: 0 };
    boxes.set(id, { id, width, height, ...place });
  }
  const columns = columnsOf([...boxes.values()]);
  const height = Math.max(...columns.map((column) => stack(column, gap)));
  const neighbours = neighboursOf(edges, boxes);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const order = sweep % 2 === 0 ? columns : columns.toReversed();
    for (const column of order) settle(column, gap, neighbours, height);
  }
  return new Map<string, Place>([...boxes.values()].map(({ id, x, y }) => [id, { x, y: Math.round(y) }]));
}

/** Boxes that share a range of x belong to one column; each column from top to bottom. */
function columnsOf(boxes: readonly Box[]): readonly (readonly Box[])[] {
  const columns: Box[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const box of boxes.toSorted((a, b) => a.x - b.x)) {
    const column = columns.at(-1);
    if (column && box.x < right) column.push(box);
    else columns.push([box]);
    right = Math.max(right, box.x + box.width);
  }
  return columns.map((column) => column.toSorted((a, b) => a.y - b.y));
}

/** Close together, the middle at height 0. Gives the height of the column. */
function stack(column: readonly Box[], gap: number): number {
  const total = column.reduce((sum, box) => sum + box.height + gap, -gap);
  let y = -total / 2;
  for (const box of column) {
    box.y = y;
    y += box.height + gap;
  }
  return total;
}

function neighboursOf(
  edges: readonly LayoutEdge[],
  boxes: ReadonlyMap<string, Box>,
): ReadonlyMap<string, readonly Box[]> {
  const neighbours = new Map<string, Box[]>();
  const add = (id: string, other: Box | undefined): void => {
    if (!other) return;
    const held = neighbours.get(id);
    if (held) held.push(other);
    else neighbours.set(id, [other]);
  };
  for (const { from, to } of edges) {
    add(from, boxes.get(to));
    add(to, boxes.get(from));
  }
  return neighbours;
}

/**
 * Moves the boxes of a column as near to their wishes as their order allows: isotonic regression by pooling
 * adjacent violators, on heights from which the boxes before are taken off. No box leaves the band of `height`
 * around 0, which the fullest column fills: cutting an isotonic regression at bounds keeps it the best one.
 */
function settle(
  column: readonly Box[],
  gap: number,
  neighbours: ReadonlyMap<string, readonly Box[]>,
  height: number,
): void {
  const pools: { sum: number; count: number }[] = [];
  let offset = 0;
  const offsets: number[] = [];
  for (const box of column) {
    offsets.push(offset);
    pools.push({ sum: wish(box, neighbours.get(box.id) ?? []) - offset, count: 1 });
    offset += box.height + gap;
    mergeViolators(pools);
  }
  const top = -height / 2;
  const bottom = top + height - (offset - gap);
  let index = 0;
  for (const { sum, count } of pools) {
    const start = Math.min(bottom, Math.max(top, sum / count));
    for (const box of column.slice(index, index + count)) {
      box.y = start + (offsets[index] ?? 0);
      index += 1;
    }
  }
}

function mergeViolators(pools: { sum: number; count: number }[]): void {
  for (;;) {
    const last = pools.at(-1);
    const before = pools.at(-2);
    if (!last || !before || before.sum / before.count <= last.sum / last.count) return;
    pools.pop();
    before.sum += last.sum;
    before.count += last.count;
  }
}

/** Where a box would like its top: its middle at the mean of its neighbours' middles. */
function wish(box: Box, around: readonly Box[]): number {
  if (around.length === 0) return box.y;
  const sum = around.reduce((total, other) => total + other.y + other.height / 2, 0);
  return sum / around.length - box.height / 2;
}
