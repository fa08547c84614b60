import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderKeyAt, orderKeyBetween } from './order-key';

/** One of a list, and its key. */
type Item = { readonly id: string; readonly order: string };

const idSchema = fc.uuid();
const inOrder = (items: readonly Item[]) =>
  [...items].sort((a, b) => (a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1));

/** A list made by putting each at some place, one by one. */
const lists = fc.array(fc.tuple(idSchema, fc.nat(50)), { minLength: 2, maxLength: 12 }).map((made) => {
  let items: readonly Item[] = [];
  for (const [id, at] of made) {
    const order = orderKeyAt(
      items.map((item) => item.order),
      at % (items.length + 1),
      id,
    );
    items = inOrder([...items, { id, order }]);
  }
  return items;
});

describe('an order key', () => {
  it('SCH-24: puts its record just where it was dropped, however often, and leaves room on both sides', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(idSchema, fc.nat(100)), { maxLength: 60 }), (made) => {
        let items: readonly Item[] = [];
        for (const [id, at] of made) {
          const place = at % (items.length + 1);
          const order = orderKeyAt(
            items.map((item) => item.order),
            place,
            id,
          );
          const next = inOrder([...items, { id, order }]);
          expect(next).toEqual([...items.slice(0, place), { id, order }, ...items.slice(place)]);
          items = next;
        }
      }),
    );
  });

  it('SCH-24: stays short when people go on dropping behind the same one, or behind the last dropped', () => {
    for (const behind of [0, 1]) {
      let [low, high] = ['a0', 'a1'];
      for (let round = 0; round < 400; round += 1) {
        const id = `00000000-0000-4000-8000-${String(round * 7_919).padStart(12, '0')}`;
        const key = orderKeyBetween(low, high, id);
        expect(key > low && key < high).toBe(true);
        if (behind === 0) high = key;
        else low = key;
      }
      expect(Math.max(low.length, high.length)).toBeLessThanOrEqual(200);
    }
  });

  it('SCH-24: two who drop at one place at once get different keys, and a third comes between', () => {
    fc.assert(
      fc.property(
        lists,
        fc.nat(),
        fc.uniqueArray(idSchema, { minLength: 3, maxLength: 3 }),
        (items, at, ids) => {
          const [first = '', second = '', third = ''] = ids;
          fc.pre(first.slice(-6) !== second.slice(-6));
          const orders = items.map((item) => item.order);
          const place = at % (items.length + 1);
          const [low = '', high = ''] = [first, second].map((id) => orderKeyAt(orders, place, id)).sort();
          expect(low).not.toBe(high);
          const between = orderKeyBetween(low, high, third);
          expect(between > low && between < high).toBe(true);
        },
      ),
    );
  });

  /** What one person does who has seen the list as it was: moves an item, or adds one, behind another. */
  const drops = fc.record({
    item: fc.nat(),
    behind: fc.nat(),
    added: fc.option(idSchema, { nil: undefined }),
  });

  it('SCH-24: whoever moves meanwhile: behind the neighbour it was dropped behind come only others dropped there', () => {
    fc.assert(
      fc.property(lists, fc.array(drops, { minLength: 1, maxLength: 8 }), (items, all) => {
        const orders = new Map(items.map((item) => [item.id, item.order]));
        const droppedBehind = new Map<string, string | null>();
        for (const drop of all) {
          const id = drop.added ?? items[drop.item % items.length]?.id ?? '';
          const others = items.filter((item) => item.id !== id);
          const place = drop.behind % (others.length + 1);
          // Where it stands already nobody moves it.
          if (items[place]?.id === id) continue;
          orders.set(
            id,
            orderKeyAt(
              others.map((item) => item.order),
              place,
              id,
            ),
          );
          droppedBehind.set(id, others[place - 1]?.id ?? null);
        }
        const after = inOrder([...orders].map(([id, order]) => ({ id, order }))).map(({ id }) => id);
        for (const [id, neighbour] of droppedBehind) {
          if (neighbour !== null && droppedBehind.has(neighbour)) continue;
          const from = neighbour === null ? 0 : after.indexOf(neighbour) + 1;
          const between = after.slice(from, after.indexOf(id));
          expect(after.indexOf(id)).toBeGreaterThanOrEqual(from);
          expect(between.filter((other) => droppedBehind.get(other) !== neighbour)).toEqual([]);
        }
      }),
    );
  });

  it('SCH-24: of records with one key, which others made, a new one comes behind the last', () => {
    expect(orderKeyAt(['a0', 'a1', 'a1', 'a2'], 2, '00000000-0000-4000-8000-000000000000') < 'a2').toBe(true);
    expect(orderKeyAt(['a0', 'a1', 'a1', 'a2'], 2, '00000000-0000-4000-8000-000000000000') > 'a1').toBe(true);
  });

  it('SCH-24: comes between any two texts of other programs that leave room, and behind those that do not', () => {
    const text = fc.stringMatching(/^[0-9A-Za-z]{1,6}$/);
    fc.assert(
      fc.property(fc.option(text), fc.option(text), idSchema, (one, other, id) => {
        fc.pre(one === null || other === null || one < other);
        const key = orderKeyBetween(one, other, id);
        if (one !== null) expect(key > one).toBe(true);
        const isRoom =
          other !== null && /[^0]/.test(other.startsWith(one ?? '') ? other.slice((one ?? '').length) : 'x');
        if (isRoom) expect(key < other).toBe(true);
      }),
    );
    expect(orderKeyBetween('a', 'a0', '00000000-0000-4000-8000-000000000000') > 'a0').toBe(true);
  });
});
