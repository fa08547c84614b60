import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Rect } from '../../canvas/geometry/rect';
import { intersects } from '../../canvas/geometry/rect';
import { shiftOfCopies } from './place-copies';

const rects = fc.array(
  fc.record({
    x: fc.integer({ min: -800, max: 800 }),
    y: fc.integer({ min: -800, max: 800 }),
    width: fc.integer({ min: 100, max: 400 }),
    height: fc.integer({ min: 60, max: 500 }),
  }),
  { minLength: 1, maxLength: 12 },
);

it('UI-182: copies overlap nothing that stands, and are on the grid', () => {
  fc.assert(
    fc.property(rects, rects, (copied: Rect[], standing: Rect[]) => {
      const shift = shiftOfCopies(copied, standing, { x: 3, y: 5 });
      const left = Math.min(...copied.map(({ x }) => x)) + shift.x;
      expect(Math.abs(left % 8)).toBe(0);
      for (const rect of copied) {
        const moved = { ...rect, x: rect.x + shift.x, y: rect.y + shift.y };
        expect(standing.some((other) => intersects(moved, other))).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

it('UI-182: with nothing in the way they are about the point that was asked for', () => {
  const copied = [{ x: 1000, y: 1000, width: 200, height: 100 }];
  expect(shiftOfCopies(copied, [], { x: 100, y: 50 })).toEqual({ x: -1000, y: -1000 });
});
