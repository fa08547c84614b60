/** The dot grid behind everything: it tells movement and scale without asking for attention. */
import { clamp } from '../geometry/rect';
import type { View } from './view';
import { scaleOf } from './view';

/** World units between dots, and every how many of them a dot stays when seen from afar. */
const spacing = 24;
const coarse = 5;

export function paintGrid(view: View): void {
  const { zoom } = view.camera;
  // Fine dots fade out before they would become a grey haze, coarse ones later.
  paintDots(view, spacing, clamp((zoom - 0.4) / 0.35, 0, 1));
  paintDots(view, spacing * coarse, zoom < 0.75 ? clamp((zoom - 0.08) / 0.12, 0, 1) : 0);
}

function paintDots(view: View, step: number, opacity: number): void {
  if (opacity <= 0) return;
  const { context, camera, viewport, pixelRatio, theme } = view;
  const scale = scaleOf(view);
  const dot = Math.max(1, Math.round(pixelRatio * clamp(camera.zoom * 1.4, 1, 2)));
  context.fillStyle = theme.gridDot;
  context.globalAlpha = opacity;
  const right = camera.x + viewport.width / camera.zoom;
  const bottom = camera.y + viewport.height / camera.zoom;
  const top = Math.floor(camera.y / step) * step;
  for (let x = Math.floor(camera.x / step) * step; x <= right; x += step) {
    const left = Math.round((x - camera.x) * scale);
    for (let y = top; y <= bottom; y += step) {
      context.fillRect(left, Math.round((y - camera.y) * scale), dot, dot);
    }
  }
  context.globalAlpha = 1;
}
