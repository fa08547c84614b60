/** Alignment while dragging: edges to edges and middles to middles of what is near. Pure, in world units. */
import type { Point, Rect } from './rect';

/** A line on which things are aligned. `axis` is the coordinate that they share: `x` makes a plumb line. */
export type Guide = {
  readonly axis: 'x' | 'y';
  readonly at: number;
  /** Along the line, around everything that is aligned on it. */
  readonly from: number;
  readonly to: number;
};

export type Snap = {
  /** How far to move to be aligned: at most the tolerance along each axis. */
  readonly offset: Point;
  readonly guides: readonly Guide[];
};

/** The part of a rectangle along one axis. */
type Span = { readonly start: number; readonly end: number };
type Axis = Guide['axis'];

/** What counts as aligned after moving: less than anybody sees, more than sums of fractions are off. */
const exact = 1e-6;

function spanOf(rect: Rect, axis: Axis): Span {
  return axis === 'x'
    ? { start: rect.x, end: rect.x + rect.width }
    : { start: rect.y, end: rect.y + rect.height };
}

/** The ways from one span to alignment with the other, and where they would share a line. */
function waysTo(moving: Span, other: Span): readonly { readonly way: number; readonly at: number }[] {
  const middle = (other.start + other.end) / 2;
  return [
    { way: other.start - moving.start, at: other.start },
    { way: other.end - moving.end, at: other.end },
    { way: middle - (moving.start + moving.end) / 2, at: middle },
    { way: other.start - moving.end, at: other.start },
    { way: other.end - moving.start, at: other.end },
  ];
}

/** The shortest way within the tolerance, 0 when there is none. */
function shortestWay(moving: Span, others: readonly Rect[], axis: Axis, tolerance: number): number {
  let shortest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const other of others) {
    for (const { way } of waysTo(moving, spanOf(other, axis))) {
      const distance = Math.abs(way);
      if (distance > tolerance || distance >= least) continue;
      least = distance;
      shortest = way;
    }
  }
  return shortest;
}

function guidesOf(moved: Rect, others: readonly Rect[], axis: Axis): readonly Guide[] {
  const across: Axis = axis === 'x' ? 'y' : 'x';
  const own = spanOf(moved, across);
  const guides = new Map<number, Guide>();
  for (const other of others) {
    const reach = spanOf(other, across);
    for (const { way, at } of waysTo(spanOf(moved, axis), spanOf(other, axis))) {
      if (Math.abs(way) > exact) continue;
      const line = guides.get(at) ?? { axis, at, from: own.start, to: own.end };
      guides.set(at, {
        ...line,
        from: Math.min(line.from, reach.start),
        to: Math.max(line.to, reach.end),
      });
    }
  }
  return [...guides.values()];
}

/**
 * Where a rectangle that is being moved comes to lie: aligned with the nearest lines of the others along each
 * axis, where one is within `tolerance`; else where it is.
 */
export function snapTo(moving: Rect, others: readonly Rect[], tolerance: number): Snap {
  const offset = {
    x: shortestWay(spanOf(moving, 'x'), others, 'x', tolerance),
    y: shortestWay(spanOf(moving, 'y'), others, 'y', tolerance),
  };
  const moved = { ...moving, x: moving.x + offset.x, y: moving.y + offset.y };
  return { offset, guides: [...guidesOf(moved, others, 'x'), ...guidesOf(moved, others, 'y')] };
}
