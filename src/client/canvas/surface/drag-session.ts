/** Tables, notes and areas on their way: shown at their new places without touching the store, committed once. */
import type { Edges } from '../geometry/box-geometry';
import { resized } from '../geometry/box-geometry';
import type { Point, Rect } from '../geometry/rect';
import { boundsOf, sameRect } from '../geometry/rect';
import type { Guide } from '../geometry/snap';
import { snapTo } from '../geometry/snap';
import type { SceneModel } from './scene-model';
import { Throttle } from './throttle';
import type { Move, SurfaceCallbacks } from './types';

/** Milliseconds between two messages about a drag. */
const draggingIntervalMs = 50;
/** CSS pixels within which a dragged thing aligns with others. */
const snapPixels = 6;

/** What is in view, in world units, and at which zoom. */
export type InView = { readonly area: Rect; readonly zoom: number };

export class DragSession {
  readonly #model: SceneModel;
  readonly #callbacks: Pick<SurfaceCallbacks, 'onMove' | 'onDragging'>;
  readonly #inView: () => InView;
  readonly #tell: Throttle<readonly Move[]>;
  /** Where things were when the drag began. */
  #starts: ReadonlyMap<string, Rect> | null = null;
  #moves: readonly Move[] = [];
  #guides: readonly Guide[] = [];

  constructor(
    model: SceneModel,
    callbacks: Pick<SurfaceCallbacks, 'onMove' | 'onDragging'>,
    inView: () => InView,
  ) {
    this.#model = model;
    this.#callbacks = callbacks;
    this.#inView = inView;
    this.#tell = new Throttle(draggingIntervalMs, (moves) => callbacks.onDragging(moves));
  }

  /** The lines on which what is dragged is aligned with others. */
  get guides(): readonly Guide[] {
    return this.#guides;
  }

  /**
   * Shows these things `delta` world units from where they were at the first call, and what lies in the areas
   * among them too; with `snaps` they align with what is near in view.
   */
  drag(ids: readonly string[], delta: Point, snaps: boolean): void {
    if (this.#starts === null) {
      const all = this.#model.withContents(ids);
      this.#starts = this.#placesOf(all);
      this.#model.raise(all);
    }
    const moves = this.#movesBy(delta);
    this.#moves = snaps ? this.#snapped(moves) : moves;
    if (!snaps) this.#guides = [];
    this.#show();
  }

  /** Shows a note or area with some of its edges `delta` world units from where they were at the first call. */
  resize(boxId: string, edges: Edges, delta: Point): void {
    this.#starts ??= this.#placesOf([boxId]);
    const start = this.#starts.get(boxId);
    if (start) this.#moves = [{ id: boxId, ...resized(start, edges, delta) }];
    this.#show();
  }

  #show(): void {
    this.#model.setLocalPositions(new Map(this.#moves.map(({ id, ...place }) => [id, place])));
    this.#tell.push(this.#moves);
  }

  /** Ends with one commit of the places shown. What was deleted meanwhile is left out. */
  drop(): void {
    const moves = this.#moves.filter(({ id }) => this.#model.placedRect(id));
    if (moves.length > 0 && this.#haveMoved()) this.#callbacks.onMove(moves);
    this.cancel();
  }

  /** Ends with everything where the store says it is. */
  cancel(): void {
    if (this.#starts === null) return;
    this.#starts = null;
    this.#moves = [];
    this.#guides = [];
    this.#tell.cancel();
    this.#model.setLocalPositions(new Map());
    this.#callbacks.onDragging([]);
  }

  #placesOf(ids: readonly string[]): ReadonlyMap<string, Rect> {
    const places = new Map<string, Rect>();
    for (const id of ids) {
      const rect = this.#model.placedRect(id);
      if (rect) places.set(id, rect);
    }
    return places;
  }

  /** Whether something is shown elsewhere than it was: a drag may come back to where it began. */
  #haveMoved(): boolean {
    return this.#moves.some((move) => {
      const start = this.#starts?.get(move.id);
      return start && !sameRect(start, { ...start, ...move });
    });
  }

  /** Whole units: what is stored and sent has no long fractions. */
  #movesBy(delta: Point): readonly Move[] {
    return [...(this.#starts ?? [])].map(([id, start]) => ({
      id,
      x: Math.round(start.x + delta.x),
      y: Math.round(start.y + delta.y),
    }));
  }

  /** All moved by what aligns the rectangle around them. */
  #snapped(moves: readonly Move[]): readonly Move[] {
    const rects = moves.flatMap(({ id, x, y }) => {
      const rect = this.#model.placedRect(id);
      return rect ? [{ ...rect, x, y }] : [];
    });
    const around = boundsOf(rects);
    if (!around) return moves;
    const { area, zoom } = this.#inView();
    const near = this.#model.placedIn(area).filter(({ id }) => !this.#starts?.has(id));
    const others = near.map(({ rect }) => rect);
    const { offset, guides } = snapTo(around, others, snapPixels / zoom);
    this.#guides = guides;
    return moves.map(({ id, x, y }) => ({ id, x: x + offset.x, y: y + offset.y }));
  }
}
