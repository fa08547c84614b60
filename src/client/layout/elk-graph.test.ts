import Elk from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { arrange } from './arrange';
import { elkGraph, placesOf } from './elk-graph';

describe('ELK', () => {
  it('LAY-1, LAY-6: lays out a schema with a hub in the shape of a screen, without overlaps', async () => {
    const tables = Array.from({ length: 40 }, (_, index) => ({
      id: `t${index}`,
      width: 240,
      height: 200 + (index % 5) * 40,
    }));
    // Everything references t0; some reference their neighbour too.
    const edges = tables
      .slice(1)
      .flatMap(({ id }, index) => [
        { from: id, to: 't0' },
        ...(index % 3 === 0 ? [{ from: id, to: `t${index}` }] : []),
      ]);
    const elk = new Elk();
    const places = await arrange({ tables, edges }, async (component) =>
      placesOf(await elk.layout(elkGraph(component))),
    );
    const boxes = tables.map((table) => ({
      ...table,
      ...(places.get(table.id) ?? { x: Number.NaN, y: Number.NaN }),
    }));
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
    const width = Math.max(...boxes.map((box) => box.x + box.width));
    const height = Math.max(...boxes.map((box) => box.y + box.height));
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2);
  });

  it('LAY-6: folds a chain, which would be a ribbon, and keeps what is joined side by side', async () => {
    const tables = Array.from({ length: 20 }, (_, index) => ({ id: `t${index}`, width: 240, height: 240 }));
    const edges = tables.slice(1).map(({ id }, index) => ({ from: id, to: `t${index}` }));
    const elk = new Elk();
    const places = await arrange({ tables, edges }, async (component) =>
      placesOf(await elk.layout(elkGraph(component))),
    );
    const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
    const width = Math.max(...tables.map(({ id }) => at(id).x + 240));
    const height = Math.max(...tables.map(({ id }) => at(id).y + 240));
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2);
    const far = edges.filter(({ from, to }) => {
      const [a, b] = [at(from), at(to)];
      return Math.abs(a.x - b.x) > 400 || Math.abs(a.y - b.y) > 600;
    });
    expect(far).toEqual([]);
  });
});
