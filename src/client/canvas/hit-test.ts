/** What is under a point of the world. Pure: candidates come from an index, geometry from `table-geometry`. */

import type { Edges } from './geometry/box-geometry';
import { areaHeader, edgesAt } from './geometry/box-geometry';
import type { Point, Rect } from './geometry/rect';
import { containsPoint } from './geometry/rect';
import {
  addButtonPoint,
  columnAt,
  handlePoints,
  headerRect,
  rowRect,
  tableMetrics,
} from './geometry/table-geometry';
import type { Route } from './routing/route';
import { distanceToRoute } from './routing/route';
import type { SceneBox, SceneTable } from './scene';

export type Hit =
  | { readonly kind: 'empty' }
  | { readonly kind: 'table-header' | 'table-body' | 'add-column'; readonly tableId: string }
  | { readonly kind: 'column' | 'column-handle'; readonly tableId: string; readonly columnId: string }
  | { readonly kind: 'relationship'; readonly relationshipId: string }
  /** An area is hit at its title bar; its inside is ground. */
  | { readonly kind: 'note' | 'area'; readonly boxId: string }
  | { readonly kind: 'resize'; readonly boxId: string; readonly edges: Edges };

export type PlacedTable = { readonly table: SceneTable; readonly rect: Rect };

export type PlacedBox = { readonly box: SceneBox; readonly rect: Rect };

/** What may be hit near the point. Tables come with the topmost last, as they are painted. */
export type HitCandidates = {
  readonly tables: readonly PlacedTable[];
  readonly boxes: readonly PlacedBox[];
  readonly relationships: readonly { readonly id: string; readonly route: Route }[];
};

export type HitOptions = {
  /** CSS pixels per world unit: tolerances are meant in pixels. */
  readonly zoom: number;
  /** The table whose handles and button are shown, if any. */
  readonly activeTableId: string | null;
  readonly readOnly: boolean;
};

/** Below this zoom rows cannot be read, and a table is hit as a whole. */
export const columnZoom = 0.45;
/** How far from a line or a handle still counts, in CSS pixels. */
export const tolerancePixels = 6;

const empty: Hit = { kind: 'empty' };

/** The topmost thing at the point: notes, handles and buttons, tables, lines, and last the frames of areas. */
export function hitTest(candidates: HitCandidates, point: Point, options: HitOptions): Hit {
  const note = hitBoxes(candidates, 'note', point, options);
  if (note) return note;
  const top = candidates.tables.findLast(({ rect }) => containsPoint(rect, point));
  const active = candidates.tables.find(({ table }) => table.id === options.activeTableId);
  if (active && options.zoom >= columnZoom && !options.readOnly) {
    // Handles stick out of their table, but what covers the table covers them too.
    const covered = top !== undefined && top !== active && isAbove(candidates, top, active);
    const control = covered ? null : hitControls(active, point, options.zoom);
    if (control) return control;
  }
  if (top) return hitTable(top, point, options.zoom);
  const line = hitRelationship(candidates, point, tolerancePixels / options.zoom);
  return line.kind === 'empty' ? (hitBoxes(candidates, 'area', point, options) ?? empty) : line;
}

/** CSS pixels that a note or area is large at least to be taken by its edges. */
const leastResizable = 40;

function hitBoxes(
  { boxes }: HitCandidates,
  kind: SceneBox['kind'],
  point: Point,
  options: HitOptions,
): Hit | null {
  const { zoom, readOnly } = options;
  const reach = tolerancePixels / zoom;
  const placed = boxes.findLast(({ box, rect }) => box.kind === kind && isOnBox(box, rect, point, zoom));
  if (!placed) return null;
  const { box, rect } = placed;
  const edges = edgesAt(rect, point, reach);
  const isLarge = Math.min(rect.width, rect.height) * zoom >= leastResizable;
  return edges && isLarge && !readOnly
    ? { kind: 'resize', boxId: box.id, edges }
    : { kind: box.kind, boxId: box.id };
}

/** Anywhere on a note; on an area only at its edges and its title: the inside is ground, to pan and to draw on. */
function isOnBox(box: SceneBox, rect: Rect, point: Point, zoom: number): boolean {
  if (edgesAt(rect, point, tolerancePixels / zoom)) return true;
  return containsPoint(box.kind === 'note' ? rect : areaHeader(rect, zoom), point);
}

function isAbove(candidates: HitCandidates, a: PlacedTable, b: PlacedTable): boolean {
  return candidates.tables.indexOf(a) > candidates.tables.indexOf(b);
}

function hitControls({ table, rect }: PlacedTable, point: Point, zoom: number): Hit | null {
  const slack = tolerancePixels / 2 / zoom;
  for (const [index, column] of table.columns.entries()) {
    if (column.isInherited) continue;
    for (const handle of handlePoints(rowRect(rect, index))) {
      if (near(handle, point, tableMetrics.handleRadius + slack)) {
        return { kind: 'column-handle', tableId: table.id, columnId: column.id };
      }
    }
  }
  const isOnButton = near(addButtonPoint(rect), point, tableMetrics.addButtonRadius + slack);
  return isOnButton ? { kind: 'add-column', tableId: table.id } : null;
}

function near(a: Point, b: Point, distance: number): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) <= distance;
}

function hitTable({ table, rect }: PlacedTable, point: Point, zoom: number): Hit {
  if (zoom < columnZoom || containsPoint(headerRect(rect), point)) {
    return { kind: 'table-header', tableId: table.id };
  }
  const column = columnAt(table, rect, point);
  return column
    ? { kind: 'column', tableId: table.id, columnId: column.id }
    : { kind: 'table-body', tableId: table.id };
}

function hitRelationship(candidates: HitCandidates, point: Point, tolerance: number): Hit {
  let nearest: Hit = empty;
  let least = tolerance;
  for (const { id, route } of candidates.relationships) {
    const distance = distanceToRoute(route, point);
    if (distance <= least) {
      least = distance;
      nearest = { kind: 'relationship', relationshipId: id };
    }
  }
  return nearest;
}

/** The id that a click on this selects, or null where there is nothing to select. */
export function selectableId(hit: Hit): string | null {
  switch (hit.kind) {
    case 'empty':
      return null;
    case 'table-header':
    case 'table-body':
    case 'add-column':
      return hit.tableId;
    case 'column':
    case 'column-handle':
      return hit.columnId;
    case 'relationship':
      return hit.relationshipId;
    case 'note':
    case 'area':
    case 'resize':
      return hit.boxId;
  }
}

/** The table that was hit, or whose part was; null on anything else. */
export function hitTableId(hit: Hit): string | null {
  return 'tableId' in hit ? hit.tableId : null;
}

/** The note or area that was hit; null on anything else. */
export function hitBoxId(hit: Hit): string | null {
  return 'boxId' in hit ? hit.boxId : null;
}

/** Whether the pointer is over the same thing still. */
export function sameHit(a: Hit, b: Hit): boolean {
  return a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b);
}
