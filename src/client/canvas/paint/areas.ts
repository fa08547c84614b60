/** Areas: behind everything else, with their name in a bar on top. There are few of them, so no bitmaps. */
import { visibleWorld } from '../camera';
import { areaHeader, boxMetrics } from '../geometry/box-geometry';
import { clamp } from '../geometry/rect';
import type { PlacedBox } from '../hit-test';
import { toneOf } from '../theme';
import { ellipsize } from './fit-text';
import { boxFont } from './fonts';
import type { View } from './view';
import { scaleOf, toDeviceRect } from './view';

export function paintAreas(view: View): void {
  for (const placed of view.model.boxes.in(visibleWorld(view.camera, view.viewport))) {
    if (placed.box.kind === 'area') paintArea(view, placed);
  }
}

function paintArea(view: View, { box, rect }: PlacedBox): void {
  const { context, pixelRatio, camera } = view;
  const tone = toneOf(view.theme, box.color);
  const body = toDeviceRect(view, rect);
  const header = toDeviceRect(view, areaHeader(rect, camera.zoom));
  const radius = boxMetrics.cornerRadius * scaleOf(view);
  context.beginPath();
  context.roundRect(body.x, body.y, body.width, body.height, radius);
  context.globalAlpha = 0.75;
  context.fillStyle = tone.header;
  context.fill();
  context.globalAlpha = 0.6;
  context.strokeStyle = tone.strip;
  context.lineWidth = pixelRatio;
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = tone.block;
  context.beginPath();
  context.roundRect(header.x, header.y, header.width, header.height, [radius, radius, 0, 0]);
  context.fill();
  paintTitle(view, box.text, header, tone.blockText);
}

function paintTitle(view: View, title: string, header: ReturnType<typeof toDeviceRect>, color: string): void {
  const { context, pixelRatio, camera } = view;
  const size = clamp(14 * camera.zoom, 11, 40) * pixelRatio;
  const padding = size * 0.8;
  const room = header.width - 2 * padding;
  if (room < 2 * size || header.height < size) return;
  context.font = boxFont('area', size);
  context.fillStyle = color;
  context.textBaseline = 'middle';
  const shown = ellipsize(title, room, (text) => context.measureText(text).width);
  context.fillText(shown, header.x + padding, header.y + header.height / 2 + pixelRatio / 2);
}
