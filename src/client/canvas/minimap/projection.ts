/** Where the world lies on the minimap. Pure; map coordinates are CSS pixels from the minimap's corner. */
import type { Camera } from '../camera';
import { centeredAt, visibleWorld } from '../camera';
import type { Point, Rect, Size } from '../geometry/rect';
import { centerOf, clamp, containsPoint } from '../geometry/rect';

/** CSS pixels kept free around the scene. */
const padding = 8;
/** One small table shall not fill the map. */
const largestScale = 0.12;

/** `map = world * scale + offset` */
export type Projection = { readonly scale: number; readonly offset: Point };

/** Puts the whole scene into the middle of a map of this size. */
export function projectionOf(scene: Rect, map: Size): Projection {
  const across = Math.max(1, map.width - 2 * padding) / Math.max(1, scene.width);
  const down = Math.max(1, map.height - 2 * padding) / Math.max(1, scene.height);
  const scale = Math.min(across, down, largestScale);
  const middle = centerOf(scene);
  return {
    scale,
    offset: { x: map.width / 2 - middle.x * scale, y: map.height / 2 - middle.y * scale },
  };
}

export function rectToMap({ scale, offset }: Projection, rect: Rect): Rect {
  return {
    x: rect.x * scale + offset.x,
    y: rect.y * scale + offset.y,
    width: rect.width * scale,
    height: rect.height * scale,
  };
}

export function mapToWorld({ scale, offset }: Projection, point: Point): Point {
  return { x: (point.x - offset.x) / scale, y: (point.y - offset.y) / scale };
}

/** What the view shows, as a frame on the map: cut at the map's edges, and at least a mark where it is outside. */
export function frameOf(projection: Projection, camera: Camera, viewport: Size, map: Size): Rect {
  const { x, y, width, height } = rectToMap(projection, visibleWorld(camera, viewport));
  const least = 6;
  const left = clamp(x, 0, map.width - least);
  const top = clamp(y, 0, map.height - least);
  const right = clamp(x + width, left + least, map.width);
  const bottom = clamp(y + height, top + least, map.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * How a press holds the view: within the frame it takes it where it is, beside it the frame jumps under the
 * pointer. Gives back the world distance from the pointer to the middle of the view, to be kept while dragging.
 */
export function gripAt(projection: Projection, camera: Camera, viewport: Size, at: Point): Point {
  const view = visibleWorld(camera, viewport);
  const world = mapToWorld(projection, at);
  if (!containsPoint(view, world)) return { x: 0, y: 0 };
  const middle = centerOf(view);
  return { x: middle.x - world.x, y: middle.y - world.y };
}

/** The camera while the view is held by `grip` with the pointer at `at`. The zoom stays. */
export function cameraHeld(
  projection: Projection,
  camera: Camera,
  viewport: Size,
  held: { readonly grip: Point; readonly at: Point },
): Camera {
  const world = mapToWorld(projection, held.at);
  const middle = { x: world.x + held.grip.x, y: world.y + held.grip.y };
  return centeredAt(middle, camera.zoom, viewport);
}
