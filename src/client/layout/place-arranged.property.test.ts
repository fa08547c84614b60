import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeArranged } from './place-arranged';

const size = { width: fc.integer({ min: 50, max: 300 }), height: fc.integer({ min: 50, max: 300 }) };
const coordinate = fc.integer({ min: -600, max: 600 });

it('CAN-80: an arranged selection keeps its middle where that is free, and never overlaps what stays', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record(size), { minLength: 1, maxLength: 6 }),
      fc.array(fc.record({ x: coordinate, y: coordinate, ...size }), { maxLength: 6 }),
      (sizes, standing) => {
        const tables = sizes.map((one, place) => ({ id: String(place), ...one }));
        const row = new Map(tables.map(({ id }, place) => [id, { x: place * 320, y: 0 }]));
        const placed = placeArranged(tables, row, standing, { x: 7, y: 9 });
        const first = placed.get('0') ?? { x: 0, y: 0 };
        const boxes = tables.map((table) => ({ ...table, ...(placed.get(table.id) ?? { x: 0, y: 0 }) }));
        for (const [place, box] of boxes.entries()) {
          expect([box.x - first.x, box.y - first.y]).toEqual([place * 320, 0]);
          for (const other of standing) {
            const isApart =
              box.x >= other.x + other.width ||
              other.x >= box.x + box.width ||
              box.y >= other.y + other.height ||
              other.y >= box.y + box.height;
            expect(isApart).toBe(true);
          }
        }
        if (standing.length > 0) return;
        const right = Math.max(...boxes.map((box) => box.x + box.width));
        expect(Math.abs((first.x + right) / 2 - 7)).toBeLessThanOrEqual(1);
      },
    ),
  );
});
