/** What a frame is painted from, and the way from world units to device pixels. */
import type { Camera } from '../camera';
import type { Point, Rect, Size } from '../geometry/rect';
import type { Guide } from '../geometry/snap';
import type { TextMeasure } from '../geometry/table-geometry';
import type { GestureState } from '../gestures/types';
import type { Hit } from '../hit-test';
import type { ScenePeople } from '../scene';
import type { SceneModel } from '../surface/scene-model';
import type { CanvasTheme } from '../theme';
import type { BitmapCache } from './bitmap-cache';
import type { NoteBitmaps } from './notes';

export type View = {
  readonly context: CanvasRenderingContext2D;
  readonly model: SceneModel;
  readonly bitmaps: BitmapCache;
  readonly notes: NoteBitmaps;
  readonly measure: TextMeasure;
  readonly theme: CanvasTheme;
  readonly camera: Camera;
  /** CSS pixels. */
  readonly viewport: Size;
  readonly pixelRatio: number;
  readonly selection: ReadonlySet<string>;
  readonly hovered: Hit;
  readonly editingId: string | null;
  readonly gesture: GestureState;
  readonly guides: readonly Guide[];
  readonly people: ScenePeople;
  readonly readOnly: boolean;
  /** The zoom is changing: bitmaps of a near scale will do until it rests. */
  readonly isZooming: boolean;
};

/** Device pixels per world unit. */
export function scaleOf(view: View): number {
  return view.camera.zoom * view.pixelRatio;
}

/** A world point in device pixels, not rounded. */
export function toDevice(view: View, point: Point): Point {
  const scale = scaleOf(view);
  return { x: (point.x - view.camera.x) * scale, y: (point.y - view.camera.y) * scale };
}

/** A world rectangle in whole device pixels: its corner is rounded, so that what is drawn in it is sharp. */
export function toDeviceRect(view: View, rect: Rect): Rect {
  const scale = scaleOf(view);
  const corner = toDevice(view, rect);
  return {
    x: Math.round(corner.x),
    y: Math.round(corner.y),
    width: Math.round(rect.width * scale),
    height: Math.round(rect.height * scale),
  };
}
