import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/schema/operation';
import { create, remove, tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import type { Answer } from './person';
import { atCommit, firstWrite, Person } from './person';
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

/** How two transactions meet: `early` is committed first in all of them. */
const meetings = {
  'waits for the other': async (early: readonly Operation[], late: readonly Operation[]) => {
    const held = await first.hold(atCommit, projectId, early);
    const answer = second.send(projectId, ...late);
    await second.untilWaiting(store.direct, answer);
    await held.goOn();
    return { early: await held.answer, late: await answer };
  },
  'looked before the other committed': async (early: readonly Operation[], late: readonly Operation[]) => {
    const held = await second.hold(firstWrite, projectId, late);
    const answer = await first.send(projectId, ...early);
    return { early: answer, late: await held.goOn() };
  },
} satisfies Record<string, (early: readonly Operation[], late: readonly Operation[]) => Promise<Both>>;
type Both = { readonly early: Answer; readonly late: Answer };
const names = Object.keys(meetings) as (keyof typeof meetings)[];

describe.each(names)('a writer that %s', (name) => {
  const meet = meetings[name];

  it('COM-34: a deletion takes along the column that was added meanwhile, and leaves no orphan', async () => {
    const table = tableOperations('orders');
    await store.commit(ada, projectId, { id: randomUUID(), operations: table.operations });
    const column = create('column', { tableId: table.tableId, name: 'y', type: 'text' });
    const { early, late } = await meet([column], [remove('table', table.tableId)]);
    expect(early.ok).toBe(true);
    expect(late.ok && late.value.records.map((record) => record.id)).toContain(column.id);
    expect(late.ok && late.value.retries).toBeGreaterThan(0);
    await expectSound(store, projectId);
  });

  it('COM-35: a deletion is refused when a foreign key needs the table since', async () => {
    const [orders, lines] = [tableOperations('orders'), tableOperations('lines')];
    const operations = [...orders.operations, ...lines.operations];
    await store.commit(ada, projectId, { id: randomUUID(), operations });
    const foreignKey = foreignKeyFrom(lines, orders);
    const { late } = await meet([foreignKey], [remove('table', orders.tableId)]);
    expect(late).toMatchObject({ ok: false, problem: { code: 'referenced' } });
    expect(await recordOf(store, projectId, foreignKey.id)).toBeDefined();
    await expectSound(store, projectId);
  });

  it('COM-36: whoever adds to something that is deleted first is told so', async () => {
    const [orders, lines] = [tableOperations('orders'), tableOperations('lines')];
    const operations = [...orders.operations, ...lines.operations];
    await store.commit(ada, projectId, { id: randomUUID(), operations });
    const column = create('column', { tableId: orders.tableId, name: 'y', type: 'text' });
    const added = await meet([remove('table', orders.tableId)], [column]);
    expect(added.late).toMatchObject({
      ok: false,
      problem: { code: 'not-found', recordId: orders.tableId },
    });
    const again = { id: randomUUID(), operations: orders.operations };
    expect(await store.commit(ada, projectId, again)).toMatchObject({ ok: true });
    const referring = await meet([remove('table', orders.tableId)], [foreignKeyFrom(lines, orders)]);
    expect(referring.late).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    await expectSound(store, projectId);
  });

  it('COM-39: two people delete one thing: the second is answered that it is gone, and nothing twice', async () => {
    const table = tableOperations('orders');
    await store.commit(ada, projectId, { id: randomUUID(), operations: table.operations });
    const { early, late } = await meet([remove('table', table.tableId)], [remove('table', table.tableId)]);
    expect(early.ok && early.value.records).toHaveLength(4);
    expect(late).toMatchObject({
      ok: true,
      value: { records: [{ id: table.tableId, version: 2, deleted: true }] },
    });
    await expectSound(store, projectId);
  });

  describe.each(rivalries())('a foreign key against $what', ({ prepare, breaks, mends, refusals }) => {
    it('COM-37: the foreign key first: the other is refused', async () => {
      const { builder, breaker } = await given(prepare, mends, breaks);
      const { early, late } = await meet(builder, breaker);
      expect(early.ok).toBe(true);
      expect(late).toMatchObject({ ok: false, problem: { code: refusals.breaker } });
      await expectSound(store, projectId);
    });

    it('COM-37: the other first: the foreign key is refused', async () => {
      const { builder, breaker } = await given(prepare, mends, breaks);
      const { early, late } = await meet(breaker, builder);
      expect(early.ok).toBe(true);
      expect(late).toMatchObject({ ok: false, problem: { code: refusals.builder } });
      await expectSound(store, projectId);
    });
  });

  it('COM-37: a default and the label it names never lose each other', async () => {
    const table = tableOperations('orders');
    const kind = create('enum', { name: 'status', labels: ['new', 'done'] });
    const operations = [...table.operations, kind];
    const column = create('column', {
      tableId: table.tableId,
      name: 'status',
      type: 'status',
      default: { kind: 'literal', text: 'done' },
    });
    const shortened = update('enum', kind.id, 1, { labels: ['new'] });
    await store.commit(ada, projectId, { id: randomUUID(), operations });
    const added = await meet([column], [shortened]);
    expect(added.late).toMatchObject({ ok: false, problem: { code: 'referenced' } });
    await store.commit(ada, projectId, { id: randomUUID(), operations: [remove('column', column.id)] });
    const removed = await meet([shortened], [{ ...column, id: randomUUID() }]);
    expect(removed.early.ok).toBe(true);
    expect(removed.late).toMatchObject({ ok: false, problem: { code: 'invalid-operation' } });
    await expectSound(store, projectId);
  });
});

describe.each(names)('a writer that %s, of what both rely on already', (name) => {
  const meet = meetings[name];

  it('COM-203: a default that takes a label, and the end of that label: one of the two', async () => {
    const { tableId, operations } = tableOperations('orders');
    const mood = create('enum', { name: 'mood', labels: ['sad', 'ok'] });
    const column = create('column', { tableId, name: 'mood', type: 'mood' });
    await first.send(projectId, ...operations, mood, column);
    const takes = (version: number) =>
      update('column', column.id, version, { default: { kind: 'literal', text: 'sad' } });
    const ends = update('enum', mood.id, 1, { labels: ['ok'] });
    expect(await meet([takes(1)], [ends])).toMatchObject({
      early: { ok: true },
      late: { ok: false, problem: { code: 'referenced' } },
    });
    await first.send(projectId, update('column', column.id, 2, { default: null }));
    expect(await meet([ends], [takes(3)])).toMatchObject({
      early: { ok: true },
      late: { ok: false, problem: { code: 'invalid-operation' } },
    });
    await expectSound(store, projectId);
  });

  it('COM-203: an array that becomes one of its enum, with its default, and the end of that label', async () => {
    const { tableId, operations } = tableOperations('orders');
    const mood = create('enum', { name: 'mood', labels: ['sad', 'ok'] });
    const value = { default: { kind: 'literal', text: 'sad' } };
    const column = create('column', { tableId, name: 'mood', type: 'mood[]', ...value });
    await first.send(projectId, ...operations, mood, column);
    const single = update('column', column.id, 1, { type: 'mood' });
    expect(await meet([update('enum', mood.id, 1, { labels: ['ok'] })], [single])).toMatchObject({
      early: { ok: true },
      late: { ok: false, problem: { code: 'invalid-operation' } },
    });
    await expectSound(store, projectId);
  });

  it('COM-203: a foreign key that pairs its columns otherwise, and a retyping of one pair', async () => {
    const [lines, orders] = [tableOperations('lines'), tableOperations('orders')];
    const key = create('unique', { tableId: orders.tableId, columnIds: [orders.idColumn, orders.xColumn] });
    const pairs = { columnIds: [lines.idColumn, lines.xColumn], referencedColumnIds: key.body.columnIds };
    const foreignKey = create('foreign-key', {
      tableId: lines.tableId,
      referencedTableId: orders.tableId,
      ...pairs,
    });
    await first.send(projectId, ...lines.operations, ...orders.operations, key, foreignKey);
    const otherwise = update('foreign-key', foreignKey.id, 1, { columnIds: [lines.xColumn, lines.idColumn] });
    const retyped = [lines.idColumn, orders.idColumn].map((id) => update('column', id, 1, { type: 'uuid' }));
    expect(await meet([otherwise], retyped)).toMatchObject({
      early: { ok: true },
      late: { ok: false, problem: { code: 'referenced' } },
    });
    await expectSound(store, projectId);
  });
});

describe.each(names)('a writer that %s, and tables that inherit', (name) => {
  const meet = meetings[name];
  const inherits = (table: Table, ...from: readonly Table[]) =>
    update('table', table.tableId, 1, { inherits: from.map(({ tableId }) => tableId) });

  it('COM-204: an index on a column of the table above the one above, and the end of that', async () => {
    const [top, middle, bottom] = [
      tableOperations('top'),
      tableOperations('middle'),
      tableOperations('bottom'),
    ];
    await first.send(projectId, ...top.operations, ...middle.operations, ...bottom.operations);
    await first.send(projectId, inherits(middle, top), inherits(bottom, middle));
    const index = create('index', { tableId: bottom.tableId, elements: [{ columnId: top.xColumn }] });
    const apart = update('table', middle.tableId, 2, { inherits: null });
    expect(await meet([index], [apart])).toMatchObject({
      early: { ok: true },
      late: { ok: false, problem: { code: 'referenced' } },
    });
    await first.send(projectId, remove('index', index.id));
    expect(await meet([apart], [{ ...index, id: randomUUID() }])).toMatchObject({
      early: { ok: true },
      late: { ok: false, problem: { code: 'invalid-operation' } },
    });
    await expectSound(store, projectId);
  });

  it('COM-204: two who together would close a ring of four tables', async () => {
    const [a, b, c, d] = [
      tableOperations('a'),
      tableOperations('b'),
      tableOperations('c'),
      tableOperations('d'),
    ];
    await first.send(projectId, ...[a, b, c, d].flatMap(({ operations }) => operations));
    await first.send(projectId, inherits(a, b), inherits(c, d));
    expect(await meet([inherits(b, c)], [inherits(d, a)])).toMatchObject({
      early: { ok: true },
      late: { ok: false, problem: { code: 'invalid-operation', detail: /inherit from itself/ } },
    });
    await expectSound(store, projectId);
  });
});

describe('a deleted table', () => {
  it('COM-38: comes back with versions that go on, and every mirror shows it', async () => {
    const table = tableOperations('orders');
    await first.send(projectId, ...table.operations);
    for (let version = 1; version <= 6; version += 1) {
      await first.send(projectId, update('table', table.tableId, version, { name: `orders_${version}` }));
    }
    const dropped = await second.send(projectId, remove('table', table.tableId, 7));
    expect(versionIn(dropped, table.tableId)).toBe(8);
    const restored = await first.send(projectId, ...table.operations);
    expect(versionIn(restored, table.tableId)).toBe(9);
    const stale = await second.send(projectId, update('table', table.tableId, 7, { name: 'mine' }));
    expect(stale).toMatchObject({ ok: true, value: { merges: [{ field: 'name', verdict: 'overwrote' }] } });
    await expectSound(store, projectId);
  });

  it('COM-38: and everybody who adds to it at the same moment is served without a conflict', async () => {
    const table = tableOperations('orders');
    await first.send(projectId, ...table.operations);
    await first.send(projectId, remove('table', table.tableId));
    await first.send(projectId, ...table.operations);
    const met = await conflictsDuring(async () => {
      const held = await first.hold(atCommit, projectId, [
        create('column', { tableId: table.tableId, name: 'y', type: 'text' }),
      ]);
      const other = create('column', { tableId: table.tableId, name: 'z', type: 'text' });
      expect(await second.send(projectId, other)).toMatchObject({ ok: true, value: { retries: 0 } });
      await held.goOn();
    });
    expect(met).toEqual({});
  });
});

type Table = ReturnType<typeof tableOperations>;

function foreignKeyFrom(from: Table, to: Table) {
  return create('foreign-key', {
    tableId: from.tableId,
    columnIds: [from.xColumn],
    referencedTableId: to.tableId,
    referencedColumnIds: [to.idColumn],
  });
}

type Rivalry = {
  readonly what: string;
  /** What `lines.x` and `orders.id` need beyond the two tables. */
  readonly prepare: (lines: Table, orders: Table) => readonly Operation[];
  readonly mends: (lines: Table, orders: Table) => Operation;
  readonly breaks: (lines: Table, orders: Table) => Operation;
  readonly refusals: { readonly builder: string; readonly breaker: string };
};

function rivalries(): readonly Rivalry[] {
  const nothing = () => [];
  const toKey = (lines: Table, orders: Table) => foreignKeyFrom(lines, orders);
  const toUnique = (lines: Table, orders: Table) =>
    create('foreign-key', {
      tableId: lines.tableId,
      columnIds: [lines.xColumn],
      referencedTableId: orders.tableId,
      referencedColumnIds: [orders.xColumn],
    });
  const uniqueId = randomUUID();
  const unique = (_: Table, orders: Table) => [
    create('unique', { tableId: orders.tableId, columnIds: [orders.xColumn] }, uniqueId),
  ];
  return [
    {
      what: 'the deletion of the key',
      prepare: nothing,
      mends: toKey,
      breaks: (_, orders) => remove('primary-key', orders.keyId),
      refusals: { builder: 'no-matching-key', breaker: 'referenced' },
    },
    {
      what: 'another column list of the key',
      prepare: unique,
      mends: toUnique,
      breaks: (_, orders) => update('unique', uniqueId, 1, { columnIds: [orders.idColumn, orders.xColumn] }),
      refusals: { builder: 'no-matching-key', breaker: 'referenced' },
    },
    {
      what: 'another type of the referenced column',
      prepare: nothing,
      mends: toKey,
      breaks: (_, orders) => update('column', orders.idColumn, 1, { type: 'uuid' }),
      refusals: { builder: 'type-mismatch', breaker: 'referenced' },
    },
    {
      what: 'another type of the referencing column',
      prepare: nothing,
      mends: toKey,
      breaks: (lines) => update('column', lines.xColumn, 1, { type: 'uuid' }),
      refusals: { builder: 'type-mismatch', breaker: 'referenced' },
    },
    {
      what: 'the deletion of the referenced column',
      prepare: nothing,
      mends: toKey,
      breaks: (_, orders) => remove('column', orders.idColumn),
      refusals: { builder: 'not-found', breaker: 'referenced' },
    },
  ];
}

async function given(
  prepare: Rivalry['prepare'],
  mends: Rivalry['mends'],
  breaks: Rivalry['breaks'],
): Promise<{ builder: readonly Operation[]; breaker: readonly Operation[] }> {
  const [lines, orders] = [tableOperations('lines'), tableOperations('orders')];
  const operations = [...lines.operations, ...orders.operations, ...prepare(lines, orders)];
  const made = await store.commit(ada, projectId, { id: randomUUID(), operations });
  expect(made.ok).toBe(true);
  return { builder: [mends(lines, orders)], breaker: [breaks(lines, orders)] };
}

function versionIn(answer: Answer, id: string): number | undefined {
  return answer.ok ? answer.value.records.find((record) => record.id === id)?.version : undefined;
}
