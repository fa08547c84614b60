/** Tables on their way: shown at their new places without touching the store, committed once. */
import type { Point } from '../geometry/rect';
import type { SceneModel } from './scene-model';
import { Throttle } from './throttle';
import type { SurfaceCallbacks, TableMove } from './types';

/** Milliseconds between two messages about a drag. */
const draggingIntervalMs = 50;

export class DragSession {
  readonly #model: SceneModel;
  readonly #callbacks: SurfaceCallbacks;
  readonly #tell: Throttle<readonly TableMove[]>;
  /** Where the tables were when the drag began. */
  #starts: ReadonlyMap<string, Point> | null = null;

  constructor(model: SceneModel, callbacks: SurfaceCallbacks) {
    this.#model = model;
    this.#callbacks = callbacks;
    this.#tell = new Throttle(draggingIntervalMs, (moves) => callbacks.onDragging(moves));
  }

  /** Shows the tables `delta` world units from where they were at the first call. */
  drag(tableIds: readonly string[], delta: Point): void {
    if (this.#starts === null) {
      this.#starts = this.#placesOf(tableIds);
      this.#model.raise(tableIds);
    }
    const moves = this.#movesBy(delta);
    this.#model.setLocalPositions(new Map(moves.map((move) => [move.tableId, move])));
    this.#tell.push(moves);
  }

  /** Ends with one commit of the final places. Tables that were dropped meanwhile are left out. */
  drop(delta: Point): void {
    const moves = this.#movesBy(delta).filter(({ tableId }) => this.#model.placed(tableId));
    if (moves.length > 0) this.#callbacks.onMoveTables(moves);
    this.cancel();
  }

  /** Ends with everything where the store says it is. */
  cancel(): void {
    if (this.#starts === null) return;
    this.#starts = null;
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
}
