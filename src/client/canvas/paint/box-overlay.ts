/** What lies over notes and areas: hover, selection, other people's selection, and the grips of a selected one. */
import { boxMetrics } from '../geometry/box-geometry';
import type { Rect } from '../geometry/rect';
import { hitBoxId } from '../hit-test';
import { outline } from './shapes';
import type { View } from './view';
import { toDevice } from './view';

const gripPixels = 8;

export function paintHoveredBox(view: View): void {
  const id = hitBoxId(view.hovered);
  const placed = id === null ? undefined : view.model.boxes.placed(id);
  if (!placed || view.selection.has(placed.box.id)) return;
  view.context.globalAlpha = 0.55;
  outline(view, placed.rect, boxMetrics.cornerRadius, view.theme.accent, 1, 0);
  view.context.globalAlpha = 1;
}

/** Gives back whether this is a note or area, and so is done. */
export function paintSelectedBox(view: View, id: string): boolean {
  const placed = view.model.boxes.placed(id);
  if (!placed) return false;
  outline(view, placed.rect, boxMetrics.cornerRadius, view.theme.accent, 2, 0);
  if (!view.readOnly && view.selection.size === 1) paintGrips(view, placed.rect);
  return true;
}

function paintGrips(view: View, rect: Rect): void {
  const { context, pixelRatio, theme } = view;
  const size = gripPixels * pixelRatio;
  for (const x of [rect.x, rect.x + rect.width]) {
    for (const y of [rect.y, rect.y + rect.height]) {
      const at = toDevice(view, { x, y });
      context.beginPath();
      context.roundRect(at.x - size / 2, at.y - size / 2, size, size, 2 * pixelRatio);
      context.fillStyle = theme.tableFill;
      context.fill();
      context.strokeStyle = theme.accent;
      context.lineWidth = 1.5 * pixelRatio;
      context.stroke();
    }
  }
}
