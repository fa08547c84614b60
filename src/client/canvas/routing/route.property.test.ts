import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from '../geometry/rect';
import { endMarks } from './end-marks';
import { bundleOf, laneOf } from './lanes';
import type { Route } from './route';
import { distanceToRoute, routeBetween, stubLength } from './route';

const rect: fc.Arbitrary<Rect> = fc.record({
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
  width: fc.integer({ min: 200, max: 400 }),
  height: fc.integer({ min: 60, max: 800 }),
});
const lane = fc.double({ min: -8, max: 8, noNaN: true });
const part = fc.double({ min: 0, max: 1, noNaN: true });

function isLevelOrPlumb(route: Route): boolean {
  return route.points.every((point, index) => {
    const next = route.points[index + 1];
    return !next || point.x === next.x || point.y === next.y;
  });
}

describe('routes', () => {
  it('CAN-12, CAN-13: attach to rows on the edges, straight pieces, room for marks', () => {
    fc.assert(
      fc.property(rect, rect, part, part, lane, (fromRect, toRect, a, b, bend) => {
        const fromY = Math.round(fromRect.y + a * fromRect.height);
        const toY = Math.round(toRect.y + b * toRect.height);
        const route = routeBetween({ fromRect, toRect, fromY, toY, lane: bend });
        expect(route.from.y).toBe(fromY);
        expect(Math.abs(route.to.y - toY)).toBeLessThanOrEqual(10);
        expect([fromRect.x, fromRect.x + fromRect.width]).toContain(route.from.x);
        expect([toRect.x, toRect.x + toRect.width]).toContain(route.to.x);
        expect(isLevelOrPlumb(route)).toBe(true);
        const [first, second] = route.points;
        const [beforeLast, last] = route.points.slice(-2);
        expect(Math.abs((second?.x ?? 0) - (first?.x ?? 0))).toBeGreaterThanOrEqual(stubLength - 1e-6);
        expect(Math.abs((last?.x ?? 0) - (beforeLast?.x ?? 0))).toBeGreaterThanOrEqual(stubLength - 1e-6);
      }),
    );
  });

  it('CAN-12: leaves to the side it says', () => {
    fc.assert(
      fc.property(rect, rect, lane, (fromRect, toRect, bend) => {
        const route = routeBetween({ fromRect, toRect, fromY: fromRect.y, toY: toRect.y + 30, lane: bend });
        const next = route.points[1];
        const goesRight = (next?.x ?? 0) > route.from.x;
        expect(goesRight ? 'right' : 'left').toBe(route.from.side);
        expect(route.from.x).toBe(goesRight ? fromRect.x + fromRect.width : fromRect.x);
      }),
    );
  });

  it('CAN-14: parallel lines turn at different places', () => {
    const fromRect = { x: 0, y: 0, width: 200, height: 300 };
    const toRect = { x: 500, y: 400, width: 200, height: 300 };
    const turns = [0, 1, 2, 3].map((place) => {
      const bend = laneOf({ place, siblings: 4, toColumnId: 'id', goesDown: true });
      return routeBetween({ fromRect, toRect, fromY: 50 + place * 28, toY: 450, lane: bend }).points[1]?.x;
    });
    expect(new Set(turns).size).toBe(4);
    // Going down, the upper ones turn later: so they do not cross.
    expect(turns).toEqual(turns.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
  });

  it('CAN-14: bundles of a key are stable and small', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(Math.abs(bundleOf(id))).toBeLessThanOrEqual(2);
        expect(bundleOf(id)).toBe(bundleOf(id));
      }),
    );
  });

  it('CAN-15: a table and itself are joined by a loop beside it, also a column and itself', () => {
    const rectangle = { x: 0, y: 0, width: 200, height: 300 };
    for (const toY of [200, 60]) {
      const request = { fromRect: rectangle, toRect: rectangle, fromY: 60, toY, lane: 0 };
      const route = routeBetween(request);
      expect(route.points.every((point) => point.x >= 200)).toBe(true);
      expect(route.from.y).not.toBe(route.to.y);
    }
  });

  it('CAN-21: distance to a route is zero on it and grows beside it', () => {
    const fromRect = { x: 0, y: 0, width: 100, height: 100 };
    const toRect = { x: 400, y: 0, width: 100, height: 100 };
    const route = routeBetween({ fromRect, toRect, fromY: 50, toY: 50, lane: 0 });
    expect(distanceToRoute(route, { x: 250, y: 50 })).toBe(0);
    expect(distanceToRoute(route, { x: 250, y: 57 })).toBe(7);
    expect(distanceToRoute(route, { x: 90, y: 50 })).toBe(10);
  });
});

describe('end marks', () => {
  const end = { x: 100, y: 50, side: 'right' as const };

  it('CAN-16: many is a foot that opens toward the table, one is a bar', () => {
    const many = endMarks(end, true, false);
    expect(many.lines[0]).toEqual([
      { x: 112, y: 50 },
      { x: 100, y: 44 },
    ]);
    expect(many.lines).toHaveLength(3);
    expect(endMarks(end, false, false).lines).toHaveLength(2);
  });

  it('CAN-16: optional is a circle in place of the outer bar, on the outside of the table', () => {
    const optional = endMarks({ ...end, side: 'left' }, false, true);
    expect(optional.circle?.x).toBeLessThan(100);
    expect(optional.lines).toHaveLength(1);
    expect(endMarks(end, true, false).circle).toBeNull();
  });
});
