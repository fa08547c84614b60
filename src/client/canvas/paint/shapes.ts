/** Outlines and tints in world rectangles, for what lies over the diagram. */
import type { Rect } from '../geometry/rect';
import type { View } from './view';
import { scaleOf, toDeviceRect } from './view';

/** A rounded outline `distance` CSS pixels outside a table or row, `width` CSS pixels wide. */
export function outline(
  view: View,
  rect: Rect,
  radius: number,
  color: string,
  width: number,
  distance: number,
): void {
  const { context, pixelRatio } = view;
  const device = toDeviceRect(view, rect);
  const grow = (distance + width / 2) * pixelRatio;
  context.strokeStyle = color;
  context.lineWidth = width * pixelRatio;
  context.beginPath();
  context.roundRect(
    device.x - grow,
    device.y - grow,
    device.width + 2 * grow,
    device.height + 2 * grow,
    radius * scaleOf(view) + grow,
  );
  context.stroke();
}

/** Lays a translucent colour over a rectangle. */
export function tint(view: View, rect: Rect, color: string): void {
  const { x, y, width, height } = toDeviceRect(view, rect);
  view.context.fillStyle = color;
  view.context.fillRect(x, y, width, height);
}
