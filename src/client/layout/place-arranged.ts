/** Where a finished layout goes among tables that stay. Pure. */
import { placeNewTable } from './place';
import type { LayoutTable, Place, Places } from './types';

type Box = Place & { readonly width: number; readonly height: number };

/**
 * The layout moved so that its middle is `center`; where it would overlap something that stays, to the nearest place
 * where all of it is free.
 */
export function placeArranged(
  tables: readonly LayoutTable[],
  places: Places,
  standing: readonly Box[],
  center: Place,
): Places {
  const boxes = tables.flatMap(({ id, width, height }) => {
    const place = places.get(id);
    return place ? [{ id, ...place, width, height }] : [];
  });
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - left;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - top;
  const wanted = { x: Math.round(center.x - width / 2), y: Math.round(center.y - height / 2) };
  const overlaps = boxes.some((box) => {
    const moved = { ...box, x: box.x - left + wanted.x, y: box.y - top + wanted.y };
    return standing.some((other) => overlap(moved, other));
  });
  const corner = overlaps ? placeNewTable(standing, center, { width, height }) : wanted;
  return new Map(boxes.map(({ id, x, y }) => [id, { x: x - left + corner.x, y: y - top + corner.y }]));
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
