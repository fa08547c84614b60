/**
 * Tables as bitmaps. A table is drawn once per level of detail, scale and theme and then copied, which is what
 * keeps a thousand tables at the display's rate. Bounded by memory: the least recently shown go first.
 */
import type { Size } from '../geometry/rect';
import type { TextMeasure } from '../geometry/table-geometry';
import type { SceneTable } from '../scene';
import type { CanvasTheme } from '../theme';
import type { LevelOfDetail } from './level';
import { paintTable, shadowMargin } from './table-painter';

export type TableBitmap = {
  readonly canvas: OffscreenCanvas;
  readonly table: SceneTable;
  readonly size: Size;
  readonly level: LevelOfDetail;
  readonly themeName: string;
  /** Device pixels per world unit at which it was drawn. */
  readonly scale: number;
  /** Device pixels between the bitmap's edge and the table's. */
  readonly margin: number;
};

export type BitmapRequest = {
  readonly table: SceneTable;
  readonly size: Size;
  readonly level: LevelOfDetail;
  readonly theme: CanvasTheme;
  readonly zoom: number;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
  readonly measure: TextMeasure;
};

const bytesPerPixel = 4;

export class BitmapCache {
  /** Oldest use first: a Map keeps the order of insertion, and a use inserts anew. */
  readonly #bitmaps = new Map<string, TableBitmap>();
  readonly #mostBytes: number;
  #bytes = 0;
  #drawn = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** How many bitmaps were drawn since the beginning. */
  get drawn(): number {
    return this.#drawn;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The bitmap kept for a table, fresh or not. Counts as a use. */
  get(tableId: string): TableBitmap | undefined {
    const bitmap = this.#bitmaps.get(tableId);
    if (!bitmap) return undefined;
    this.#bitmaps.delete(tableId);
    this.#bitmaps.set(tableId, bitmap);
    return bitmap;
  }

  /** Draws a table anew and keeps the result. */
  draw(request: BitmapRequest): TableBitmap | undefined {
    const { table, size, level, theme, zoom, pixelRatio, measure } = request;
    const scale = zoom * pixelRatio;
    const margin = Math.ceil(shadowMargin(level) * scale);
    const canvas = new OffscreenCanvas(
      Math.ceil(size.width * scale) + 2 * margin,
      Math.ceil(size.height * scale) + 2 * margin,
    );
    const context = canvas.getContext('2d');
    if (!context) return undefined;
    context.setTransform(scale, 0, 0, scale, margin, margin);
    paintTable({ context, table, size, theme, measure, zoom }, level);
    const bitmap = { canvas, table, size, level, themeName: theme.name, scale, margin };
    this.#keep(bitmap);
    this.#drawn += 1;
    return bitmap;
  }

  clear(): void {
    this.#bitmaps.clear();
    this.#bytes = 0;
  }

  delete(tableId: string): void {
    const bitmap = this.#bitmaps.get(tableId);
    if (!bitmap) return;
    this.#bitmaps.delete(tableId);
    this.#bytes -= bytesOf(bitmap);
  }

  #keep(bitmap: TableBitmap): void {
    this.delete(bitmap.table.id);
    this.#bitmaps.set(bitmap.table.id, bitmap);
    this.#bytes += bytesOf(bitmap);
    for (const id of this.#bitmaps.keys()) {
      if (this.#bytes <= this.#mostBytes || id === bitmap.table.id) break;
      this.delete(id);
    }
  }
}

function bytesOf(bitmap: TableBitmap): number {
  return bitmap.canvas.width * bitmap.canvas.height * bytesPerPixel;
}

/** Whether a bitmap shows this table as it is now, whatever its level and scale. Its place does not matter. */
export function showsTable(bitmap: TableBitmap, table: SceneTable, themeName: string): boolean {
  const drawn = bitmap.table;
  if (bitmap.themeName !== themeName) return false;
  if (drawn === table) return true;
  return (
    drawn.name === table.name &&
    drawn.namespaceName === table.namespaceName &&
    drawn.color === table.color &&
    drawn.foot === table.foot &&
    Boolean(drawn.comment) === Boolean(table.comment) &&
    drawn.columns.length === table.columns.length &&
    drawn.columns.every((column, index) => column === table.columns[index])
  );
}
