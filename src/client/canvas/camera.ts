/**
 * The camera: which part of the world the surface shows. Screen coordinates are CSS pixels from the top left
 * corner of the canvas; `screen = (world - camera) * zoom`.
 */

import type { Point, Rect, Size } from './geometry/rect';
import { centerOf, clamp } from './geometry/rect';

export type Camera = {
  /** World coordinates of the canvas' top left corner. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels per world unit, between `minZoom` and `maxZoom`. */
  readonly zoom: number;
};

export const minZoom = 0.02;
export const maxZoom = 4;

export function worldToScreen(camera: Camera, point: Point): Point {
  return { x: (point.x - camera.x) * camera.zoom, y: (point.y - camera.y) * camera.zoom };
}

export function screenToWorld(camera: Camera, point: Point): Point {
  return { x: point.x / camera.zoom + camera.x, y: point.y / camera.zoom + camera.y };
}

export function rectToScreen(camera: Camera, rect: Rect): Rect {
  const corner = worldToScreen(camera, rect);
  return { ...corner, width: rect.width * camera.zoom, height: rect.height * camera.zoom };
}

/** The part of the world that a viewport of this size (CSS pixels) shows. */
export function visibleWorld(camera: Camera, viewport: Size): Rect {
  return {
    x: camera.x,
    y: camera.y,
    width: viewport.width / camera.zoom,
    height: viewport.height / camera.zoom,
  };
}

/** Moves what is shown by (dx, dy) CSS pixels: positive values move the picture right and down. */
export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.zoom, y: camera.y - dy / camera.zoom };
}

/** What was in the middle from top to bottom stays there when the viewport becomes higher or lower. */
export function afterResize(camera: Camera, before: Size, after: Size): Camera {
  return panBy(camera, 0, (after.height - before.height) / 2);
}

/** Zooms so that the world point under the screen point `at` stays there; the zoom keeps its limits. */
export function zoomAt(camera: Camera, factor: number, at: Point): Camera {
  const zoom = clamp(camera.zoom * factor, minZoom, maxZoom);
  const fixed = screenToWorld(camera, at);
  return { zoom, x: fixed.x - at.x / zoom, y: fixed.y - at.y / zoom };
}

/** The camera that has `world` in the middle of the viewport, at the given zoom. */
export function centeredAt(world: Point, zoom: number, viewport: Size): Camera {
  return { zoom, x: world.x - viewport.width / zoom / 2, y: world.y - viewport.height / zoom / 2 };
}

/**
 * The camera that shows the whole rectangle in the middle, with `padding` CSS pixels around it,
 * but never larger than `largest`: one small table shall not fill the screen.
 */
export function fitRect(rect: Rect, viewport: Size, padding = 48, largest = 1): Camera {
  const across = Math.max(1, viewport.width - 2 * padding) / Math.max(1, rect.width);
  const down = Math.max(1, viewport.height - 2 * padding) / Math.max(1, rect.height);
  const zoom = clamp(Math.min(across, down), minZoom, Math.min(largest, maxZoom));
  return centeredAt(centerOf(rect), zoom, viewport);
}

/** Whether the rectangle is entirely in view. */
export function isInView(camera: Camera, viewport: Size, rect: Rect): boolean {
  const view = visibleWorld(camera, viewport);
  return (
    rect.x >= view.x &&
    rect.y >= view.y &&
    rect.x + rect.width <= view.x + view.width &&
    rect.y + rect.height <= view.y + view.height
  );
}

/**
 * The camera on the way from one to another, `t` from 0 to 1. The zoom moves in equal ratios, and the
 * middle of the viewport at a pace that fits it, so that the flight looks steady.
 */
export function between(from: Camera, to: Camera, t: number, viewport: Size): Camera {
  if (t >= 1) return to;
  const zoom = from.zoom * (to.zoom / from.zoom) ** t;
  const start = centerOf(visibleWorld(from, viewport));
  const end = centerOf(visibleWorld(to, viewport));
  const ratio = 1 / to.zoom - 1 / from.zoom;
  const along = Math.abs(ratio) < 1e-9 ? t : (1 / zoom - 1 / from.zoom) / ratio;
  return centeredAt(
    { x: start.x + (end.x - start.x) * along, y: start.y + (end.y - start.y) * along },
    zoom,
    viewport,
  );
}
