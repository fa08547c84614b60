import { describe, expect, it } from 'vitest';
import { headAll, headFor, isMoving, motionMs, positionAt, resting } from './motion';

const here = { x: 0, y: 0 };
const there = { x: 100, y: 50 };

describe('motion', () => {
  it('CAN-51: goes to a new position within 100 ms and stays there', () => {
    const motion = headFor(resting(here), there, 1000);
    expect(positionAt(motion, 1000)).toEqual(here);
    expect(positionAt(motion, 1050)).toEqual({ x: 50, y: 25 });
    expect(positionAt(motion, 1000 + motionMs)).toEqual(there);
    expect(isMoving(motion, 1099)).toBe(true);
    expect(isMoving(motion, 1100)).toBe(false);
  });

  it('CAN-51: a change on the way goes on from there, without a jump', () => {
    const first = headFor(resting(here), there, 0);
    const second = headFor(first, here, 60);
    expect(positionAt(second, 60)).toEqual(positionAt(first, 60));
    expect(headFor(second, here, 90)).toBe(second);
  });

  it('CAN-51: while updates keep coming it never stands still between two of them', () => {
    let motion = headFor(resting(here), { x: 10, y: 0 }, 0);
    for (const [step, at] of [
      [2, 130],
      [3, 250],
      [4, 385],
      [5, 500],
    ] as const) {
      // Just before the next update: still on its way, and not far behind.
      if (step > 2) expect(isMoving(motion, at - 1)).toBe(true);
      motion = headFor(motion, { x: step * 10, y: 0 }, at);
    }
    expect(positionAt(motion, 500).x).toBeGreaterThan(35);
    expect(positionAt(motion, 700)).toEqual({ x: 50, y: 0 });
  });

  it('CAN-51: new things set out from where they are, missing ones are dropped', () => {
    const before = headAll(new Map(), new Map([['a', there]]), 0, () => here);
    expect(before.get('a')).toMatchObject({ from: here, to: there });
    const rested = headAll(new Map(), new Map([['a', there]]), 0, () => null);
    expect(positionAt(rested.get('a') ?? resting(here), 0)).toEqual(there);
    expect(headAll(before, new Map(), 10, () => null).size).toBe(0);
  });
});
