import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from './rect';
import { intersects } from './rect';
import { SpatialIndex } from './spatial-index';

const rect: fc.Arbitrary<Rect> = fc.record({
  x: fc.integer({ min: -3000, max: 3000 }),
  y: fc.integer({ min: -3000, max: 3000 }),
  width: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 600 }) }, fc.constant(200_000)),
  height: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 600 }) }, fc.constant(200_000)),
});
const id = fc.integer({ min: 0, max: 30 }).map(String);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ id, rects: fc.array(rect, { minLength: 1, maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ id, rects: fc.constant(null) }) },
);

describe('spatial index', () => {
  it('CAN-11: finds exactly what a look at everything finds, after any changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), rect, (steps, area) => {
        const index = new SpatialIndex(256);
        const all = new Map<string, readonly Rect[]>();
        for (const { id: key, rects } of steps) {
          if (rects === null) {
            index.delete(key);
            all.delete(key);
          } else {
            index.set(key, rects);
            all.set(key, rects);
          }
        }
        const expected = [...all].filter(([, rects]) => rects.some((one) => intersects(one, area)));
        expect([...index.query(area)].sort()).toEqual(expected.map(([key]) => key).sort());
        expect(index.size).toBe(all.size);
      }),
    );
  });
});
