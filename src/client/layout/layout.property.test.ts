import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange } from './arrange';
import { componentsOf } from './components';
import { depthFirst } from './depth-first';
import { packBoxes, packColumns } from './pack';
import { placeNewTable } from './place';
import { relax } from './relax';
import type { LayoutInput, LayoutTable, Place, Places } from './types';

type Box = Place & { readonly width: number; readonly height: number };

const size = fc.record({
  width: fc.integer({ min: 50, max: 400 }),
  height: fc.integer({ min: 40, max: 900 }),
});
const input: fc.Arbitrary<LayoutInput> = fc
  .tuple(
    fc.array(size, { minLength: 1, maxLength: 25 }),
    fc.array(fc.tuple(fc.nat(27), fc.nat(27)), { maxLength: 40 }),
  )
  .map(([sizes, pairs]) => ({
    tables: sizes.map((one, index) => ({ id: `t${index}`, ...one })),
    // Some edges lead to tables that do not exist, some from a table to itself.
    edges: pairs.map(([from, to]) => ({ from: `t${from}`, to: `t${to}` })),
  }));

function boxesAt(tables: readonly LayoutTable[], places: Places): readonly Box[] {
  return tables.map(({ id, width, height }) => {
    const place = places.get(id);
    if (!place) throw new Error(`no place for ${id}`);
    return { ...place, width, height };
  });
}

/** Pairs that come nearer than `gap`. */
function collisions(boxes: readonly Box[], gap: number): number {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) =>
          a.x < b.x + b.width + gap &&
          b.x < a.x + a.width + gap &&
          a.y < b.y + b.height + gap &&
          b.y < a.y + a.height + gap,
      ),
  ).length;
}

/** A stand-in for ELK: layers of three. */
async function layersOfThree({ tables }: { readonly tables: readonly LayoutTable[] }): Promise<Places> {
  return new Map(
    tables.map(({ id }, index) => [id, { x: Math.floor(index / 3) * 500, y: (index % 3) * 1000 }]),
  );
}

describe('arranging', () => {
  it('LAY-1: every table gets a place and none overlap', async () => {
    await fc.assert(
      fc.asyncProperty(input, async (diagram) => {
        const places = await arrange(diagram, layersOfThree);
        expect(collisions(boxesAt(diagram.tables, places), 1)).toBe(0);
        expect(Math.min(...[...places.values()].map(({ x }) => x))).toBe(0);
        expect(Math.min(...[...places.values()].map(({ y }) => y))).toBe(0);
      }),
    );
  });

  it('LAY-1: also when the layouter fails', async () => {
    await fc.assert(
      fc.asyncProperty(input, async (diagram) => {
        const places = await arrange(diagram, () => Promise.reject(new Error('out of memory')));
        expect(collisions(boxesAt(diagram.tables, places), 1)).toBe(0);
      }),
    );
  });

  it('LAY-2: loose tables stand below or beside the joined ones', async () => {
    const tables = ['a', 'b', 'c', 'd'].map((id) => ({ id, width: 100, height: 100 }));
    const places = await arrange({ tables, edges: [{ from: 'a', to: 'b' }] }, layersOfThree);
    const joined = ['a', 'b'].map((id) => places.get(id) ?? { x: 0, y: 0 });
    const [right, bottom] = [Math.max(...joined.map(({ x }) => x)), Math.max(...joined.map(({ y }) => y))];
    const loose = ['c', 'd'].map((id) => places.get(id) ?? { x: 0, y: 0 });
    const isBelow = loose.every(({ y }) => y >= bottom + 100);
    expect(isBelow || loose.every(({ x }) => x >= right + 100)).toBe(true);
  });
});

describe('components', () => {
  it('LAY-1: hold every table once, and no edge leads out of one', () => {
    fc.assert(
      fc.property(input, (diagram) => {
        const components = componentsOf(diagram);
        const ids = components.flatMap(({ tables }) => tables.map(({ id }) => id));
        expect(ids.toSorted()).toEqual(diagram.tables.map(({ id }) => id).toSorted());
        const home = new Map(
          components.flatMap(({ tables }, index) => tables.map(({ id }) => [id, index] as const)),
        );
        for (const { from, to } of diagram.edges) {
          if (home.has(from) && home.has(to)) expect(home.get(from)).toBe(home.get(to));
        }
      }),
    );
  });
});

describe('large components', () => {
  it('LAY-1, LAY-6: are put in an order that holds every table once, neighbours near each other', () => {
    fc.assert(
      fc.property(input, ({ tables, edges }) => {
        const known = new Set(tables.map(({ id }) => id));
        const inner = edges.filter(({ from, to }) => known.has(from) && known.has(to));
        expect([...depthFirst({ tables, edges: inner }).keys()].toSorted()).toEqual([...known].toSorted());
      }),
    );
    const tables = Array.from({ length: 400 }, (_, index) => ({ id: `t${index}`, width: 200, height: 200 }));
    const edges = tables.slice(1).map(({ id }, index) => ({ from: id, to: `t${index}` }));
    const places = depthFirst({ tables, edges });
    for (const { from, to } of edges) {
      expect(Math.abs((places.get(from)?.x ?? 0) - (places.get(to)?.x ?? 0))).toBe(1);
    }
  });
});

describe('packing', () => {
  it('LAY-1: boxes and columns keep the gap', () => {
    fc.assert(
      fc.property(input, ({ tables }) => {
        expect(collisions(boxesAt(tables, packBoxes(tables, 20)), 20)).toBe(0);
        expect(collisions(boxesAt(tables, packColumns(tables, 20)), 20)).toBe(0);
      }),
    );
  });
});

describe('evening out', () => {
  it('LAY-5: keeps columns, order and gap', async () => {
    await fc.assert(
      fc.asyncProperty(input, async ({ tables, edges }) => {
        const before = await layersOfThree({ tables });
        const after = relax(tables, edges, before, 40);
        // A pixel less: heights are rounded.
        expect(collisions(boxesAt(tables, after), 39)).toBe(0);
        for (const [id, { x, y }] of before) {
          expect(after.get(id)?.x).toBe(x);
          for (const [other, place] of before) {
            if (place.x === x && place.y > y) {
              expect(after.get(other)?.y).toBeGreaterThan(after.get(id)?.y ?? 0);
            }
          }
        }
      }),
    );
  });

  it('LAY-5: a table moves to the middle of its neighbours', () => {
    const tables = ['a', 'b', 'hub'].map((id) => ({ id, width: 100, height: 100 }));
    const layered = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 0, y: 500 }],
      ['hub', { x: 300, y: 0 }],
    ]);
    const edges = [
      { from: 'a', to: 'hub' },
      { from: 'b', to: 'hub' },
    ];
    const places = relax(tables, edges, layered, 40);
    const middle = ((places.get('a')?.y ?? 0) + (places.get('b')?.y ?? 0)) / 2;
    expect(places.get('hub')?.y).toBeCloseTo(middle, 0);
  });
});

describe('placing a new table', () => {
  const placed = fc.record({
    x: fc.integer({ min: -1000, max: 1000 }),
    y: fc.integer({ min: -1000, max: 1000 }),
    width: fc.integer({ min: 100, max: 400 }),
    height: fc.integer({ min: 60, max: 600 }),
  });

  it('LAY-4: overlaps nothing', () => {
    fc.assert(
      fc.property(fc.array(placed, { maxLength: 30 }), placed, (existing, wanted) => {
        const place = placeNewTable(existing, wanted, wanted);
        const box = { ...place, width: wanted.width, height: wanted.height };
        for (const other of existing) expect(collisions([box, other], 1)).toBe(0);
      }),
    );
  });

  it('LAY-4: stands in the middle when that is free, else beside it', () => {
    const wanted = { width: 200, height: 100 };
    const center = { x: 500, y: 400 };
    expect(placeNewTable([], center, wanted)).toEqual({ x: 400, y: 350 });
    const taken = { x: 400, y: 350, ...wanted };
    const beside = placeNewTable([taken], center, wanted);
    expect(Math.hypot(beside.x - 400, beside.y - 350)).toBeLessThan(200);
  });

  it('LAY-4: right of everything when the neighbourhood is full', () => {
    const wall = { x: -20_000, y: -20_000, width: 40_000, height: 40_000 };
    expect(placeNewTable([wall], { x: 0, y: 0 }, { width: 200, height: 100 }).x).toBeGreaterThan(20_000);
  });
});
