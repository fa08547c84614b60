import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edges } from './box-geometry';
import { areaAround, boxMetrics, edgesAt, liesIn, resized } from './box-geometry';
import type { Rect } from './rect';

const whole = (min: number, max: number) => fc.integer({ min, max });
const rect: fc.Arbitrary<Rect> = fc.record({
  x: whole(-500, 500),
  y: whole(-500, 500),
  width: whole(boxMetrics.least.width, 900),
  height: whole(boxMetrics.least.height, 900),
});
const edges: fc.Arbitrary<Edges> = fc.record({
  x: fc.constantFrom('left', 'right', null),
  y: fc.constantFrom('top', 'bottom', null),
});
const delta = fc.record({ x: whole(-2_000, 2_000), y: whole(-2_000, 2_000) });

describe('notes and areas', () => {
  it('CAN-57: resizing leaves the edges that are not dragged where they are, and room to take hold', () => {
    fc.assert(
      fc.property(rect, edges, delta, (before, dragged, by) => {
        const after = resized(before, dragged, by);
        if (dragged.x !== 'left') expect(after.x).toBe(before.x);
        if (dragged.x !== 'right') expect(after.x + after.width).toBe(before.x + before.width);
        if (dragged.y !== 'top') expect(after.y).toBe(before.y);
        if (dragged.y !== 'bottom') expect(after.y + after.height).toBe(before.y + before.height);
        expect(after.width).toBeGreaterThanOrEqual(boxMetrics.least.width);
        expect(after.height).toBeGreaterThanOrEqual(boxMetrics.least.height);
      }),
    );
  });

  it('CAN-57: a dragged edge follows the pointer', () => {
    const before = { x: 0, y: 0, width: 200, height: 100 };
    expect(resized(before, { x: 'right', y: 'top' }, { x: 30, y: -20 })).toEqual({
      x: 0,
      y: -20,
      width: 230,
      height: 120,
    });
  });

  it('CAN-57: edges and corners are taken near them, not in the middle nor far outside', () => {
    const box = { x: 0, y: 0, width: 200, height: 100 };
    expect(edgesAt(box, { x: 100, y: 50 }, 6)).toBeNull();
    expect(edgesAt(box, { x: 100, y: 110 }, 6)).toBeNull();
    expect(edgesAt(box, { x: 203, y: 50 }, 6)).toEqual({ x: 'right', y: null });
    expect(edgesAt(box, { x: 195, y: 103 }, 6)).toEqual({ x: 'right', y: 'bottom' });
    expect(edgesAt(box, { x: 10, y: 1 }, 6)).toEqual({ x: 'left', y: 'top' });
  });

  it('CAN-58: what an area is put around lies in it', () => {
    fc.assert(
      fc.property(rect, (content) => {
        expect(liesIn(areaAround(content), content, true)).toBe(true);
        expect(liesIn(areaAround(content), content, false)).toBe(true);
      }),
    );
  });

  it('CAN-58: a table lies in an area by its middle, an area as a whole', () => {
    const area = { x: 0, y: 0, width: 400, height: 400 };
    const overhanging = { x: 250, y: 100, width: 200, height: 100 };
    expect(liesIn(area, overhanging, false)).toBe(true);
    expect(liesIn(area, overhanging, true)).toBe(false);
    expect(liesIn(area, { ...overhanging, x: 350 }, false)).toBe(false);
  });
});
