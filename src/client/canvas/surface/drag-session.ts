/** Tables on their way: shown at their new places without touching the store, committed once. */
import type { Point, Rect } from '../geometry/rect';
import { boundsOf } from '../geometry/rect';
import type { Guide } from '../geometry/snap';
import { snapTo } from '../geometry/snap';
import type { SceneModel } from './scene-model';
import { Throttle } from './throttle';
import type { SurfaceCallbacks, TableMove } from './types';

/** Milliseconds between two messages about a drag. */
const draggingIntervalMs = 50;
/** CSS pixels within which a dragged thing aligns with others. */
const snapPixels = 6;

/** What is in view, in world units, and at which zoom. */
export type InView = { readonly area: Rect; readonly zoom: number };

export class DragSession {
  readonly #model: SceneModel;
  readonly #callbacks: SurfaceCallbacks;
  readonly #inView: () => InView;
  readonly #tell: Throttle<readonly TableMove[]>;
  /** Where the tables were when the drag began. */
  #starts: ReadonlyMap<string, Point> | null = null;
  #moves: readonly TableMove[] = [];
  #guides: readonly Guide[] = [];

  constructor(model: SceneModel, callbacks: SurfaceCallbacks, inView: () => InView) {
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
   * Shows the tables `delta` world units from where they were at the first call; with `snaps` they align with
   * what is near in view.
   */
  drag(tableIds: readonly string[], delta: Point, snaps: boolean): void {
    if (this.#starts === null) {
      this.#starts = this.#placesOf(tableIds);
      this.#model.raise(tableIds);
    }
    const moves = this.#movesBy(delta);
    this.#moves = snaps ? this.#snapped(moves) : moves;
    if (!snaps) this.#guides = [];
    this.#model.setLocalPositions(new Map(this.#moves.map((move) => [move.tableId, move])));
    this.#tell.push(this.#moves);
  }

  /** Ends with one commit of the places shown. Tables that were dropped meanwhile are left out. */
  drop(): void {
    const moves = this.#moves.filter(({ tableId }) => this.#model.placed(tableId));
    if (moves.length > 0) this.#callbacks.onMoveTables(moves);
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

  #placesOf(tableIds: readonly string[]): ReadonlyMap<string, Point> {
    const places = new Map<string, Point>();
    for (const id of tableIds) {
      const placed = this.#model.placed(id);
      if (placed) places.set(id, { x: placed.rect.x, y: placed.rect.y });
    }
    return places;
  }

  /** Whole units: what is stored and sent has no long fractions. */
  #movesBy(delta: Point): readonly TableMove[] {
    return [...(this.#starts ?? [])].map(([tableId, start]) => ({
      tableId,
      x: Math.round(start.x + delta.x),
      y: Math.round(start.y + delta.y),
    }));
  }

  /** All moved by what aligns the rectangle around them. */
  #snapped(moves: readonly TableMove[]): readonly TableMove[] {
    const rects = moves.flatMap(({ tableId, x, y }) => {
      const placed = this.#model.placed(tableId);
      return placed ? [{ ...placed.rect, x, y }] : [];
    });
    const around = boundsOf(rects);
    if (!around) return moves;
    const { area, zoom } = this.#inView();
    const near = this.#model.tablesIn(area).filter(({ table }) => !this.#starts?.has(table.id));
    const others = near.map(({ rect }) => rect);
    const { offset, guides } = snapTo(around, others, snapPixels / zoom);
    this.#guides = guides;
    return moves.map(({ tableId, x, y }) => ({ tableId, x: x + offset.x, y: y + offset.y }));
  }
}
