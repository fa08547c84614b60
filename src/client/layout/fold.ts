/**
 * Brings a layered layout into the shape of a screen. Layers of a deep schema make a ribbon four times as wide as
 * it is high, which nobody can read once it fits; here the same order of tables is folded into as many columns as
 * the shape asks for, and then tables change places as long as lines get shorter. Pure, and the same every time.
 */
import type { LayoutEdge, LayoutTable, Place, Places } from './types';
import { columnGap, rowGap } from './types';

type Box = { readonly index: number; readonly width: number; readonly height: number };
type Columns = readonly (readonly Box[])[];

export type Folding = {
  /** Width to height of what comes out, about. */
  readonly shape: number;
  /** To see how large it gets: tables do not change places. */
  readonly isDraft: boolean;
};

/** Places in dense columns, each around the middle, for tables of one component. `places` gives the order. */
export function fold(
  tables: readonly LayoutTable[],
  edges: readonly LayoutEdge[],
  places: Places,
  { shape, isDraft }: Folding,
): Places {
  const boxes = tables.map(({ width, height }, index) => ({ index, width, height }));
  const order = boxes.toSorted((a, b) => compare(places, tables, a, b));
  const number = new Map(tables.map(({ id }, index) => [id, index]));
  const links = edges.flatMap(({ from, to }) => {
    const [a, b] = [number.get(from), number.get(to)];
    return a === undefined || b === undefined || a === b ? [] : [[a, b] as const];
  });
  const dealt = deal(order, shape);
  const columns = isDraft ? dealt : shorten(dealt, links);
  const { lefts, tops } = measure(columns, tables.length);
  return new Map<string, Place>(
    tables.map(({ id }, index) => [id, { x: lefts[index] ?? 0, y: tops[index] ?? 0 }]),
  );
}

/** From left to right, within a layer from top to bottom. */
function compare(places: Places, tables: readonly LayoutTable[], a: Box, b: Box): number {
  const [first, second] = [places.get(tables[a.index]?.id ?? ''), places.get(tables[b.index]?.id ?? '')];
  if (!first || !second) return 0;
  return first.x - second.x || first.y - second.y;
}

/** So many columns, about equally high, that the whole gets the wanted shape; in the given order. */
function deal(order: readonly Box[], shape: number): Columns {
  const total = order.reduce((sum, box) => sum + box.height + rowGap, 0);
  const width = order.reduce((sum, box) => sum + box.width + columnGap, 0) / Math.max(1, order.length);
  const count = Math.max(1, Math.min(order.length, Math.round(Math.sqrt((total * shape) / width))));
  const columns: Box[][] = Array.from({ length: count }, () => []);
  let filled = 0;
  for (const box of order) {
    const middle = filled + (box.height + rowGap) / 2;
    columns[Math.min(count - 1, Math.floor((middle / total) * count))]?.push(box);
    filled += box.height + rowGap;
  }
  return columns.filter((column) => column.length > 0);
}

type Measured = {
  /** By table: its left edge, its top, and its column. */
  readonly lefts: number[];
  readonly tops: number[];
  readonly ofColumn: number[];
  readonly height: number;
};

function measure(columns: Columns, count: number): Measured {
  const lefts = new Array<number>(count).fill(0);
  const tops = new Array<number>(count).fill(0);
  const ofColumn = new Array<number>(count).fill(0);
  let height = 0;
  let left = 0;
  columns.forEach((column, place) => {
    const total = column.reduce((sum, box) => sum + box.height + rowGap, -rowGap);
    const width = Math.max(0, ...column.map((box) => box.width));
    let top = -total / 2;
    for (const box of column) {
      lefts[box.index] = left;
      tops[box.index] = top;
      ofColumn[box.index] = place;
      top += box.height + rowGap;
    }
    height = Math.max(height, total);
    left += width + columnGap;
  });
  return { lefts, tops, ofColumn, height };
}

type Link = readonly [from: number, to: number];

/** A line around a table's side is as bad as one this long; one that passes behind a column, and one that leads
 * from right to left, against the reading, are worse by these. */
const loopCost = 420;
const passCost = 700;
const backCost = 160;
/** How much a unit of height costs, measured in units of all lines: higher is a worse fit. */
const heightWeight = 2.5;

function costOf(columns: Columns, links: readonly Link[], heights: readonly number[]): number {
  const { tops, ofColumn, height } = measure(columns, heights.length);
  let cost = height * heightWeight * columns.length;
  for (const [from, to] of links) {
    const span = (ofColumn[from] ?? 0) - (ofColumn[to] ?? 0);
    const fromMiddle = (tops[from] ?? 0) + (heights[from] ?? 0) / 2;
    const toMiddle = (tops[to] ?? 0) + (heights[to] ?? 0) / 2;
    cost += Math.abs(fromMiddle - toMiddle);
    cost += span === 0 ? loopCost : (Math.abs(span) - 1) * passCost + (span < 0 ? backCost : 0);
  }
  return cost;
}

/** So much counting is done at most: about a tenth of a second. */
const budget = 6_000_000;

/** Simulated annealing: tries to move or swap tables, and at first also takes some turns for the worse. */
function shorten(start: Columns, links: readonly Link[]): Columns {
  const all = start.flat();
  const heights = all.toSorted((a, b) => a.index - b.index).map((box) => box.height);
  const tries = Math.min(400 * all.length, Math.floor(budget / (all.length + 2 * links.length + 1)));
  const random = sequence();
  let current = start;
  let cost = costOf(current, links, heights);
  let best = { columns: current, cost };
  for (let step = 0; step < tries; step += 1) {
    const heat = 300 * (1 - step / tries) ** 2;
    const next = changed(current, random);
    const nextCost = costOf(next, links, heights);
    if (nextCost - cost > -heat * Math.log(1 - random())) continue;
    current = next;
    cost = nextCost;
    if (cost < best.cost) best = { columns: current, cost };
  }
  return best.columns;
}

/** One table elsewhere, or two that have changed places. No column is left empty. */
function changed(columns: Columns, random: () => number): Columns {
  const pick = (count: number): number => Math.floor(random() * count);
  const [a, b] = [pick(columns.length), pick(columns.length)];
  const [from, to] = [columns[a] ?? [], columns[b] ?? []];
  const [i, j] = [pick(from.length), pick(to.length)];
  const [moving, other] = [from[i], to[j]];
  if (!moving || !other || moving === other) return columns;
  const next = columns.map((column) => [...column]);
  if (random() < 0.5 || from.length === 1) {
    next[a]?.splice(i, 1, other);
    next[b]?.splice(j, 1, moving);
  } else {
    next[a]?.splice(i, 1);
    next[b]?.splice(pick((next[b]?.length ?? 0) + 1), 0, moving);
  }
  return next;
}

/** Numbers in [0, 1), the same every time (a linear congruential generator, Numerical Recipes' constants). */
function sequence(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
