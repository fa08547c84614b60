import { describe, expect, it } from 'vitest';
import type { Notice } from '../../src/client/sync/notices';
import type { Outcome } from '../../src/client/sync/outcome';
import { memoryPendingStorage } from '../../src/client/sync/pending-storage';
import type { ProjectStore } from '../../src/client/sync/store-contract';
import type { RecordId } from '../../src/core/schema/ids';
import type { Operation } from '../../src/core/schema/operation';
import { isLive } from '../../src/core/schema/record';
import type { Visitor } from './room';
import { change, Room } from './room';

type Table = { readonly tableId: RecordId; readonly columns: readonly [RecordId, RecordId, RecordId] };

const tableCount = 20;

/** A project of twenty tables with columns `a`, `b` and `c`. */
function roomOfTables(): { readonly room: Room; readonly tables: readonly Table[] } {
  const room = new Room();
  const tables = Array.from({ length: tableCount }, (_, at): Table => {
    const { tableId, columnId, operations } = room.newTable(`t${at}`);
    const [b, c] = [room.random.uuid(), room.random.uuid()];
    const column = (id: RecordId, name: string): Operation => ({
      verb: 'create',
      kind: 'column',
      id,
      body: { tableId, name, type: 'integer' },
    });
    room.edit('founder', [...operations, column(b, 'b'), column(c, 'c')]);
    return { tableId, columns: [columnId, b, c] };
  });
  return { room, tables };
}

/** Two hundred edits, ten of each table: all that can be done to it, notes and comments included. */
function twoHundredEdits(store: ProjectStore, room: Room, tables: readonly Table[]): readonly string[] {
  const notes = tables.map(() => room.random.uuid());
  const rounds: readonly ((table: Table, at: number) => Operation)[] = [
    ({ tableId }, at) => change(store, tableId, { name: `ada_${at}` }),
    ({ tableId }, at) => change(store, tableId, { comment: `Ada on table ${at}` }),
    ({ columns: [id] }) => change(store, id, { name: 'key' }),
    ({ columns: [, b] }) => change(store, b, { type: 'text' }),
    ({ columns: [, , c] }, at) => change(store, c, { comment: `Ada on c of ${at}` }),
    ({ columns: [, , c] }) => change(store, c, { order: 'Zz' }),
    ({ tableId }, at) => {
      const body = { tableId, name: `extra_${at}`, type: 'text', comment: `Ada on extra ${at}` };
      return { verb: 'create', kind: 'column', id: room.random.uuid(), body };
    },
    (_, at) => ({ verb: 'create', kind: 'note', id: notes[at] ?? '', body: { text: `Ada’s note ${at}` } }),
    (_, at) => change(store, notes[at] ?? '', { text: `Ada’s note ${at}, longer` }),
    ({ columns: [, b] }) => change(store, b, { nullable: false }),
  ];
  return rounds.flatMap((make) =>
    tables.map((table, at) => {
      const made = store.mutate([make(table, at)], { label: `Edit of t${at}` });
      if (!made.ok) throw new Error(made.problem.detail);
      return made.value;
    }),
  );
}

/** Meanwhile somebody drops every fifth table, and renames, retypes, reorders, comments and adds in three others. */
function editsOfBen(room: Room, tables: readonly Table[]): void {
  const update = (kind: 'table' | 'column', id: RecordId, body: Readonly<Record<string, unknown>>) => {
    const state = room.server.state.get(id);
    room.edit('ben', [{ verb: 'update', kind, id, version: state?.version ?? 1, body }]);
  };
  for (const [at, { tableId, columns }] of tables.entries()) {
    const [, b, c] = columns;
    if (at % 5 === 0) {
      const version = room.server.state.get(tableId)?.version ?? 1;
      room.edit('ben', [{ verb: 'delete', kind: 'table', id: tableId, version, cascade: true }]);
    } else if (at % 5 === 1) {
      update('table', tableId, { name: `ben_${at}` });
      update('column', c, { comment: `Ben on c of ${at}` });
    } else if (at % 5 === 2) {
      update('column', b, { type: 'uuid' });
      update('table', tableId, { comment: `Ben on table ${at}` });
    } else if (at % 5 === 3) {
      update('column', c, { order: 'Zy', name: 'c2' });
      const body = { tableId, name: `extra_${at}`, type: 'uuid' };
      room.edit('ben', [{ verb: 'create', kind: 'column', id: room.random.uuid(), body }]);
    }
  }
}

const returnsIn = (notices: readonly Notice[]) =>
  notices.flatMap((notice) => (notice.kind === 'returned' ? [notice.outcomes] : []));

/** What the log of the server says of a mutation: the verdict that the person has to hear. */
function verdictInLog(room: Room, id: string): Outcome['kind'] {
  const entry = room.server.log.find((one) => one.id === id);
  if (!entry) return 'refused';
  const told = entry.merges.filter(({ field, by }) => field !== 'order' && by?.id !== 'ada');
  if (told.some(({ verdict }) => verdict === 'overwrote')) return 'overwrote';
  return told.length > 0 ? 'merged' : 'applied';
}

/** Every text that Ada wrote stands, is in the log, or lies in the refused edit; every one of Ben’s too. */
function textsKept(room: Room, outcomes: readonly Outcome[]): readonly string[] {
  const kept = JSON.stringify([
    room.server.log.map(({ operations }) => operations),
    outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.operations : outcome)),
  ]);
  const texts = Array.from({ length: tableCount }, (_, at) => [
    `Ada on table ${at}`,
    `Ada on c of ${at}`,
    `Ada on extra ${at}`,
    `Ada’s note ${at}`,
    `Ada’s note ${at}, longer`,
  ]).flat();
  return texts.filter((text) => !kept.includes(JSON.stringify(text)));
}

function expectAllTold(room: Room, ids: readonly string[], outcomes: readonly Outcome[]): void {
  expect(outcomes.map(({ id }) => id)).toEqual(ids);
  expect(outcomes.map(({ id, kind }) => [id, kind])).toEqual(ids.map((id) => [id, verdictInLog(room, id)]));
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(
    new Set(['applied', 'merged', 'overwrote', 'refused']),
  );
  expect(textsKept(room, outcomes)).toEqual([]);
}

/** Against what hangs: each of the 200 answers has all that still wait shown anew. */
const timeout = 120_000;

describe('simulation: a long time offline', { timeout }, () => {
  it('SYNC-110, SYNC-111: each of 200 edits has one outcome, in order, told together once', async () => {
    const { room, tables } = roomOfTables();
    const ada = await room.enter('ada', { me: 'ada' });
    ada.link.down = true;
    await room.time.run(10_000);
    const ids = twoHundredEdits(ada.store, room, tables);
    editsOfBen(room, tables);
    await room.time.run(60_000);
    expect(ada.store.status().pendingCount).toBe(200);
    ada.link.down = false;
    await back(room, ada);
    expectAllTold(room, ids, ada.store.outcomes.all());
    expect(returnsIn(ada.notices).map((told) => told.map(({ id }) => id))).toEqual([ids]);
    for (const [at, { columns }] of tables.entries()) {
      const moved = room.server.state.get(columns[2]);
      expect(isLive(moved) && moved.kind === 'column' ? moved.body.order : null).toBe(
        at % 5 === 0 ? null : 'Zz',
      );
    }
    const overwrote = ada.store.outcomes
      .all()
      .flatMap((one) => (one.kind === 'overwrote' ? one.overwritten : []));
    expect(overwrote.map(({ theirs }) => theirs)).toEqual(
      expect.arrayContaining(['ben_1', 'Ben on table 2', 'uuid', 'Ben on c of 1']),
    );
  });

  it('SCH-25: two who are away and add a column each have both, under the names that they gave them', async () => {
    const { room, tables } = roomOfTables();
    const { tableId } = tables[0] ?? { tableId: '' };
    const people = [await room.enter('ada'), await room.enter('ben')];
    for (const { link } of people) link.down = true;
    await room.time.run(10_000);
    for (const [at, { store }] of people.entries()) {
      const id = room.random.uuid();
      const body = { tableId, name: 'column_4', type: 'text' };
      store.mutate([{ verb: 'create', kind: 'column', id, body, numbered: true }]);
      store.mutate([change(store, id, { name: `of_${at}` })]);
    }
    for (const { link } of people) link.down = false;
    for (const visitor of people) await back(room, visitor);
    for (const { store } of people) {
      expect(
        store
          .state()
          .childrenOf(tableId, 'column')
          .map(({ body }) => body.name)
          .toSorted(),
      ).toEqual(['b', 'c', 'id', 'of_0', 'of_1']);
      expect(store.outcomes.all().filter(({ kind }) => kind === 'refused')).toEqual([]);
    }
  });

  it('SYNC-111: pages that go in the middle of it leave the rest to the next, and nothing is told twice', async () => {
    const { room, tables } = roomOfTables();
    const storage = memoryPendingStorage();
    const first = await room.enter('ada', { me: 'ada', storage });
    first.link.down = true;
    await room.time.run(10_000);
    const ids = twoHundredEdits(first.store, room, tables);
    editsOfBen(room, tables);
    first.link.down = false;
    await room.time.run(60 * 60_000, () => first.store.status().pendingCount === 120);
    await first.store.kept();
    first.store.stop();
    expect(returnsIn(first.notices)).toEqual([]);
    const second = await room.enter('ada', { me: 'ada', storage });
    await back(room, second);
    expectAllTold(room, ids, second.store.outcomes.all());
    expect(returnsIn(second.notices).map((told) => told.map(({ id }) => id))).toEqual([ids]);
    second.store.stop();
    const third = await room.enter('ada', { me: 'ada', storage });
    await back(room, third);
    expect(returnsIn(third.notices)).toEqual([]);
    expectAllTold(room, ids, third.store.outcomes.all());
  });
});

/** Until everything is answered and told. */
async function back(room: Room, { store }: Visitor): Promise<void> {
  await room.time.run(60 * 60_000, () => store.status().pendingCount === 0);
  await room.quiet();
  await store.kept();
}
