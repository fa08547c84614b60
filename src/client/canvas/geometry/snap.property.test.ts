import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from './rect';
import { snapTo } from './snap';

/** Halves, as places are stored: middles are quarters then, and sums of them exact. */
const half = (min: number, max: number) => fc.integer({ min: min * 2, max: max * 2 }).map((n) => n / 2);
const rect: fc.Arbitrary<Rect> = fc.record({
  x: half(-300, 300),
  y: half(-300, 300),
  width: half(1, 200),
  height: half(1, 200),
});
const others = fc.array(rect, { maxLength: 8 });
const tolerance = fc.double({ min: 0, max: 40, noNaN: true });

const movedBy = (moving: Rect, offset: { x: number; y: number }): Rect => ({
  ...moving,
  x: moving.x + offset.x,
  y: moving.y + offset.y,
});

describe('snapTo', () => {
  it('CAN-60: moves by no more than the tolerance', () => {
    fc.assert(
      fc.property(rect, others, tolerance, (moving, near, most) => {
        const { offset } = snapTo(moving, near, most);
        expect(Math.abs(offset.x)).toBeLessThanOrEqual(most);
        expect(Math.abs(offset.y)).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('CAN-60: what has snapped stays where it is', () => {
    fc.assert(
      fc.property(rect, others, tolerance, (moving, near, most) => {
        const first = snapTo(moving, near, most);
        const second = snapTo(movedBy(moving, first.offset), near, most);
        expect(second.offset.x).toBeCloseTo(0);
        expect(second.offset.y).toBeCloseTo(0);
        expect(second.guides).toEqual(first.guides);
      }),
    );
  });

  it('CAN-60: moves only to alignment, and every guide touches what is aligned', () => {
    fc.assert(
      fc.property(rect, others, tolerance, (moving, near, most) => {
        const { offset, guides } = snapTo(moving, near, most);
        if (offset.x !== 0) expect(guides.some(({ axis }) => axis === 'x')).toBe(true);
        if (offset.y !== 0) expect(guides.some(({ axis }) => axis === 'y')).toBe(true);
        const moved = movedBy(moving, offset);
        for (const { axis, at, from, to } of guides) {
          const size = axis === 'x' ? moved.width : moved.height;
          const lines = [moved[axis], moved[axis] + size / 2, moved[axis] + size];
          expect(lines.some((line) => Math.abs(line - at) < 1e-6)).toBe(true);
          const across = axis === 'x' ? moved.y : moved.x;
          expect(from).toBeLessThanOrEqual(across);
          expect(to).toBeGreaterThanOrEqual(across);
        }
      }),
    );
  });

  it('CAN-60: takes the nearest of several lines, each axis for itself', () => {
    const moving = { x: 103, y: 50, width: 80, height: 40 };
    const near = [
      { x: 98, y: 400, width: 33, height: 10 },
      { x: 105, y: 300, width: 300, height: 11 },
    ];
    const { offset, guides } = snapTo(moving, near, 6);
    expect(offset).toEqual({ x: 2, y: 0 });
    expect(guides).toEqual([{ axis: 'x', at: 105, from: 50, to: 311 }]);
  });

  it('CAN-60: with nothing near everything stays', () => {
    expect(snapTo({ x: 1, y: 2, width: 3, height: 4 }, [], 6)).toEqual({
      offset: { x: 0, y: 0 },
      guides: [],
    });
  });
});
