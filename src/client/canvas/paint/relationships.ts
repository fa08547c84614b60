/** Draws relationship lines: the quiet ones in a few large paths, the highlighted ones over them. */
import { visibleWorld } from '../camera';
import type { Point } from '../geometry/rect';
import { clamp, inflate } from '../geometry/rect';
import { hitTableId } from '../hit-test';
import type { EndMarks } from '../routing/end-marks';
import { endMarks } from '../routing/end-marks';
import type { PlacedRelationship } from '../surface/scene-model';
import type { View } from './view';
import { scaleOf } from './view';

/** World units. */
const cornerRadius = 8;
const lineWidth = 1.4;
/** Below these zooms end marks and corners are too small to see. */
const marksZoom = 0.36;
const cornersZoom = 0.14;
/** Lines per path: one path with everything is slow to fill, one path per line slow to begin. */
const linesPerPath = 64;

export function paintRelationships(view: View): void {
  const area = inflate(visibleWorld(view.camera, view.viewport), 24);
  const highlighted = highlightedIds(view);
  const quiet: PlacedRelationship[] = [];
  const loud: PlacedRelationship[] = [];
  for (const placed of view.model.relationshipsIn(area)) {
    (highlighted.has(placed.relationship.id) ? loud : quiet).push(placed);
  }
  const { zoom } = view.camera;
  const width = Math.max(1, Math.round(lineWidth * clamp(zoom, 0.5, 1.6) * view.pixelRatio));
  // Seen from afar there are many lines and small tables: the lines step back.
  view.context.globalAlpha = clamp(0.35 + (zoom - 0.06) * 2.2, 0.35, 1);
  strokeLines(view, quiet, view.theme.relationship, width);
  view.context.globalAlpha = 1;
  strokeLines(view, loud, view.theme.accent, width + Math.round(view.pixelRatio * 0.6));
}

/** Lines that are hovered or selected themselves, or through their table or column. */
function highlightedIds(view: View): ReadonlySet<string> {
  const ids = new Set<string>();
  if (view.hovered.kind === 'relationship') ids.add(view.hovered.relationshipId);
  const hoveredTable = hitTableId(view.hovered);
  const tables = hoveredTable === null ? [] : [hoveredTable];
  for (const id of [...view.selection, ...tables]) {
    if (view.model.placedRelationship(id)) ids.add(id);
    for (const related of view.model.relationshipIdsOf(id)) ids.add(related);
  }
  return ids;
}

function strokeLines(view: View, placed: readonly PlacedRelationship[], color: string, width: number): void {
  const { context } = view;
  const withMarks = view.camera.zoom >= marksZoom;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineCap = 'butt';
  context.lineJoin = 'miter';
  const marks: EndMarks[] = [];
  for (let start = 0; start < placed.length; start += linesPerPath) {
    context.beginPath();
    for (const { relationship, route } of placed.slice(start, start + linesPerPath)) {
      traceLine(view, route.points, width);
      if (!withMarks) continue;
      marks.push(endMarks(route.from, relationship.fromMany, relationship.fromOptional));
      marks.push(endMarks(route.to, false, relationship.toOptional));
    }
    context.stroke();
  }
  if (withMarks) strokeMarks(view, marks);
}

/** Adds the line to the current path, on whole device pixels: level and plumb lines are sharp then. */
function traceLine(view: View, points: readonly Point[], width: number): void {
  const { context, camera } = view;
  const scale = scaleOf(view);
  const half = width % 2 === 0 ? 0 : 0.5;
  const x = (point: Point): number => Math.round((point.x - camera.x) * scale) + half;
  const y = (point: Point): number => Math.round((point.y - camera.y) * scale) + half;
  const rounded = camera.zoom >= cornersZoom;
  let before: Point | undefined;
  for (const [index, point] of points.entries()) {
    const after = points[index + 1];
    if (before === undefined) context.moveTo(x(point), y(point));
    else if (after === undefined || !rounded) context.lineTo(x(point), y(point));
    else {
      const shorter = Math.min(manhattan(before, point), manhattan(point, after));
      context.arcTo(x(point), y(point), x(after), y(after), Math.min(cornerRadius, shorter / 2) * scale);
    }
    before = point;
  }
}

function manhattan(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function strokeMarks(view: View, marks: readonly EndMarks[]): void {
  const { context, camera } = view;
  const scale = scaleOf(view);
  const x = (point: Point): number => (point.x - camera.x) * scale;
  const y = (point: Point): number => (point.y - camera.y) * scale;
  context.fillStyle = view.theme.background;
  context.beginPath();
  for (const { lines, circle } of marks) {
    for (const [from, to] of lines) {
      context.moveTo(x(from), y(from));
      context.lineTo(x(to), y(to));
    }
    if (!circle) continue;
    context.moveTo(x(circle) + circle.radius * scale, y(circle));
    context.arc(x(circle), y(circle), circle.radius * scale, 0, 2 * Math.PI);
  }
  // Filling hides the line inside the circles; the straight marks enclose nothing.
  context.fill();
  context.stroke();
}
