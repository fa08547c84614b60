import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/schema/operation';
import { create, remove, tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import type { Answer } from './person';
import { afterBegin, atCommit, firstWrite, Person } from './person';
import { ada, ben, conflictsDuring, expectSound, recordOf } from './setting';

let store: TestStore;
let first: Person;
let second: Person;
let projectId: string;

beforeAll(async () => {
  store = await openTestStore();
  first = new Person(store.url, ada);
  second = new Person(store.url, ben);
});
afterAll(async () => {
  await Promise.all([first.leave(), second.leave()]);
  await store.close();
});
beforeEach(async () => {
  projectId = await store.newProject();
});

const setUp = (...operations: Parameters<Person['send']>[1][]) =>
  store.commit(ada, projectId, { id: randomUUID(), operations });
const planted = new Error('planted');
const nameIn = (answer: Answer, id: string) => {
  const record = answer.ok ? answer.value.records.find((one) => one.id === id) : undefined;
  return record && 'body' in record ? record.body.name : undefined;
};

describe('one name, two who create it', () => {
  it('COM-40: the second is refused when the first commits', async () => {
    const held = await first.hold(atCommit, projectId, [create('table', { name: 'orders' })]);
    const answer = second.send(projectId, create('table', { name: 'orders' }));
    await second.untilWaiting(store.direct, answer);
    expect(await held.goOn()).toMatchObject({ ok: true });
    expect(await answer).toMatchObject({ ok: false, problem: { code: 'name-taken', names: ['orders'] } });
    await expectSound(store, projectId);
  });

  it('COM-40: the second has it when the first is given up', async () => {
    const held = await first.hold(atCommit, projectId, [create('table', { name: 'orders' })]);
    const answer = second.send(projectId, create('table', { name: 'orders' }));
    await second.untilWaiting(store.direct, answer);
    await expect(held.fail(planted)).rejects.toThrow('planted');
    expect(await answer).toMatchObject({ ok: true });
    await expectSound(store, projectId);
  });

  it('COM-40: of a rename and a creation that meet, one has the name', async () => {
    const table = tableOperations('orders');
    await setUp(...table.operations);
    const held = await second.hold(firstWrite, projectId, [
      update('table', table.tableId, 1, { name: 'sales' }),
    ]);
    expect(await first.send(projectId, create('table', { name: 'sales' }))).toMatchObject({ ok: true });
    expect(await held.goOn()).toMatchObject({ ok: false, problem: { code: 'name-taken' } });
    await expectSound(store, projectId);
  });

  it('COM-41: a generated name takes the next suffix, or the first when that becomes free', async () => {
    const table = tableOperations('orders');
    await setUp(...table.operations);
    const unique = () => create('unique', { tableId: table.tableId, columnIds: [table.xColumn] });
    const [a, b, c] = [unique(), unique(), unique()];
    const held = await first.hold(atCommit, projectId, [a]);
    const answer = second.send(projectId, b);
    await second.untilWaiting(store.direct, answer);
    expect(nameIn(await held.goOn(), a.id)).toBe('orders_x_key');
    expect(nameIn(await answer, b.id)).toBe('orders_x_key1');

    await second.send(projectId, remove('unique', b.id));
    const givenUp = await first.hold(atCommit, projectId, [unique()]);
    const other = second.send(projectId, c);
    await second.untilWaiting(store.direct, other);
    await expect(givenUp.fail(planted)).rejects.toThrow('planted');
    expect(nameIn(await other, c.id)).toBe('orders_x_key1');
    await expectSound(store, projectId);
  });

  it('COM-41, SCH-25: a made-up name takes the next number when somebody was first', async () => {
    const table = tableOperations('orders');
    await setUp(...table.operations);
    const column = () => create('column', { tableId: table.tableId, name: 'column_3', type: 'text' });
    const [a, b] = [
      { ...column(), numbered: true },
      { ...column(), numbered: true },
    ] as const;
    const held = await first.hold(atCommit, projectId, [a]);
    const answer = second.send(projectId, b);
    await second.untilWaiting(store.direct, answer);
    expect(nameIn(await held.goOn(), a.id)).toBe('column_3');
    expect(nameIn(await answer, b.id)).toBe('column_4');
    await expectSound(store, projectId);
  });

  it('COM-41: a table has one primary key, whoever adds it', async () => {
    const table = tableOperations('orders');
    await setUp(...table.operations, remove('primary-key', table.keyId));
    const key = () => create('primary-key', { tableId: table.tableId, columnIds: [table.idColumn] });
    const held = await first.hold(atCommit, projectId, [key()]);
    const answer = second.send(projectId, key());
    await second.untilWaiting(store.direct, answer);
    await held.goOn();
    expect(await answer).toMatchObject({ ok: false, problem: { code: 'name-taken', names: ['#pk'] } });
    await expectSound(store, projectId);
  });
});

describe('one mutation', () => {
  it('COM-42: deletes a table and creates one of its name, while others hold on to what they saw', async () => {
    const [old, other] = [tableOperations('orders'), tableOperations('orders')];
    await setUp(...old.operations);
    const late = await second.hold(firstWrite, projectId, [
      create('column', { tableId: old.tableId, name: 'y', type: 'text' }),
    ]);
    const answer = await first.send(projectId, remove('table', old.tableId), ...other.operations);
    expect(nameIn(answer, other.keyId)).toBe('orders_pkey');
    expect(await late.goOn()).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    await expectSound(store, projectId);
  });

  it('COM-42: swaps the names of two tables, whoever renames one of them meanwhile', async () => {
    const [a, b] = [tableOperations('a'), tableOperations('b')];
    await setUp(...a.operations, ...b.operations);
    const late = await second.hold(firstWrite, projectId, [
      update('table', a.tableId, 1, { name: 'b' }),
      update('table', b.tableId, 1, { name: 'a' }),
    ]);
    await first.send(projectId, update('table', a.tableId, 1, { name: 'c' }));
    expect(await late.goOn()).toMatchObject({ ok: true });
    const named = await Promise.all([a, b].map(({ tableId }) => recordOf(store, projectId, tableId)));
    expect(named.map((record) => record?.body)).toMatchObject([{ name: 'b' }, { name: 'a' }]);
    await expectSound(store, projectId);
  });

  it('COM-42: swaps the names of two columns', async () => {
    const table = tableOperations('orders');
    await setUp(...table.operations);
    const answer = await first.send(
      projectId,
      update('column', table.idColumn, 1, { name: 'x' }),
      update('column', table.xColumn, 1, { name: 'id' }),
    );
    expect([nameIn(answer, table.idColumn), nameIn(answer, table.xColumn)]).toEqual(['x', 'id']);
    await expectSound(store, projectId);
  });
});

describe('two mutations that name the same things in opposite order', () => {
  /**
   * A third person holds the one in the middle, so that each of the two gets as far as it can before it is
   * let go. They look for a cycle after 10 ms and give up waiting after eight seconds: one would be found.
   */
  async function meetInTheMiddle(edits: () => readonly Operation[], middle: Operation) {
    const third = new Person(store.url, ben);
    const held = await third.hold(atCommit, projectId, [middle]);
    const answers = [first.send(projectId, ...edits()), second.send(projectId, ...[...edits()].reverse())];
    await first.untilWaiting(store.direct, answers[0] ?? held.answer);
    await second.untilWaiting(store.direct, answers[1] ?? held.answer);
    await expect(held.fail(planted)).rejects.toThrow('planted');
    const ended = await Promise.all(answers);
    await third.leave();
    return ended;
  }

  it('COM-43: new names: one of the two has them all', async () => {
    const creations = () => ['a', 'b', 'c'].map((name) => create('table', { name }));
    const met = await conflictsDuring(async () => {
      const answers = await meetInTheMiddle(creations, create('table', { name: 'b' }));
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    });
    expect(met['40P01']).toBeUndefined();
    await expectSound(store, projectId);
  });

  it('COM-43: records: both edits stand, field by field', async () => {
    const tables = ['a', 'b', 'c'].map(tableOperations).sort((a, b) => (a.tableId < b.tableId ? -1 : 1));
    await setUp(...tables.flatMap((table) => table.operations));
    const edits = () =>
      tables.map(({ tableId }, place) => update('table', tableId, 1, { comment: `${place}` }));
    const met = await conflictsDuring(async () => {
      const answers = await meetInTheMiddle(
        edits,
        update('table', tables[1]?.tableId ?? '', 1, { name: 'd' }),
      );
      expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    });
    expect(met['40P01']).toBeUndefined();
    await expectSound(store, projectId);
  });
});

describe('the order of the log', () => {
  const idsOf = async () => (await store.log(projectId)).map((entry) => entry.id);
  const id = () => randomUUID();

  it('COM-44: a name taken and freed meanwhile: whoever takes it last stands last', async () => {
    const [mine, theirs] = [id(), id()];
    const held = await first.hold(firstWrite, projectId, {
      id: mine,
      operations: [create('table', { name: 'o' })],
    });
    const table = create('table', { name: 'o' });
    await second.commit(projectId, { id: theirs, operations: [table] });
    const dropped = await second.send(projectId, remove('table', table.id));
    const answer = await held.goOn();
    expect(answer.ok && answer.value.retries).toBeGreaterThan(0);
    expect((await idsOf()).slice(1)).toEqual([theirs, dropped.ok && dropped.value.id, mine]);
    await expectSound(store, projectId);
  });

  it('COM-50: whoever began first and looked later stands behind what they saw', async () => {
    const table = tableOperations('orders');
    const [mine, theirs] = [id(), id()];
    const held = await first.hold(afterBegin, projectId, {
      id: mine,
      operations: [update('column', table.xColumn, 1, { name: 'y' })],
    });
    await second.commit(projectId, { id: theirs, operations: table.operations });
    expect(await held.goOn()).toMatchObject({ ok: true, value: { retries: 0 } });
    expect((await idsOf()).slice(1)).toEqual([theirs, mine]);
    await expectSound(store, projectId);
  });

  it('COM-51: a reference that came and went meanwhile: whoever drops what it needed stands last', async () => {
    const [lines, orders] = [tableOperations('lines'), tableOperations('orders')];
    const unique = create('unique', { tableId: orders.tableId, columnIds: [orders.xColumn] });
    await setUp(...lines.operations, ...orders.operations, unique);
    const mine = id();
    const held = await first.hold(firstWrite, projectId, {
      id: mine,
      operations: [remove('column', orders.xColumn)],
    });
    const foreignKey = create('foreign-key', {
      tableId: lines.tableId,
      columnIds: [lines.xColumn],
      referencedTableId: orders.tableId,
      referencedColumnIds: [orders.xColumn],
    });
    expect(await second.send(projectId, foreignKey)).toMatchObject({ ok: true });
    expect(await second.send(projectId, remove('foreign-key', foreignKey.id))).toMatchObject({ ok: true });
    expect(await held.goOn()).toMatchObject({ ok: true });
    expect((await idsOf()).at(-1)).toBe(mine);
    await expectSound(store, projectId);
  });

  it('COM-51: the same when the reference goes while the drop waits for it', async () => {
    const [lines, orders] = [tableOperations('lines'), tableOperations('orders')];
    const foreignKey = create('foreign-key', {
      tableId: lines.tableId,
      columnIds: [lines.xColumn],
      referencedTableId: orders.tableId,
      referencedColumnIds: [orders.idColumn],
    });
    await setUp(...lines.operations, ...orders.operations, foreignKey);
    const held = await second.hold(atCommit, projectId, [remove('foreign-key', foreignKey.id)]);
    const mine = id();
    const answer = first.commit(projectId, {
      id: mine,
      operations: [remove('table', orders.tableId, 1, true)],
    });
    await first.untilWaiting(store.direct, answer);
    await held.goOn();
    expect(await answer).toMatchObject({ ok: true });
    expect((await idsOf()).at(-1)).toBe(mine);
    await expectSound(store, projectId);
  });
});
