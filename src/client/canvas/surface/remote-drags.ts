/** Tables that others are dragging, moved smoothly between the few updates a second that arrive. */
import type { Point } from '../geometry/rect';
import type { Motion } from './motion';
import { headAll, isMoving, positionAt } from './motion';
import type { SceneModel } from './scene-model';

export class RemoteDrags {
  readonly #model: SceneModel;
  #motions: ReadonlyMap<string, Motion> = new Map();
  /** The last places were not final: one more step has to follow. */
  #isUnderWay = false;

  constructor(model: SceneModel) {
    this.#model = model;
  }

  /** Takes over where the tables are said to be; gives back whether anything on the surface changed. */
  set(places: ReadonlyMap<string, Point>, nowMs: number): boolean {
    if (places.size === 0 && this.#motions.size === 0) return false;
    this.#motions = headAll(this.#motions, places, nowMs, (id) => this.#model.placed(id)?.rect ?? null);
    this.#apply(nowMs);
    return true;
  }

  /** Moves the tables on; gives back whether one moved, and so has to be painted. */
  advance(nowMs: number): boolean {
    const moved = this.#isUnderWay;
    if (moved) this.#apply(nowMs);
    return moved;
  }

  #apply(nowMs: number): void {
    const places = [...this.#motions].map(([id, motion]) => [id, positionAt(motion, nowMs)] as const);
    this.#model.setRemotePositions(new Map(places));
    this.#isUnderWay = [...this.#motions.values()].some((motion) => isMoving(motion, nowMs));
  }
}
