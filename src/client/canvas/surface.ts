/**
 * The diagram surface: glue between a canvas element, a scene and the gesture machine. It has one frame loop,
 * which paints only when something changed. Nothing here decides anything: geometry, routes, hits and gestures
 * are pure functions of their own.
 */
import type { Camera } from './camera';
import { centeredAt, fitRect, rectToScreen, screenToWorld, visibleWorld, worldToScreen } from './camera';
import { areaHeader } from './geometry/box-geometry';
import type { Point, Rect } from './geometry/rect';
import { centerOf } from './geometry/rect';
import type { TextMeasure } from './geometry/table-geometry';
import { headerRect, tableMetrics } from './geometry/table-geometry';
import { cursorOf, reduceGesture } from './gestures/reduce';
import type { CanvasTool, GestureEvent, GestureState } from './gestures/types';
import { restingState } from './gestures/types';
import type { Hit } from './hit-test';
import { hitTableId, hitTest, sameHit, tolerancePixels } from './hit-test';
import { Minimap } from './minimap/minimap';
import { BitmapCache } from './paint/bitmap-cache';
import { createTextMeasure, loadFonts } from './paint/fonts';
import { paintFrame } from './paint/frame';
import { NoteBitmaps } from './paint/notes';
import type { ScenePeople, SceneSource } from './scene';
import { nobody } from './scene';
import { CameraControl } from './surface/camera-control';
import type { Means } from './surface/carry-out';
import { carryOut } from './surface/carry-out';
import { DragSession } from './surface/drag-session';
import { bindInput } from './surface/input';
import { MovingPlaces } from './surface/moving-places';
import { PeopleLayer } from './surface/people-layer';
import { SceneModel } from './surface/scene-model';
import { Throttle } from './surface/throttle';
import type { Surface, SurfaceCallbacks, SurfaceStats } from './surface/types';
import type { Viewport } from './surface/viewport';
import { reducesMotion, watchViewport } from './surface/viewport';
import type { CanvasTheme } from './theme';

const mostBitmapBytes = 128 * 2 ** 20;
const pointerIntervalMs = 50;
const nothing: Hit = { kind: 'empty' };

class CanvasSurface implements Surface {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #callbacks: SurfaceCallbacks;
  readonly #model: SceneModel;
  readonly #bitmaps = new BitmapCache(mostBitmapBytes);
  readonly #notes = new NoteBitmaps();
  readonly #people: PeopleLayer;
  readonly #view: CameraControl;
  readonly #drag: DragSession;
  readonly #means: Means;
  readonly #pointer: Throttle<Point | null>;
  readonly #stops: (() => void)[] = [];
  #measure: TextMeasure;
  #theme: CanvasTheme;
  #viewport: Viewport = { width: 1, height: 1, pixelRatio: 1 };
  #gesture: GestureState = restingState;
  #selection: ReadonlySet<string> = new Set();
  #hovered: Hit = nothing;
  #scenePeople: ScenePeople = nobody;
  readonly #moving: MovingPlaces;
  #minimap: Minimap | null = null;
  #editingId: string | null = null;
  #readOnly = false;
  #tool: CanvasTool = 'select';
  #frameRequest: number | null = null;
  #isDirty = false;
  #frames = 0;
  #paintedTables = 0;

  constructor(
    canvas: HTMLCanvasElement,
    context: CanvasRenderingContext2D,
    source: SceneSource,
    callbacks: SurfaceCallbacks,
    theme: CanvasTheme,
  ) {
    this.#canvas = canvas;
    this.#context = context;
    this.#callbacks = callbacks;
    this.#theme = theme;
    this.#measure = createTextMeasure();
    this.#model = new SceneModel(source, this.#measure);
    this.#moving = new MovingPlaces(this.#model, reducesMotion);
    this.#drag = new DragSession(this.#model, callbacks, () => ({
      area: visibleWorld(this.#view.camera, this.#viewport),
      zoom: this.#view.camera.zoom,
    }));
    this.#people = new PeopleLayer(canvas, reducesMotion);
    this.#view = new CameraControl({
      moved: (camera) => {
        callbacks.onCameraChange(camera);
        callbacks.onView(this.#view.areaIn(this.#viewport));
        this.#invalidate();
      },
      taken: callbacks.onCameraTaken,
      wantsFrame: () => this.#invalidate(),
      reducesMotion,
    });
    this.#means = {
      view: this.#view,
      drag: this.#drag,
      model: this.#model,
      callbacks,
      selection: () => this.#selection,
      select: (ids) => this.#select(ids),
      fit: (what) => this.fit(what),
      zoomBy: (factor) => this.zoomBy(factor),
    };
    this.#pointer = new Throttle(pointerIntervalMs, (world) => callbacks.onPointer(world));
    canvas.style.touchAction = 'none';
    this.#stops.push(
      source.subscribe((change) => {
        this.#moving.takeIn(change, performance.now());
        this.#invalidate();
      }),
      watchViewport(canvas, (viewport) => {
        const before = this.#viewport;
        this.#viewport = viewport;
        // The first size is no change of one.
        if (before.height > 1) this.#view.resize(before, viewport);
        // At once: a resized canvas is blank until it is painted.
        this.#isDirty = true;
        this.#paint();
        callbacks.onView(this.#view.areaIn(this.#viewport));
      }),
      bindInput(canvas, {
        dispatch: (event) => this.#dispatch(event),
        worldAt: (screen) => this.screenToWorld(screen),
        hitAt: (world) => this.#hitAt(world),
        pointerLeft: () => this.#pointerLeft(),
      }),
      loadFonts(canvas.ownerDocument, () => this.#remeasure()),
    );
  }

  setSelection(ids: ReadonlySet<string>): void {
    if (ids.size === this.#selection.size && [...ids].every((id) => this.#selection.has(id))) return;
    this.#selection = ids;
    this.#invalidate();
  }

  setTheme(theme: CanvasTheme): void {
    this.#theme = theme;
    this.#invalidate();
  }

  setPeople(people: ScenePeople): void {
    const before = this.#scenePeople;
    const now = performance.now();
    this.#scenePeople = people;
    this.#people.setPeople(people.cursors, now);
    const haveMoved = this.#moving.setDragged(people.draggedTables, now);
    if (haveMoved || before.selections !== people.selections) this.#isDirty = true;
    this.#requestFrame();
  }

  setEditing(id: string | null): void {
    this.#editingId = id;
    this.#invalidate();
  }

  setReadOnly(readOnly: boolean): void {
    this.#readOnly = readOnly;
    this.#invalidate();
  }

  setTool(tool: CanvasTool): void {
    this.#tool = tool;
    this.#showCursor();
  }

  fit(what: 'all' | 'selection'): void {
    const rect = this.#model.bounds(what === 'all' ? undefined : this.#model.placedIdsOf(this.#selection));
    if (rect) this.#view.flyTo(fitRect(rect, this.#viewport));
  }

  zoomBy(factor: number): void {
    this.#view.zoom(factor, { x: this.#viewport.width / 2, y: this.#viewport.height / 2 });
  }

  camera(): Camera {
    return this.#view.camera;
  }

  setCamera(camera: Camera): void {
    this.#view.set(camera);
  }

  lead(area: Rect): void {
    this.#view.lead(area, this.#viewport);
  }

  centerOn(id: string): boolean {
    const rect = this.#model.rectOf(id);
    if (!rect) return false;
    this.#view.flyTo(centeredAt(centerOf(rect), Math.max(this.#view.camera.zoom, 0.7), this.#viewport));
    return true;
  }

  worldToScreen(world: Point): Point {
    return worldToScreen(this.#view.camera, world);
  }

  screenToWorld(screen: Point): Point {
    return screenToWorld(this.#view.camera, screen);
  }

  screenRectOf(id: string): Rect | null {
    const rect = this.#model.rectOf(id);
    return rect && rectToScreen(this.#view.camera, rect);
  }

  screenHeaderOf(tableId: string): Rect | null {
    const placed = this.#model.placed(tableId);
    return placed ? rectToScreen(this.#view.camera, headerRect(placed.rect)) : null;
  }

  screenTitleOf(areaId: string): Rect | null {
    const { camera } = this.#view;
    const placed = this.#model.boxes.placed(areaId);
    return placed ? rectToScreen(camera, areaHeader(placed.rect, camera.zoom)) : null;
  }

  boundsOf(ids: Iterable<string>): Rect | null {
    return this.#model.bounds(ids);
  }

  tableRect(tableId: string): Rect | null {
    return this.#model.placed(tableId) ? this.#model.restingRect(tableId) : null;
  }

  showMinimap(canvas: HTMLCanvasElement): () => void {
    const minimap = new Minimap(canvas, {
      model: this.#model,
      camera: () => this.#view.camera,
      viewport: () => this.#viewport,
      theme: () => this.#theme,
      look: (camera) => this.#view.set(camera),
    });
    this.#minimap = minimap;
    this.#requestFrame();
    return () => {
      minimap.destroy();
      if (this.#minimap === minimap) this.#minimap = null;
    };
  }

  stats(): SurfaceStats {
    return {
      frames: this.#frames,
      paintedTables: this.#paintedTables,
      drawnBitmaps: this.#bitmaps.drawn,
      bitmapBytes: this.#bitmaps.bytes,
      minimap: { ...(this.#minimap?.painted ?? { scenes: 0, frames: 0 }) },
    };
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    if (this.#frameRequest !== null) cancelAnimationFrame(this.#frameRequest);
    this.#view.destroy();
    this.#drag.cancel();
    this.#pointer.cancel();
    this.#people.destroy();
    this.#bitmaps.clear();
  }

  #dispatch(event: GestureEvent): boolean {
    if (event.kind === 'pointer-down' || event.kind === 'key-down') this.#moving.finishGlides();
    const before = this.#gesture;
    const step = reduceGesture(before, event, {
      selection: this.#selection,
      movableIds: [...this.#selection].filter((id) => this.#model.placedRect(id)),
      tool: this.#tool,
      readOnly: this.#readOnly,
    });
    this.#gesture = step.state;
    for (const effect of step.effects) {
      carryOut(effect, this.#means);
      this.#invalidate();
    }
    if (event.kind === 'pointer-move') this.#pointer.push(event.world);
    if (event.kind === 'pointer-move' || event.kind === 'pointer-up') this.#hover(event.hit);
    if (before !== step.state || event.kind === 'pointer-move') this.#showCursor();
    return step.isHandled;
  }

  #select(ids: readonly string[]): void {
    this.setSelection(new Set(ids));
    this.#callbacks.onSelect(ids);
  }

  #hitAt(world: Point): Hit {
    const { zoom } = this.#view.camera;
    const reach = tolerancePixels / zoom + tableMetrics.addButtonRadius;
    return hitTest(this.#model.candidatesAt(world, reach), world, {
      zoom,
      activeTableId: hitTableId(this.#hovered),
      readOnly: this.#readOnly,
    });
  }

  #hover(hit: Hit): void {
    const { kind } = this.#gesture.mode;
    const now = kind === 'idle' || kind === 'connecting' || kind === 'pressed' ? hit : this.#hovered;
    if (sameHit(now, this.#hovered)) return;
    this.#hovered = now;
    this.#invalidate();
  }

  #pointerLeft(): void {
    this.#hover(nothing);
    this.#pointer.cancel();
    this.#pointer.push(null);
  }

  #showCursor(): void {
    const cursor = cursorOf(this.#gesture, this.#hovered, this.#tool);
    if (this.#canvas.style.cursor !== cursor) this.#canvas.style.cursor = cursor;
  }

  #remeasure(): void {
    this.#measure = createTextMeasure();
    this.#bitmaps.clear();
    this.#notes.clear();
    this.#model.setMeasure(this.#measure);
    this.#invalidate();
  }

  #invalidate(): void {
    this.#isDirty = true;
    this.#requestFrame();
  }

  #requestFrame(): void {
    this.#frameRequest ??= requestAnimationFrame(() => {
      this.#frameRequest = null;
      this.#tick(performance.now());
    });
  }

  #tick(now: number): void {
    let wantsMore = this.#view.advance(now, this.#viewport);
    const moving = this.#moving.advance(now);
    if (moving === 'moved') {
      this.#callbacks.onCameraChange(this.#view.camera);
      this.#isDirty = true;
    }
    if (this.#isDirty) wantsMore = this.#paint() || wantsMore;
    this.#minimap?.paint();
    wantsMore = this.#people.update(this.#view.camera, this.#viewport, now) || wantsMore;
    if (wantsMore || moving !== 'rests') this.#requestFrame();
  }

  /** Paints a frame; gives back whether it has to be completed by another one. */
  #paint(): boolean {
    const painted = paintFrame({
      context: this.#context,
      model: this.#model,
      bitmaps: this.#bitmaps,
      notes: this.#notes,
      measure: this.#measure,
      theme: this.#theme,
      camera: this.#view.camera,
      viewport: this.#viewport,
      pixelRatio: this.#viewport.pixelRatio,
      selection: this.#selection,
      hovered: this.#hovered,
      editingId: this.#editingId,
      gesture: this.#gesture,
      guides: this.#drag.guides,
      people: this.#scenePeople,
      readOnly: this.#readOnly,
      isZooming: this.#view.isZooming,
    });
    this.#frames += 1;
    this.#paintedTables = painted.count;
    this.#isDirty = painted.isIncomplete;
    return painted.isIncomplete;
  }
}

/**
 * Makes a canvas element the diagram surface of a scene. The element's CSS size decides its size; its parent has
 * to be positioned, because other people's pointers are put over it. Throws where Canvas 2D is missing.
 */
export function createSurface(
  canvas: HTMLCanvasElement,
  source: SceneSource,
  callbacks: SurfaceCallbacks,
  theme: CanvasTheme,
): Surface {
  // Opaque: the browser need not blend the page behind it.
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser gives no 2D canvas to draw the diagram on.');
  return new CanvasSurface(canvas, context, source, callbacks, theme);
}
