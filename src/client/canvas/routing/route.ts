/**
 * The way of a relationship line: horizontal and vertical pieces from the row of the referencing column to
 * the row of the referenced one. Pure and local: a route depends on its two tables and its lane only, so moving
 * one table re-routes only its own lines.
 */

import type { Point, Rect } from '../geometry/rect';
import { clamp, distanceToSegment, rectBetween } from '../geometry/rect';

export type Side = 'left' | 'right';

export type RouteEnd = Point & { readonly side: Side };

export type Route = {
  readonly from: RouteEnd;
  readonly to: RouteEnd;
  /** The corners, both ends included; consecutive points share x or y. */
  readonly points: readonly Point[];
};

export type RouteRequest = {
  readonly fromRect: Rect;
  readonly toRect: Rect;
  /** The middle of the rows, world coordinates. */
  readonly fromY: number;
  readonly toY: number;
  /** Which of the parallel lines this is; 0 is the middle one. See `laneOf`. */
  readonly lane: number;
};

/** A line leaves its table straight for at least this long, so that its end mark has room. */
export const stubLength = 28;
/** How far from the referencing table the middle lane turns, where there is room. */
const turnDistance = 56;
/** The distance between two lanes. */
export const laneWidth = 10;

/** The route between two tables, or of a table to itself. Every pair of rectangles has one. */
export function routeBetween(request: RouteRequest): Route {
  const { fromRect, toRect } = request;
  if (fromRect === toRect) return loop(request, 'right');
  const gapRight = toRect.x - (fromRect.x + fromRect.width);
  const gapLeft = fromRect.x - (toRect.x + toRect.width);
  if (gapRight >= 2 * stubLength) return across(request, 'right', gapRight);
  if (gapLeft >= 2 * stubLength) return across(request, 'left', gapLeft);
  return loop(request, shorterSide(fromRect, toRect));
}

/** Tables above each other are joined around the side on which their edges are nearer. */
function shorterSide(a: Rect, b: Rect): Side {
  const left = Math.abs(a.x - b.x);
  const right = Math.abs(a.x + a.width - b.x - b.width);
  return left < right ? 'left' : 'right';
}

function endAt(rect: Rect, y: number, side: Side): RouteEnd {
  return { x: side === 'left' ? rect.x : rect.x + rect.width, y, side };
}

/**
 * Side by side: out, up or down, in. The turn is near the referencing table: all lines to one key then run
 * together until there, and between layers of tables it falls into the gap, not behind a table.
 */
function across(request: RouteRequest, side: Side, gap: number): Route {
  const from = endAt(request.fromRect, request.fromY, side);
  const to = endAt(request.toRect, request.toY, side === 'right' ? 'left' : 'right');
  if (Math.abs(from.y - to.y) < 1) return { from, to, points: [from, { x: to.x, y: from.y }] };
  const middle = Math.min(gap / 2, turnDistance);
  const distance = clamp(middle + request.lane * laneWidth, stubLength, gap - stubLength);
  const x = side === 'right' ? from.x + distance : from.x - distance;
  return { from, to, points: [from, { x, y: from.y }, { x, y: to.y }, to] };
}

/** Out and in on the same side. */
function loop(request: RouteRequest, side: Side): Route {
  const from = endAt(request.fromRect, request.fromY, side);
  const flat = Math.abs(request.fromY - request.toY) < 1;
  // A column that references itself: without this the loop would be a line on top of itself.
  const to = endAt(request.toRect, flat ? request.toY - 10 : request.toY, side);
  const out = stubLength + Math.abs(request.lane) * laneWidth;
  const x = side === 'right' ? Math.max(from.x, to.x) + out : Math.min(from.x, to.x) - out;
  return { from, to, points: [from, { x, y: from.y }, { x, y: to.y }, to] };
}

/** The straight pieces of a route as thin rectangles, for the spatial index. */
export function routeSegments(route: Route): readonly Rect[] {
  return route.points.slice(1).map((point, index) => rectBetween(route.points[index] ?? point, point));
}

/** The distance from a point to the nearest piece of the route, in world units. */
export function distanceToRoute(route: Route, point: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  let before: Point = route.from;
  for (const next of route.points) {
    nearest = Math.min(nearest, distanceToSegment(point, before, next));
    before = next;
  }
  return nearest;
}
