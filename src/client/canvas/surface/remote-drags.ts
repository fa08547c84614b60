/** What others are dragging, moved smoothly between the few updates a second that arrive. */
import type { Point } from '../geometry/rect';
import type { Motion } from './motion';
import { headAll, isMoving, positionAt } from './motion';
import type { SceneModel } from './scene-model';

/** For so long after a table was stored at a place, word of the drag before it may still arrive. */
const lateMs = 500;
/** For so long a table stays where a drag of it ended: its stored place is on its way, unless nobody stored it. */
const heldMs = 600;

/** A drag that came to its end: where it was last said to be, and when the stored place arrived. */
type Ended = { readonly atMs: number; readonly said: Point | null };

export class RemoteDrags {
  readonly #model: SceneModel;
  #motions: ReadonlyMap<string, Motion> = new Map();
  #ended: ReadonlyMap<string, Ended> = new Map();
  /** Until when what is no longer dragged stays where it was let go. */
  #held: ReadonlyMap<string, number> = new Map();
  /** The last places were not final: one more step has to follow. */
  #isUnderWay = false;

  constructor(model: SceneModel) {
    this.#model = model;
  }

  /** Nothing moves, but something will, without further word of it: `advance` has to be called on. */
  get isWaiting(): boolean {
    return this.#held.size > 0;
  }

  /** Takes over where the tables are said to be; gives back whether anything on the surface changed. */
  set(places: ReadonlyMap<string, Point>, nowMs: number): boolean {
    const believed = this.#believed(places, nowMs);
    if (believed.size === 0 && this.#motions.size === 0) return false;
    const shown = this.#withHeld(believed, nowMs);
    this.#motions = headAll(this.#motions, shown, nowMs, (id) => this.#model.placedRect(id));
    this.#apply(nowMs);
    return true;
  }

  /**
   * These tables are stored at another place now: those that were dragged stand there at once, and are given
   * back. Presence and the log travel separately, so what is said of the drag that led there may come later, and
   * is not believed any more.
   */
  confirm(ids: Iterable<string>, nowMs: number): ReadonlySet<string> {
    const ended = new Map(this.#ended);
    const dragged = new Set<string>();
    for (const id of ids) {
      const motion = this.#motions.get(id);
      ended.set(id, { atMs: nowMs, said: motion?.to ?? null });
      if (motion) dragged.add(id);
    }
    this.#ended = ended;
    if (dragged.size === 0) return dragged;
    this.#motions = new Map([...this.#motions].filter(([id]) => !dragged.has(id)));
    this.#held = new Map([...this.#held].filter(([id]) => !dragged.has(id)));
    this.#apply(nowMs);
    return dragged;
  }

  /** Moves the tables on; gives back whether one moved, and so has to be painted. */
  advance(nowMs: number): boolean {
    const lapsed = new Set([...this.#held].flatMap(([id, until]) => (nowMs < until ? [] : [id])));
    if (lapsed.size > 0) {
      this.#held = new Map([...this.#held].filter(([id]) => !lapsed.has(id)));
      this.#motions = new Map([...this.#motions].filter(([id]) => !lapsed.has(id)));
    }
    const moved = this.#isUnderWay || lapsed.size > 0;
    if (moved) this.#apply(nowMs);
    return moved;
  }

  /** With what is no longer said to be dragged, but has no stored place yet: it stays where it was let go. */
  #withHeld(places: ReadonlyMap<string, Point>, nowMs: number): ReadonlyMap<string, Point> {
    const all = new Map(places);
    const held = new Map<string, number>();
    for (const [id, motion] of this.#motions) {
      if (places.has(id)) continue;
      const until = this.#held.get(id) ?? nowMs + heldMs;
      if (nowMs >= until) continue;
      held.set(id, until);
      all.set(id, motion.to);
    }
    this.#held = held;
    return all;
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
