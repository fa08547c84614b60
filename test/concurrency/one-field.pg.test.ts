import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/core/protocol/records';
import { tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import { atCommit, firstWrite, Person } from './person';
import { ada, ben, expectSound, invite, recordOf } from './setting';

let store: TestStore;
let projectId: string;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  projectId = await store.newProject();
});

const actors = (count: number): readonly Actor[] =>
  Array.from({ length: count }, (_, place) => ({ id: `person-${place}`, name: `Person ${place}` }));

describe('one field at one moment', () => {
  it.each([2, 10])(
    'COM-32: %i people: all are answered, the last commit wins, each is told',
    async (count) => {
      const people = actors(count);
      await invite(store.pool, projectId, people);
      const table = tableOperations('orders');
      await store.commit(ada, projectId, { id: randomUUID(), operations: table.operations });
      let version = 1;
      for (let round = 0; round < 3; round += 1) {
        version = await expectOneRound({ column: table.xColumn, people, version, round });
      }
      await expectSound(store, projectId);
    },
  );

  async function expectOneRound(options: {
    readonly column: string;
    readonly people: readonly Actor[];
    readonly version: number;
    readonly round: number;
  }): Promise<number> {
    const { column, people, version, round } = options;
    const before = (await store.log(projectId)).length;
    const mutations = people.map((actor) => ({
      actor,
      name: `${actor.id}_${round}`,
      id: randomUUID(),
    }));
    const answers = await Promise.all(
      mutations.map(({ actor, name, id }) =>
        store.commit(actor, projectId, { id, operations: [update('column', column, version, { name })] }),
      ),
    );
    const log = (await store.log(projectId)).slice(before);
    const inOrder = log.map(({ id }) => mutations.findIndex((mutation) => mutation.id === id));
    expect([...inOrder].sort((a, b) => a - b)).toEqual(people.map((_, place) => place));
    for (const [place, who] of inOrder.entries()) {
      const previous = mutations[inOrder[place - 1] ?? -1];
      const merges = previous
        ? [
            {
              recordId: column,
              field: 'name',
              verdict: 'overwrote',
              theirs: previous.name,
              yours: mutations[who]?.name,
              by: previous.actor,
            },
          ]
        : [];
      expect(answers[who]).toMatchObject({ ok: true, value: { merges } });
    }
    const stored = await recordOf(store, projectId, column);
    expect(stored?.body).toMatchObject({ name: mutations[inOrder.at(-1) ?? -1]?.name });
    return stored?.version ?? 0;
  }

  it('COM-32: different fields of one record at one moment both stand, whoever commits first', async () => {
    const [first, second] = [new Person(store.url, ada), new Person(store.url, ben)];
    const table = tableOperations('orders');
    await first.send(projectId, ...table.operations);
    const held = await first.hold(atCommit, projectId, [
      update('column', table.xColumn, 1, { type: 'bigint' }),
    ]);
    const answer = second.send(projectId, update('column', table.xColumn, 1, { name: 'total' }));
    await second.untilWaiting(store.direct, answer);
    await held.goOn();
    expect(await answer).toMatchObject({
      ok: true,
      value: { merges: [{ field: 'type', verdict: 'merged', theirs: 'bigint', by: ada }] },
    });
    const stored = await recordOf(store, projectId, table.xColumn);
    expect(stored?.body).toMatchObject({ name: 'total', type: 'bigint' });
    await Promise.all([first.leave(), second.leave()]);
  });
});

describe('two edits that do not go together', () => {
  const toDefault = { default: { kind: 'literal', text: '1' } } as const;
  const toIdentity = { identity: 'always', nullable: false } as const;

  it.each([
    { name: 'a default, then an identity', early: toDefault, late: toIdentity },
    { name: 'an identity, then a default', early: toIdentity, late: toDefault },
  ])('COM-33: $name: the second is answered, and the record stays valid', async ({ early, late }) => {
    const [first, second] = [new Person(store.url, ada), new Person(store.url, ben)];
    const table = tableOperations('orders');
    await first.send(projectId, ...table.operations);
    const held = await second.hold(firstWrite, projectId, [update('column', table.xColumn, 1, late)]);
    expect(await first.send(projectId, update('column', table.xColumn, 1, early))).toMatchObject({
      ok: true,
    });
    expect(await held.goOn()).toMatchObject({
      ok: false,
      problem: { code: 'invalid-operation', detail: expect.stringContaining('identity and a default') },
    });
    const stored = await recordOf(store, projectId, table.xColumn);
    expect(stored?.body).toMatchObject(early);
    await expectSound(store, projectId);
    await Promise.all([first.leave(), second.leave()]);
  });
});
