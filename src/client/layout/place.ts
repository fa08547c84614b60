/** A free spot for something new, near where the person is looking. Pure and instant. */
import type { Place } from './types';

type Box = Place & { readonly width: number; readonly height: number };

/** Space that is kept to what stands there, and the step of the search. */
const gap = 32;
const step = 48;
const mostRings = 200;

/**
 * The place nearest to `center` where a box of this size does not come nearer than a small gap to any of
 * `existing`. Searched on rings around the centre; with nothing free on 200 rings, right of everything.
 */
export function placeNewTable(
  existing: readonly Box[],
  center: Place,
  size: { readonly width: number; readonly height: number },
): Place {
  const first = { x: Math.round(center.x - size.width / 2), y: Math.round(center.y - size.height / 2) };
  const isFree = ({ x, y }: Place): boolean =>
    existing.every(
      (box) =>
        x >= box.x + box.width + gap ||
        x + size.width + gap <= box.x ||
        y >= box.y + box.height + gap ||
        y + size.height + gap <= box.y,
    );
  for (let ring = 0; ring <= mostRings; ring += 1) {
    const found = ringAround(first, ring).find(isFree);
    if (found) return found;
  }
  const right = Math.max(...existing.map((box) => box.x + box.width));
  return { x: right + gap, y: first.y };
}

/** The points of a square ring, nearest to its centre first. */
function ringAround(center: Place, ring: number): readonly Place[] {
  if (ring === 0) return [center];
  const points: Place[] = [];
  for (let along = -ring; along <= ring; along += 1) {
    points.push(
      at(center, along, -ring),
      at(center, along, ring),
      at(center, -ring, along),
      at(center, ring, along),
    );
  }
  const distance = (point: Place): number => Math.hypot(point.x - center.x, point.y - center.y);
  return points.sort((a, b) => distance(a) - distance(b));
}

function at(center: Place, across: number, down: number): Place {
  return { x: center.x + across * step, y: center.y + down * step };
}
