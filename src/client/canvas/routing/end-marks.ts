/** The marks at the ends of a relationship: crow's foot, bar and circle, as plain geometry. */
import type { Point } from '../geometry/rect';
import type { RouteEnd } from './route';

export type EndMarks = {
  readonly lines: readonly (readonly [Point, Point])[];
  readonly circle: (Point & { readonly radius: number }) | null;
};

/** Distances from the table's edge along the line, and half the width across it. */
const footLength = 12;
const halfWidth = 6;
const innerBar = 9;
const outerMark = 16;
const circleRadius = 4;

/**
 * The marks at one end. Next to the table stands the maximum (foot: many, bar: one), before it the minimum
 * (circle: zero, bar: one): the notation known as crow's foot.
 */
export function endMarks(end: RouteEnd, many: boolean, optional: boolean): EndMarks {
  const out = end.side === 'right' ? 1 : -1;
  const at = (distance: number, offset: number): Point => ({
    x: end.x + out * distance,
    y: end.y + offset,
  });
  const bar = (distance: number): readonly [Point, Point] => [
    at(distance, -halfWidth),
    at(distance, halfWidth),
  ];
  const maximum: readonly (readonly [Point, Point])[] = many
    ? [
        [at(footLength, 0), at(0, -halfWidth)],
        [at(footLength, 0), at(0, halfWidth)],
      ]
    : [bar(innerBar)];
  if (!optional) return { lines: [...maximum, bar(outerMark)], circle: null };
  return { lines: maximum, circle: { ...at(outerMark + 1, 0), radius: circleRadius } };
}
