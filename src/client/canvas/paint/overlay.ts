/** What lies over the tables: hover, selection, other people's selection, handles, the line being drawn. */
import type { Point, Rect } from '../geometry/rect';
import { clamp, rectBetween } from '../geometry/rect';
import { addButtonPoint, columnRect, handlePoints, tableMetrics } from '../geometry/table-geometry';
import type { GestureState } from '../gestures/types';
import type { PlacedTable } from '../hit-test';
import { columnZoom, hitTableId } from '../hit-test';
import { paintHoveredBox, paintSelectedBox } from './box-overlay';
import { labelTextColor } from './contrast';
import { labelFont } from './fonts';
import { paintGuides } from './guides';
import { drawPlus } from './icons';
import { outline, tint } from './shapes';
import type { View } from './view';
import { scaleOf, toDevice, toDeviceRect } from './view';

export function paintOverlay(view: View): void {
  paintHover(view);
  paintSelection(view);
  paintRemoteSelections(view);
  paintControls(view);
  paintConnection(view);
  paintMarquee(view);
  paintGuides(view);
}

function paintMarquee(view: View): void {
  const { mode } = view.gesture;
  if (mode.kind !== 'marquee') return;
  const area = rectBetween(mode.start, mode.at);
  tint(view, area, view.theme.accentTint);
  outline(view, area, 0, view.theme.accent, 1, 0);
}

function tintColumn(view: View, placed: PlacedTable, columnId: string, color: string): void {
  const row = columnRect(placed.table, placed.rect, columnId);
  if (row && view.camera.zoom >= columnZoom) tint(view, row, color);
}

function paintHover(view: View): void {
  const { hovered, model, theme } = view;
  if (hovered.kind === 'relationship') {
    paintRelationshipEnds(view, hovered.relationshipId);
    return;
  }
  paintHoveredBox(view);
  const tableId = hitTableId(hovered);
  const placed = tableId === null ? undefined : model.placed(tableId);
  if (!placed) return;
  if (hovered.kind === 'column' || hovered.kind === 'column-handle') {
    tintColumn(view, placed, hovered.columnId, theme.hoverTint);
  }
  if (!view.selection.has(placed.table.id)) {
    view.context.globalAlpha = 0.55;
    outline(view, placed.rect, tableMetrics.cornerRadius, theme.accent, 1, 0);
    view.context.globalAlpha = 1;
  }
}

/** The columns that a line joins. */
function paintRelationshipEnds(view: View, relationshipId: string): void {
  const placed = view.model.placedRelationship(relationshipId);
  if (!placed) return;
  const { fromTableId, fromColumnIds, toTableId, toColumnIds } = placed.relationship;
  const from = view.model.placed(fromTableId);
  const to = view.model.placed(toTableId);
  for (const id of fromColumnIds) if (from) tintColumn(view, from, id, view.theme.accentTint);
  for (const id of toColumnIds) if (to) tintColumn(view, to, id, view.theme.accentTint);
}

function paintSelection(view: View): void {
  const { selection, model, theme, editingId } = view;
  for (const id of selection) {
    const placed = model.placed(id);
    if (placed) outline(view, placed.rect, tableMetrics.cornerRadius, theme.accent, 2, 0);
    else if (paintSelectedBox(view, id)) continue;
    else if (model.placedRelationship(id)) paintRelationshipEnds(view, id);
    else paintSelectedColumn(view, id);
  }
  const edited = editingId === null || selection.has(editingId) ? undefined : model.placed(editingId);
  if (edited) outline(view, edited.rect, tableMetrics.cornerRadius, theme.accent, 2, 0);
}

function paintSelectedColumn(view: View, columnId: string): void {
  const placed = view.model.tableOfColumn(columnId);
  const row = placed && columnRect(placed.table, placed.rect, columnId);
  if (!placed || !row) return;
  outline(view, placed.rect, tableMetrics.cornerRadius, view.theme.accent, 1, 0);
  tintColumn(view, placed, columnId, view.theme.accentTint);
  tint(view, { ...row, width: 3 }, view.theme.accent);
}

function paintRemoteSelections(view: View): void {
  for (const { name, color, recordIds, editedId } of view.people.selections) {
    for (const id of recordIds) {
      const box = view.model.boxes.placed(id);
      const placed = box ? undefined : (view.model.placed(id) ?? view.model.tableOfColumn(id));
      const row = placed ? columnRect(placed.table, placed.rect, id) : null;
      const isRow = row !== null && view.camera.zoom >= columnZoom;
      const rect = isRow ? row : (box ?? placed)?.rect;
      if (!rect) continue;
      outline(view, rect, isRow ? 4 : tableMetrics.cornerRadius, color, 2, isRow ? -2 : 1);
      paintTag(view, rect, id === editedId ? `${name} · editing` : name, color);
    }
  }
}

/** A person's name over the right end of what they have selected, in their colour. */
function paintTag(view: View, rect: Rect, name: string, color: string): void {
  const { context, pixelRatio } = view;
  if (rect.width * view.camera.zoom < 48) return;
  const device = toDeviceRect(view, rect);
  context.save();
  context.setTransform(pixelRatio, 0, 0, pixelRatio, device.x + device.width, device.y);
  context.font = labelFont;
  const width = context.measureText(name).width + 12;
  context.fillStyle = color;
  context.beginPath();
  context.roundRect(-width, -19, width, 16, 5);
  context.fill();
  context.fillStyle = labelTextColor(color);
  context.textBaseline = 'middle';
  context.fillText(name, 6 - width, -10.5);
  context.restore();
}

/** The handles of the hovered column and the button that adds one. */
function paintControls(view: View): void {
  const { hovered, model, camera, gesture, readOnly } = view;
  const tableId = hitTableId(hovered);
  const placed = tableId === null ? undefined : model.placed(tableId);
  if (!placed || readOnly || camera.zoom < columnZoom || isBusy(gesture)) return;
  if (hovered.kind === 'column' || hovered.kind === 'column-handle') {
    const row = columnRect(placed.table, placed.rect, hovered.columnId);
    if (row) for (const handle of handlePoints(row)) paintHandle(view, handle);
  }
  paintAddButton(view, addButtonPoint(placed.rect), hovered.kind === 'add-column');
}

/** While something is dragged, controls would only be in the way. */
function isBusy({ mode }: GestureState): boolean {
  return mode.kind !== 'idle' && mode.kind !== 'pressed';
}

function disc(view: View, center: Point, radius: number, fill: string, stroke: string): void {
  const { context, pixelRatio } = view;
  const { x, y } = toDevice(view, center);
  context.beginPath();
  context.arc(x, y, radius * scaleOf(view), 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = stroke;
  context.lineWidth = 1.5 * pixelRatio;
  context.stroke();
}

function paintHandle(view: View, center: Point): void {
  disc(view, center, tableMetrics.handleRadius, view.theme.tableFill, view.theme.accent);
}

function paintAddButton(view: View, center: Point, isHovered: boolean): void {
  const { theme, context } = view;
  const fill = isHovered ? theme.accent : theme.tableFill;
  disc(view, center, tableMetrics.addButtonRadius, fill, isHovered ? theme.accent : theme.tableBorder);
  const { x, y } = toDevice(view, center);
  const scale = scaleOf(view);
  context.save();
  context.setTransform(scale, 0, 0, scale, x, y);
  drawPlus(context, { x: 0, y: 0 }, isHovered ? theme.accentText : theme.mutedText);
  context.restore();
}

/** The rubber line from a column to the pointer, or to the column it would be dropped on. */
function paintConnection(view: View): void {
  const { mode } = view.gesture;
  if (mode.kind !== 'connecting') return;
  const from = view.model.placed(mode.fromTableId);
  const start = from && columnRect(from.table, from.rect, mode.fromColumnId);
  if (!from || !start) return;
  const target = mode.target ? view.model.placed(mode.target.tableId) : undefined;
  const row = target && mode.target ? columnRect(target.table, target.rect, mode.target.columnId) : null;
  tint(view, start, view.theme.accentTint);
  if (row) {
    tint(view, row, view.theme.accentTint);
    outline(view, row, 4, view.theme.accent, 2, -2);
  }
  // Over a column the line ends at the side that faces where it comes from.
  const middle = { x: start.x + start.width / 2, y: start.y };
  const end = row ? nearest(handlePoints(row), middle) : mode.at;
  const begin = nearest(handlePoints(start), end);
  paintRubber(view, begin, end, begin.x > start.x ? 1 : -1, row ? (end.x > row.x ? 1 : -1) : 0);
  paintHandle(view, begin);
  paintHandle(view, end);
}

function nearest(points: readonly [Point, Point], to: Point): Point {
  const [left, right] = points;
  return Math.abs(left.x - to.x) < Math.abs(right.x - to.x) ? left : right;
}

function paintRubber(view: View, from: Point, to: Point, out: number, into: number): void {
  const { context, pixelRatio } = view;
  const a = toDevice(view, from);
  const b = toDevice(view, to);
  const bend = clamp(Math.abs(b.x - a.x) / 2, 24 * pixelRatio, 120 * pixelRatio);
  context.strokeStyle = view.theme.accent;
  context.lineWidth = 2 * pixelRatio;
  context.setLineDash([6 * pixelRatio, 4 * pixelRatio]);
  context.beginPath();
  context.moveTo(a.x, a.y);
  context.bezierCurveTo(a.x + out * bend, a.y, b.x + into * bend, b.y, b.x, b.y);
  context.stroke();
  context.setLineDash([]);
}
