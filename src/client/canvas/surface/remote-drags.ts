/** What others are dragging, moved smoothly between the few updates a second that arrive. */
import type { Point } from '../geometry/rect';
import type { Motion } from './motion';
import { headAll, isMoving, positionAt } from './motion';
import type { SceneModel } from './scene-model';

/** For so long after a table was stored at a place, word of the drag before it may still arrive. */
const lateMs = 500;

/** A drag that came to its end: where it was last said to be, and when the stored place arrived. */
type Ended = { readonly atMs: number; readonly said: Point | null };

export class RemoteDrags {
  readonly #model: SceneModel;
  #motions: ReadonlyMap<string, Motion> = new Map();
  #ended: ReadonlyMap<string, Ended> = new Map();
  /** The last places were not final: one more step has to follow. */
  #isUnderWay = false;

  constructor(model: SceneModel) {
    this.#model = model;
  }

  /** Takes over where the tables are said to be; gives back whether anything on the surface changed. */
  set(places: ReadonlyMap<string, Point>, nowMs: number): boolean {
    const believed = this.#believed(places, nowMs);
    if (believed.size === 0 && this.#motions.size === 0) return false;
    this.#motions = headAll(this.#motions, believed, nowMs, (id) => this.#model.placedRect(id));
    this.#apply(nowMs);
    return true;
  }

  /**
   * These tables are stored at another place now: they stand there at once. Presence and the log travel
   * separately, so what is said of the drag that led there may come later, and is not believed any more.
   */
  confirm(ids: ReadonlySet<string>, nowMs: number): void {
    if (ids.size === 0) return;
    const ended = new Map(this.#ended);
    for (const id of ids) ended.set(id, { atMs: nowMs, said: this.#motions.get(id)?.to ?? null });
    this.#ended = ended;
    if (![...this.#motions.keys()].some((id) => ids.has(id))) return;
    this.#motions = new Map([...this.#motions].filter(([id]) => !ids.has(id)));
    this.#apply(nowMs);
  }

  /** Moves the tables on; gives back whether one moved, and so has to be painted. */
  advance(nowMs: number): boolean {
    const moved = this.#isUnderWay;
    if (moved) this.#apply(nowMs);
    return moved;
  }

  /** Without what is only the echo of a drag that has ended: said too soon, or the same as before. */
  #believed(places: ReadonlyMap<string, Point>, nowMs: number): ReadonlyMap<string, Point> {
    if (this.#ended.size === 0) return places;
    const believed = new Map(places);
    const ended = new Map<string, Ended>();
    for (const [id, end] of this.#ended) {
      const place = places.get(id);
      const isLate = nowMs < end.atMs + lateMs;
      const isEcho = place !== undefined && (isLate || (end.said !== null && isSame(place, end.said)));
      if (isEcho) believed.delete(id);
      if (isEcho || isLate) ended.set(id, { atMs: end.atMs, said: place ?? end.said });
    }
    this.#ended = ended;
    return believed;
  }

  #apply(nowMs: number): void {
    const places = [...this.#motions].map(([id, motion]) => [id, positionAt(motion, nowMs)] as const);
    this.#model.setRemotePositions(new Map(places));
    this.#isUnderWay = [...this.#motions.values()].some((motion) => isMoving(motion, nowMs));
  }
}

function isSame(a: Point, b: Point): boolean {
  return a.x === b.x && a.y === b.y;
}
