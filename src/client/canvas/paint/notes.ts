/** Notes: sheets with wrapped text. Wrapping is costly, so each is kept as a bitmap until it looks different. */
import { visibleWorld } from '../camera';
import { boxMetrics, noteTextSize } from '../geometry/box-geometry';
import type { Rect } from '../geometry/rect';
import type { PlacedBox } from '../hit-test';
import type { SceneBox } from '../scene';
import { toneOf } from '../theme';
import { boxFont } from './fonts';
import type { View } from './view';
import { scaleOf, toDeviceRect } from './view';
import { wrapText } from './wrap-text';

/** So many are kept; the ones that were shown least recently go first. */
const mostKept = 300;
const lineHeight = 1.4;
/** World units around a note for its shadow. */
const shadowRoom = 14;

type NoteBitmap = {
  readonly canvas: OffscreenCanvas;
  readonly box: SceneBox;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly themeName: string;
};

export class NoteBitmaps {
  /** Oldest use first. */
  readonly #kept = new Map<string, NoteBitmap>();

  clear(): void {
    this.#kept.clear();
  }

  /** The bitmap of a note as it is to be seen now, drawn where it is not there. */
  of(view: View, placed: PlacedBox): NoteBitmap | null {
    const { id } = placed.box;
    const kept = this.#kept.get(id);
    const bitmap = kept && isGoodEnough(view, kept, placed) ? kept : draw(view, placed);
    this.#kept.delete(id);
    if (bitmap) this.#kept.set(id, bitmap);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    return bitmap;
  }
}

function isGoodEnough(view: View, kept: NoteBitmap, { box, rect }: PlacedBox): boolean {
  const looksSame = kept.box.text === box.text && kept.box.color === box.color;
  const isSameSize = kept.width === rect.width && kept.height === rect.height;
  if (!looksSame || !isSameSize || kept.themeName !== view.theme.name) return false;
  return kept.scale === scaleOf(view) || view.isZooming;
}

export function paintNotes(view: View): void {
  for (const placed of view.model.boxes.in(visibleWorld(view.camera, view.viewport))) {
    if (placed.box.kind !== 'note') continue;
    const bitmap = view.notes.of(view, placed);
    if (!bitmap) continue;
    const stretch = scaleOf(view) / bitmap.scale;
    const { x, y } = toDeviceRect(view, placed.rect);
    const margin = shadowRoom * scaleOf(view);
    const { canvas } = bitmap;
    view.context.drawImage(
      canvas,
      Math.round(x - margin),
      Math.round(y - margin),
      canvas.width * stretch,
      canvas.height * stretch,
    );
  }
}

function draw(view: View, { box, rect }: PlacedBox): NoteBitmap | null {
  const scale = scaleOf(view);
  const margin = shadowRoom * scale;
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.ceil(rect.width * scale + 2 * margin)),
    Math.max(1, Math.ceil(rect.height * scale + 2 * margin)),
  );
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.setTransform(scale, 0, 0, scale, margin, margin);
  const tone = toneOf(view.theme, box.color);
  context.shadowColor = view.theme.tableShadow;
  context.shadowBlur = 8 * scale;
  context.shadowOffsetY = 3 * scale;
  context.fillStyle = tone.block;
  context.beginPath();
  context.roundRect(0, 0, rect.width, rect.height, boxMetrics.cornerRadius / 2);
  context.fill();
  context.shadowColor = 'transparent';
  writeText(context, box.text, rect, { zoom: view.camera.zoom, color: tone.blockText });
  const { width, height } = rect;
  return { canvas, box, width, height, scale, themeName: view.theme.name };
}

function writeText(
  context: OffscreenCanvasRenderingContext2D,
  text: string,
  { width, height }: Rect,
  { zoom, color }: { readonly zoom: number; readonly color: string },
): void {
  const size = noteTextSize(zoom);
  // Smaller than this nobody reads it: the sheet is enough.
  if (size * zoom < 5) return;
  const padding = Math.min(boxMetrics.notePadding, width / 8, height / 8);
  context.font = boxFont('note', size);
  context.fillStyle = color;
  context.textBaseline = 'middle';
  const step = size * lineHeight;
  const room = Math.floor((height - 2 * padding) / step);
  const widthOf = (part: string) => context.measureText(part).width;
  wrapText(text, width - 2 * padding, Math.max(1, room), widthOf).forEach((line, index) => {
    context.fillText(line, padding, padding + (index + 0.5) * step);
  });
}
