/** The lines on which a dragged thing is aligned with others. */
import type { View } from './view';
import { toDevice } from './view';

export function paintGuides(view: View): void {
  const { context, pixelRatio } = view;
  context.strokeStyle = view.theme.guide;
  context.lineWidth = pixelRatio;
  for (const { axis, at, from, to } of view.guides) {
    const a = toDevice(view, axis === 'x' ? { x: at, y: from } : { x: from, y: at });
    const b = toDevice(view, axis === 'x' ? { x: at, y: to } : { x: to, y: at });
    // In the middle of a device pixel a line of one pixel is sharp.
    const across = Math.floor(axis === 'x' ? a.x : a.y) + 0.5;
    context.beginPath();
    context.moveTo(axis === 'x' ? across : a.x, axis === 'x' ? a.y : across);
    context.lineTo(axis === 'x' ? across : b.x, axis === 'x' ? b.y : across);
    context.stroke();
  }
}
