/** Copies the visible tables' bitmaps to the surface, drawing missing ones within the frame's time. */
import { visibleWorld } from '../camera';
import type { PlacedTable } from '../hit-test';
import { toneOf } from '../theme';
import type { TableBitmap } from './bitmap-cache';
import { showsTable } from './bitmap-cache';
import { levelAt } from './level';
import type { View } from './view';
import { scaleOf, toDeviceRect } from './view';

/** Milliseconds of a frame that drawing new bitmaps may take; at least one is drawn in any case. */
const drawingBudgetMs = 7;
/** While zooming, a bitmap is stretched or shrunk up to this ratio before it is drawn anew. */
const mostStretch = 2.5;

export type TablesPainted = {
  readonly count: number;
  /** Some bitmaps are still to be drawn or sharpened: another frame is wanted. */
  readonly isIncomplete: boolean;
};

export function paintTables(view: View): TablesPainted {
  const tables = view.model.tablesIn(visibleWorld(view.camera, view.viewport));
  const deadline = performance.now() + drawingBudgetMs;
  let isIncomplete = false;
  let drew = false;
  for (const placed of tables) {
    const kept = view.bitmaps.get(placed.table.id);
    if (kept && isGoodEnough(view, kept, placed)) {
      copy(view, kept, placed);
      continue;
    }
    const mayDraw: boolean = !drew || performance.now() < deadline;
    const bitmap = mayDraw ? draw(view, placed) : kept;
    drew ||= mayDraw;
    isIncomplete ||= !mayDraw;
    if (bitmap) copy(view, bitmap, placed);
    else paintPlaceholder(view, placed);
  }
  return { count: tables.length, isIncomplete };
}

function isGoodEnough(view: View, bitmap: TableBitmap, { table }: PlacedTable): boolean {
  if (!showsTable(bitmap, table, view.theme.name)) return false;
  if (bitmap.level !== levelAt(view.camera.zoom)) return false;
  const stretch = scaleOf(view) / bitmap.scale;
  if (view.isZooming) return stretch < mostStretch && stretch > 1 / mostStretch;
  return stretch === 1;
}

function draw(view: View, { table, rect }: PlacedTable): TableBitmap | undefined {
  return view.bitmaps.draw({
    table,
    size: rect,
    level: levelAt(view.camera.zoom),
    theme: view.theme,
    zoom: view.camera.zoom,
    pixelRatio: view.pixelRatio,
    measure: view.measure,
  });
}

function copy(view: View, bitmap: TableBitmap, { rect }: PlacedTable): void {
  const { x, y } = toDeviceRect(view, rect);
  const stretch = scaleOf(view) / bitmap.scale;
  if (stretch === 1) {
    view.context.drawImage(bitmap.canvas, x - bitmap.margin, y - bitmap.margin);
    return;
  }
  const { canvas } = bitmap;
  const margin = bitmap.margin * stretch;
  view.context.drawImage(canvas, x - margin, y - margin, canvas.width * stretch, canvas.height * stretch);
}

function paintPlaceholder(view: View, { table, rect }: PlacedTable): void {
  const { x, y, width, height } = toDeviceRect(view, rect);
  const isBlock = levelAt(view.camera.zoom) === 'block';
  view.context.fillStyle = isBlock ? toneOf(view.theme, table.color).block : view.theme.tableFill;
  view.context.fillRect(x, y, width, height);
}
