/** Smooth positions from updates that come a few times a second. Pure: time is an argument. */
import type { Point } from '../geometry/rect';
import { clamp } from '../geometry/rect';

/** How long the way to a new position takes when nothing is known of the pace of updates. */
export const motionMs = 100;
/** Updates further apart than this are no stream: the thing had come to rest in between. */
const restedMs = 300;
const quickestMs = 60;
const slowestMs = 200;

export type Motion = {
  readonly from: Point;
  readonly to: Point;
  readonly startMs: number;
  readonly durationMs: number;
};

export function resting(at: Point): Motion {
  return { from: at, to: at, startMs: Number.NEGATIVE_INFINITY, durationMs: motionMs };
}

/** Where something is at a time, on its straight way. */
export function positionAt(motion: Motion, nowMs: number): Point {
  const t = Math.min(1, Math.max(0, (nowMs - motion.startMs) / motion.durationMs));
  if (t === 1) return motion.to;
  return {
    x: motion.from.x + (motion.to.x - motion.from.x) * t,
    y: motion.from.y + (motion.to.y - motion.from.y) * t,
  };
}

export function isMoving(motion: Motion, nowMs: number): boolean {
  return motion.from !== motion.to && nowMs < motion.startMs + motion.durationMs;
}

/**
 * The motion that goes on to a new position from wherever it is now: never a jump. It takes as long as the last
 * update was before this one, and a little longer: so it is still under way when the next one comes, instead of
 * stopping between any two.
 */
export function headFor(motion: Motion, to: Point, nowMs: number): Motion {
  if (motion.to.x === to.x && motion.to.y === to.y) return motion;
  const sinceLast = nowMs - motion.startMs;
  const durationMs = sinceLast > restedMs ? motionMs : clamp(sinceLast * 1.15, quickestMs, slowestMs);
  return { from: positionAt(motion, nowMs), to, startMs: nowMs, durationMs };
}

/**
 * Carries a set of motions over to new positions. New ones set out from where `startOf` says the thing is,
 * or begin at rest; missing ones are dropped.
 */
export function headAll(
  motions: ReadonlyMap<string, Motion>,
  positions: ReadonlyMap<string, Point>,
  nowMs: number,
  startOf: (id: string) => Point | null,
): ReadonlyMap<string, Motion> {
  const next = new Map<string, Motion>();
  for (const [id, to] of positions) {
    const before = motions.get(id) ?? resting(startOf(id) ?? to);
    next.set(id, headFor(before, to, nowMs));
  }
  return next;
}
