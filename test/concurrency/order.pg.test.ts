import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { moveColumn } from '../../src/client/panels/edits/column-edits';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { RecordState } from '../../src/core/schema/record';
import { create } from '../support/operations';
import { seeded } from '../support/random';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import { follow } from './follow';
import { ada, conflictsDuring, expectSound, invite } from './setting';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const people = Array.from({ length: 8 }, (_, place) => ({ id: `mover-${place}`, name: `Mover ${place}` }));

/** What one person dropped, and behind which column; null: at the front. */
type Drop = { readonly id: string; readonly behind: string | null };

it.each([1, 2, 3])(
  'SCH-24: eight people move columns of one table at once, four rounds (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const projectId = await store.newProject();
    await invite(store.pool, projectId, people);
    const table = create('table', { name: 'orders' });
    const columns = Array.from({ length: 10 }, (_, place) =>
      create('column', { tableId: table.id, name: `c${place}`, type: 'text' }),
    );
    await store.commit(ada, projectId, { id: randomUUID(), operations: [table, ...columns] });
    const follower = await follow(store, projectId);
    const shown = async () => {
      const { records } = await store.snapshot(ada, projectId);
      return MemoryState.from(records as RecordState[]);
    };
    const inOrder = (state: MemoryState) => state.childrenOf(table.id, 'column').map(({ id }) => id);
    const met = await conflictsDuring(async () => {
      for (let round = 0; round < 4; round += 1) {
        // All have the same before their eyes; each moves another column, some of them behind the same one.
        const before = await shown();
        const popular = random.below(3);
        const drops: Drop[] = [];
        const sent = people.map(async (person, place) => {
          const column = before.live(columns[(place + round) % columns.length]?.id ?? '', 'column');
          const to = random.chance(0.5) ? popular : random.below(columns.length);
          const edit = column && moveColumn(before, column, to);
          if (!column || !edit) return;
          drops.push({
            id: column.id,
            behind: inOrder(before).filter((id) => id !== column.id)[to - 1] ?? null,
          });
          const mutation = { id: randomUUID(), operations: edit.operations };
          expect(await store.commit(person, projectId, mutation)).toMatchObject({ ok: true });
          await follower.until([mutation.id]);
        });
        await Promise.all(sent);
        const after = await shown();
        expect(drops.length).toBeGreaterThan(3);
        expectInPlace(inOrder(after), drops);
        expect(inOrder(follower.reader.state)).toEqual(inOrder(after));
      }
    });
    expect(met).toEqual({});
    await follower.close();
    await expectSound(store, projectId);
  },
);

/** Each is right behind what it was dropped behind, but for others dropped there; unless that was moved itself. */
function expectInPlace(order: readonly string[], drops: readonly Drop[]): void {
  const behind = new Map(drops.map((drop) => [drop.id, drop.behind]));
  for (const drop of drops) {
    if (drop.behind !== null && behind.has(drop.behind)) continue;
    const from = drop.behind === null ? 0 : order.indexOf(drop.behind) + 1;
    const to = order.indexOf(drop.id);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(order.slice(from, to).filter((id) => behind.get(id) !== drop.behind)).toEqual([]);
  }
}
