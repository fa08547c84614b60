/** Where the parts of notes and areas are, and how they are resized. Pure, in world units. */
import type { Point, Rect } from './rect';
import { clamp, containsPoint } from './rect';

export const boxMetrics = {
  /** What a new one measures. */
  note: { width: 208, height: 128 },
  area: { width: 480, height: 320 },
  /** Smaller than this it could not be taken hold of. */
  least: { width: 64, height: 48 },
  cornerRadius: 8,
  notePadding: 12,
  /** An area's title bar. */
  headerHeight: 32,
  /** CSS pixels that the title bar has at least, seen from afar. */
  leastHeader: 20,
  /** Between an area that is put around things and these things. */
  margin: 32,
} as const;

/** The edges that are dragged together: two of them at a corner. */
export type Edges = { readonly x: 'left' | 'right' | null; readonly y: 'top' | 'bottom' | null };

/** The title bar of an area at a zoom: never taller than the area. */
export function areaHeader(rect: Rect, zoom: number): Rect {
  const height = Math.max(boxMetrics.headerHeight, boxMetrics.leastHeader / zoom);
  return { ...rect, height: Math.min(height, rect.height) };
}

/** The edges within `reach` of a point; null when it is at none. Near a corner both of its edges are. */
export function edgesAt(rect: Rect, point: Point, reach: number): Edges | null {
  const left = Math.abs(point.x - rect.x);
  const right = Math.abs(point.x - rect.x - rect.width);
  const top = Math.abs(point.y - rect.y);
  const bottom = Math.abs(point.y - rect.y - rect.height);
  const outer = {
    x: rect.x - reach,
    y: rect.y - reach,
    width: rect.width + 2 * reach,
    height: rect.height + 2 * reach,
  };
  if (!containsPoint(outer, point) || Math.min(left, right, top, bottom) > reach) return null;
  // Along an edge, its end belongs to the corner.
  const corner = 2 * reach;
  return {
    x: left <= corner ? 'left' : right <= corner ? 'right' : null,
    y: top <= corner ? 'top' : bottom <= corner ? 'bottom' : null,
  };
}

/** The rectangle with some edges moved by `delta`, in whole units; the other edges stay, and it stays large enough. */
export function resized(rect: Rect, edges: Edges, delta: Point): Rect {
  const { width: leastWidth, height: leastHeight } = boxMetrics.least;
  const across = moveSpan(rect.x, rect.width, edges.x === 'left', edges.x === 'right', delta.x, leastWidth);
  const down = moveSpan(rect.y, rect.height, edges.y === 'top', edges.y === 'bottom', delta.y, leastHeight);
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

function moveSpan(
  start: number,
  length: number,
  movesStart: boolean,
  movesEnd: boolean,
  by: number,
  least: number,
): { readonly start: number; readonly length: number } {
  const end = start + length;
  if (movesStart) {
    const moved = Math.min(Math.round(start + by), end - least);
    return { start: moved, length: end - moved };
  }
  return { start, length: movesEnd ? Math.max(least, Math.round(length + by)) : length };
}

/** The rectangle of an area around these things, with room for its title. */
export function areaAround(content: Rect): Rect {
  const { margin, headerHeight } = boxMetrics;
  return {
    x: Math.round(content.x - margin),
    y: Math.round(content.y - margin - headerHeight),
    width: Math.round(content.width + 2 * margin),
    height: Math.round(content.height + 2 * margin + headerHeight),
  };
}

/** Whether a thing lies in an area: a table or note with its middle, another area with all of it. */
export function liesIn(area: Rect, thing: Rect, isArea: boolean): boolean {
  if (!isArea) {
    return containsPoint(area, { x: thing.x + thing.width / 2, y: thing.y + thing.height / 2 });
  }
  const corner = { x: thing.x + thing.width, y: thing.y + thing.height };
  return containsPoint(area, thing) && containsPoint(area, corner);
}

/** The size of a note's text in world units: larger from afar, so that its beginning can be read. */
export function noteTextSize(zoom: number): number {
  return clamp(9 / zoom, 13, 56);
}
