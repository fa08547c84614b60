/** Where copies are put. Pure. */

import type { Point, Rect } from '../../canvas/geometry/rect';
import { boundsOf } from '../../canvas/geometry/rect';
import { nudgeStep } from '../../canvas/gestures/keyboard';
import { placeNewTable } from '../../layout/place';

/**
 * How far to move tables that stood at `copied`, so that they are about `center`, on the grid of the arrow keys,
 * and nearest to it where they overlap nothing that stands there. They keep their places to each other.
 */
export function shiftOfCopies(copied: readonly Rect[], standing: readonly Rect[], center: Point): Point {
  const bounds = boundsOf(copied);
  if (!bounds) return { x: 0, y: 0 };
  const { width, height } = bounds;
  const corner = { x: snapped(center.x - width / 2), y: snapped(center.y - height / 2) };
  const middle = { x: corner.x + width / 2, y: corner.y + height / 2 };
  const place = placeNewTable(standing, middle, { width, height });
  return { x: snapped(place.x) - bounds.x, y: snapped(place.y) - bounds.y };
}

function snapped(value: number): number {
  return Math.round(value / nudgeStep) * nudgeStep;
}
