/**
 * The whole scene small, on a canvas of its own, with the view as a frame. The scene is painted once per change
 * of it and copied when only the camera moves: a thousand tables cost nothing while one pans.
 */
import type { Camera } from '../camera';
import type { Point, Rect } from '../geometry/rect';
import type { PlacedBox } from '../hit-test';
import type { SceneModel } from '../surface/scene-model';
import type { Viewport } from '../surface/viewport';
import { watchViewport } from '../surface/viewport';
import type { CanvasTheme } from '../theme';
import { toneOf } from '../theme';
import type { Projection } from './projection';
import { cameraHeld, frameOf, gripAt, projectionOf, rectToMap } from './projection';

export type MinimapTarget = {
  readonly model: SceneModel;
  camera(): Camera;
  viewport(): Viewport;
  theme(): CanvasTheme;
  /** The person has moved the view. */
  look(camera: Camera): void;
};

/** The scene as it was painted last. */
type Picture = {
  readonly canvas: OffscreenCanvas;
  readonly projection: Projection;
  readonly revision: number;
  readonly theme: CanvasTheme;
  readonly size: Viewport;
};

export class Minimap {
  readonly #canvas: HTMLCanvasElement;
  readonly #target: MinimapTarget;
  readonly #stops: (() => void)[] = [];
  #size: Viewport = { width: 1, height: 1, pixelRatio: 1 };
  #picture: Picture | null = null;
  readonly #painted = { scenes: 0, frames: 0 };
  #held: { readonly pointerId: number; readonly grip: Point } | null = null;
  #shown: { readonly picture: Picture | null; readonly camera: Camera; readonly viewport: Viewport } | null =
    null;

  constructor(canvas: HTMLCanvasElement, target: MinimapTarget) {
    this.#canvas = canvas;
    this.#target = target;
    canvas.style.touchAction = 'none';
    this.#listen();
    this.#stops.push(
      watchViewport(canvas, (size) => {
        this.#size = size;
        this.#shown = null;
        this.paint();
      }),
    );
  }

  /** How often the scene was painted, and how often it was copied with its frame. At rest neither grows. */
  get painted(): { readonly scenes: number; readonly frames: number } {
    return this.#painted;
  }

  /** Paints what has changed since the last time; nothing when nothing has. */
  paint(): void {
    const camera = this.#target.camera();
    const viewport = this.#target.viewport();
    const picture = this.#scene();
    const shown = this.#shown;
    if (shown?.picture === picture && shown.camera === camera && shown.viewport === viewport) return;
    this.#shown = { picture, camera, viewport };
    this.#painted.frames += 1;
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (!picture) return;
    context.drawImage(picture.canvas, 0, 0);
    context.scale(this.#size.pixelRatio, this.#size.pixelRatio);
    paintView(context, picture.theme, frameOf(picture.projection, camera, viewport, this.#size));
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  /** The painted scene, painted anew where it has changed; null while there is nothing in it. */
  #scene(): Picture | null {
    const { model } = this.#target;
    const theme = this.#target.theme();
    const size = this.#size;
    const before = this.#picture;
    const isFresh = before?.revision === model.revision && before.theme === theme && before.size === size;
    if (isFresh) return before;
    const bounds = model.bounds();
    this.#painted.scenes += 1;
    this.#picture = bounds && paintScene(model, theme, size, bounds);
    return this.#picture;
  }

  #listen(): void {
    const stop = new AbortController();
    const listen = <Kind extends 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel'>(
      kind: Kind,
      listener: (event: PointerEvent) => void,
    ) => this.#canvas.addEventListener(kind, listener, { signal: stop.signal });
    listen('pointerdown', (event) => this.#grip(event));
    listen('pointermove', (event) => this.#drag(event));
    const release = () => {
      this.#held = null;
    };
    listen('pointerup', release);
    listen('pointercancel', release);
    this.#stops.push(() => stop.abort());
  }

  #grip(event: PointerEvent): void {
    const picture = this.#picture;
    if (event.button !== 0 || !picture) return;
    // The keyboard stays where it is: on the diagram, as a rule.
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    const at = { x: event.offsetX, y: event.offsetY };
    const grip = gripAt(picture.projection, this.#target.camera(), this.#target.viewport(), at);
    this.#held = { pointerId: event.pointerId, grip };
    this.#drag(event);
  }

  #drag(event: PointerEvent): void {
    const held = this.#held;
    if (!this.#picture || held?.pointerId !== event.pointerId) return;
    const at = { x: event.offsetX, y: event.offsetY };
    const { projection } = this.#picture;
    const camera = this.#target.camera();
    this.#target.look(cameraHeld(projection, camera, this.#target.viewport(), { grip: held.grip, at }));
  }
}

function paintScene(model: SceneModel, theme: CanvasTheme, size: Viewport, bounds: Rect): Picture | null {
  const { width, height, pixelRatio } = size;
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(width * pixelRatio)),
    Math.max(1, Math.round(height * pixelRatio)),
  );
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.scale(pixelRatio, pixelRatio);
  const projection = projectionOf(bounds, size);
  const everything = model.boxes.in(bounds);
  for (const placed of everything)
    if (placed.box.kind === 'area') paintBox(context, projection, theme, placed);
  for (const id of model.tableIds()) {
    const placed = model.placed(id);
    if (!placed) continue;
    const rect = rectToMap(projection, placed.rect);
    context.fillStyle = toneOf(theme, placed.table.color).strip;
    // From afar a table is less than a pixel: it stays a mark.
    context.fillRect(rect.x, rect.y, Math.max(1.5, rect.width), Math.max(1.5, rect.height));
  }
  for (const placed of everything)
    if (placed.box.kind === 'note') paintBox(context, projection, theme, placed);
  return { canvas, projection, revision: model.revision, theme, size };
}

function paintBox(
  context: OffscreenCanvasRenderingContext2D,
  projection: Projection,
  theme: CanvasTheme,
  { box, rect }: PlacedBox,
): void {
  const { x, y, width, height } = rectToMap(projection, rect);
  context.fillStyle = toneOf(theme, box.color).block;
  context.fillRect(x, y, Math.max(1.5, width), Math.max(1.5, height));
}

function paintView(context: CanvasRenderingContext2D, theme: CanvasTheme, frame: Rect): void {
  context.fillStyle = theme.accentTint;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(frame.x + 0.75, frame.y + 0.75, frame.width - 1.5, frame.height - 1.5, 3);
  context.fill();
  context.stroke();
}
