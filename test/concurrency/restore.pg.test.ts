import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { spelledIn } from '../../src/core/schema/difference';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { Operation } from '../../src/core/schema/operation';
import type { RecordState } from '../../src/core/schema/record';
import { GroupedEdits } from '../../src/server/projects/grouped-edits';
import { acceptShareLink, createShareLink, deleteProject } from '../../src/server/projects/projects';
import { previewRestore, restoreTo, resumeRestores } from '../../src/server/projects/restore';
import { readChangeLog } from '../../src/server/projects/snapshot';
import { writePieces } from '../../src/server/projects/stage';
import { World } from '../fuzz/world';
import { create, remove, tableOperations, update } from '../support/operations';
import { seeded } from '../support/random';
import type { TestStore } from '../support/store';
import { onDsql, openTestStore } from '../support/store';
import type { Follower } from './follow';
import { follow } from './follow';
import { Person } from './person';
import { ada, ben, expectSound } from './setting';

let store: TestStore;
let projectId: string;
let restorer: Person;
let follower: Follower;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  projectId = await store.newProject();
  restorer = new Person(store.url, ada);
  follower = await follow(store, projectId);
});
afterEach(async () => {
  await follower.close();
  await restorer.leave();
});

const restore = (to: string, id: string = randomUUID()) =>
  restoreTo(restorer.pool, ada, projectId, { id, to });

/** What a state says, whichever way it is spelled. */
function meaning(states: Iterable<RecordState>) {
  const state = MemoryState.from(states);
  return [...state.records()]
    .map((record) => {
      const { id, kind, body } = spelledIn(record, state);
      return { id, kind, body };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function shown() {
  const { records, fingerprint } = await store.snapshot(ben, projectId);
  const state = MemoryState.from(records as RecordState[]);
  expect(printFingerprint(fingerprintOf(state.records()))).toBe(fingerprint);
  return meaning(state.states());
}

async function send(...operations: readonly Operation[]): Promise<string> {
  const id = randomUUID();
  const answer = await store.commit(ben, projectId, { id, operations });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return id;
}

/** The id and the state behind the last edit. */
async function here() {
  const log = await store.log(projectId);
  return { id: log.at(-1)?.id ?? '', state: await shown() };
}

/** Many tables that refer to each other, as an import writes them; more than fit one transaction. */
async function importMany(tables = 260) {
  const all = Array.from({ length: tables }, (_, place) => tableOperations(`imported_${place}`));
  const operations = all.map((table, place) => [
    ...table.operations,
    create('foreign-key', {
      tableId: table.tableId,
      columnIds: [table.xColumn],
      referencedTableId: all[place === 0 ? 0 : place - 1]?.tableId,
      referencedColumnIds: [all[place === 0 ? 0 : place - 1]?.idColumn],
    }),
  ]);
  const half = Math.ceil(tables / 2);
  const pieces = [operations.slice(0, half).flat(), operations.slice(half).flat()];
  const id = randomUUID();
  const request = { actor: ada, projectId, id, prefix: randomUUID().slice(0, 24) };
  expect(await writePieces(store.pool, request, pieces)).toMatchObject({ ok: true });
  return { id, tables: all };
}

const expireLease = () =>
  store.direct.query(`UPDATE jobs SET touched_at = touched_at - interval '1 hour' WHERE project_id = $1`, [
    projectId,
  ]);

describe('back to a moment', () => {
  it('COM-110: is one edit: names swapped back, what was deleted is there again, what came since is gone', async () => {
    const [orders, people] = [tableOperations('orders'), tableOperations('people')];
    const checkId = randomUUID();
    await send(...orders.operations, ...people.operations);
    await send(
      create('check', { tableId: orders.tableId, expression: 'x > 0' }, checkId),
      create('foreign-key', {
        tableId: orders.tableId,
        columnIds: [orders.xColumn],
        referencedTableId: people.tableId,
        referencedColumnIds: [people.idColumn],
      }),
      create('layout', { recordId: orders.tableId, x: 1, y: 2 }),
    );
    const then = await here();
    await send(
      update('table', orders.tableId, 1, { name: 'people' }),
      update('table', people.tableId, 1, { name: 'orders' }),
    );
    await send(update('column', orders.xColumn, 1, { name: 'y' }));
    await send(create('column', { tableId: orders.tableId, name: 'x', type: 'integer' }));
    await send(remove('table', people.tableId, 2, true));
    await send(...tableOperations('later').operations);
    const id = randomUUID();
    const answer = await restore(then.id, id);
    expect(answer).toMatchObject({ ok: true, value: { id, to: { id: then.id } } });
    expect(await shown()).toEqual(then.state);
    expect(await restore(then.id, id)).toEqual(answer);
    expect(await restore(id, id)).toMatchObject({ problem: { code: 'id-reused' } });
    const log = await readChangeLog(store.pool, ben, projectId, { limit: 2 });
    if (!log.ok) throw new Error(log.problem.detail);
    expect(log.value.changes[0]).toMatchObject({ id, actor: ada, restored: { id: then.id } });
    await follower.until([id]);
    expect(follower.reader.damage).toEqual([]);
    await send(create('column', { tableId: people.tableId, name: 'more', type: 'text' }));
    await expectSound(store, projectId);
  });

  it('COM-111: is told beforehand, in numbers and with whose edits it takes back', async () => {
    const table = tableOperations('orders');
    const first = await send(...table.operations);
    await send(update('table', table.tableId, 1, { comment: 'a' }));
    await send(remove('column', table.xColumn), create('note', { text: 'by the way' }));
    expect(await previewRestore(store.pool, ben, projectId, first)).toMatchObject({
      value: {
        to: { id: first },
        counts: [
          { kind: 'table', restored: 0, changed: 1, deleted: 0 },
          { kind: 'column', restored: 1, changed: 0, deleted: 0 },
          { kind: 'note', restored: 0, changed: 0, deleted: 1 },
        ],
        since: [{ actor: ben, edits: 2 }],
        records: 3,
      },
    });
    expect(await shown()).toHaveLength(5);
  });

  it('COM-112: takes an editor, a member, and a moment that is in the log', async () => {
    const first = await send(...tableOperations('orders').operations);
    const cy = { id: 'cy', name: 'Cy' };
    const asCy = () => restoreTo(store.pool, cy, projectId, { id: randomUUID(), to: first });
    expect(await asCy()).toMatchObject({ problem: { code: 'not-found' } });
    const link = await createShareLink(store.pool, ada, projectId, 'viewer');
    await acceptShareLink(store.pool, cy, link.ok ? link.value.key : '');
    expect(await asCy()).toMatchObject({ problem: { code: 'read-only-role' } });
    expect(await restore(randomUUID())).toMatchObject({
      problem: { code: 'not-found', detail: expect.stringContaining('no such edit') },
    });
    expect(await send(create('note', { text: 'others are let in again' }))).toBeTruthy();
  });
});

describe('back to a moment, with others at work', () => {
  it('COM-113: every edit is before it, and taken back, or after; never half, and none is lost', async () => {
    const random = seeded(5);
    const world = new World();
    const acknowledged = new Set<string>();
    let isDone = false;
    const write = async (edits: GroupedEdits) => {
      while (!isDone) {
        // Where nobody waits for a lock, whoever freezes the project needs a moment in which nobody commits.
        if (onDsql) await sleep(100 + random.below(200));
        const { operations, table } = world.next(random);
        const id = randomUUID();
        const answer = await store.commit(ben, projectId, { id, operations }, edits);
        if (answer.ok) acknowledged.add(id);
        if (answer.ok) world.learn(operations, table);
        else if (answer.problem.code === 'try-again') await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const restores: { readonly id: string; readonly to: string }[] = [];
    const again = async () => {
      while (restores.length < 8) {
        const log = await store.log(projectId);
        const to = log[Math.floor(log.length * (0.4 + random.below(50) / 100))]?.id ?? '';
        const id = randomUUID();
        const answer = await restore(to, id);
        if (answer.ok) restores.push({ id, to });
        else expect(answer.problem.code).toBe('try-again');
      }
      isDone = true;
    };
    await Promise.all([again(), ...Array.from({ length: 5 }, () => write(new GroupedEdits()))]);
    const log = await store.log(projectId);
    const behind = new Map<string, ReturnType<typeof meaning>>();
    const state = new MemoryState();
    for (const { id, entries } of log) {
      for (const { record } of entries) state.replace(record);
      behind.set(id, meaning(state.states()));
    }
    for (const { id, to } of restores) expect(behind.get(id), `restore ${id}`).toEqual(behind.get(to));
    expect([...acknowledged].filter((id) => !behind.has(id))).toEqual([]);
    await follower.until([...acknowledged, ...restores.map(({ id }) => id)]);
    expect(follower.reader.damage).toEqual([]);
    await expectSound(store, projectId);
  }, 120_000);

  it('COM-114: an edit that has begun is before it; one that comes meanwhile is told to come again', async () => {
    const table = tableOperations('orders');
    const first = await send(...table.operations);
    const edits = new GroupedEdits();
    const rename = (version: number, name: string) => ({
      id: randomUUID(),
      operations: [update('column', table.xColumn, version, { comment: name })],
    });
    await store.commit(ben, projectId, rename(1, 'remembered'), edits);
    const held = await restorer.holdWork(/UPDATE projects SET state = 'active'/, () => restore(first));
    expect(await store.commit(ben, projectId, rename(2, 'at once'), edits)).toMatchObject({
      problem: { code: 'try-again' },
    });
    const edit = { id: randomUUID(), operations: [update('table', table.tableId, 1, { name: 'late' })] };
    expect(await store.commit(ben, projectId, edit)).toMatchObject({ problem: { code: 'try-again' } });
    expect(await restoreTo(store.pool, ben, projectId, { id: randomUUID(), to: first })).toMatchObject({
      problem: { code: 'try-again' },
    });
    expect(await deleteProject(store.pool, ada, projectId)).toMatchObject({ problem: { code: 'try-again' } });
    expect(await held.goOn()).toMatchObject({ ok: true });
    expect(await store.commit(ben, projectId, edit)).toMatchObject({ ok: true });
    await expectSound(store, projectId);
  });

  it('COM-114: who begins a restore at the very moment at which another begins is told so, and does not fail', async () => {
    const first = await send(...tableOperations('orders').operations);
    const other = new Person(store.url, ben);
    const held = await restorer.holdWork(/INSERT INTO jobs/, () => restore(first));
    const late = restoreTo(other.pool, ben, projectId, { id: randomUUID(), to: first });
    await other.untilWaiting(store.direct, late);
    expect(await held.goOn()).toMatchObject({ ok: true });
    const answer = await late;
    if (!answer.ok) expect(answer.problem.code).toBe('try-again');
    await other.leave();
    await expectSound(store, projectId);
  });

  it('COM-115: waits for no import and breaks none off', async () => {
    const first = await send(...tableOperations('orders').operations);
    await store.direct.query(`INSERT INTO jobs VALUES ($1, $2, 'staging', 1)`, [projectId, randomUUID()]);
    expect(await restore(first)).toMatchObject({
      problem: { code: 'try-again', detail: expect.stringContaining('import') },
    });
    expect(await send(create('note', { text: 'nothing is frozen' }))).toBeTruthy();
  });
});

describe('back over an import of a whole schema', () => {
  it('COM-116: is seen by nobody, then whole, in both directions', async () => {
    const first = await send(...tableOperations('orders').operations);
    const before = await shown();
    const { id: imported } = await importMany();
    const after = await shown();
    expect(after.length - before.length).toBeGreaterThan(1_000);
    for (const { to, wanted } of [
      { to: first, wanted: before },
      { to: imported, wanted: after },
    ]) {
      const seen = new Set<number>();
      let isDone = false;
      const watch = async () => {
        while (!isDone) seen.add((await shown()).length);
      };
      const watching = watch();
      const id = randomUUID();
      const answer = await restore(to, id);
      expect(answer).toMatchObject({ ok: true, value: { id, records: after.length - before.length } });
      isDone = true;
      await watching;
      expect(await shown()).toEqual(wanted);
      expect([...seen].filter((count) => count !== before.length && count !== after.length)).toEqual([]);
      await follower.until([id]);
      expect(await restore(to, id)).toEqual(answer);
    }
    expect(follower.reader.damage).toEqual([]);
    await expectSound(store, projectId);
  });

  it('COM-117: a piece of an import stands for all of it', async () => {
    await send(...tableOperations('orders').operations);
    await importMany(12);
    const after = await here();
    await send(...tableOperations('later').operations);
    const { rows } = await store.direct.query(
      'SELECT id FROM changes WHERE project_id = $1 AND segment IS NOT NULL',
      [projectId],
    );
    expect(await restore(rows[0]?.id)).toMatchObject({ ok: true });
    expect(await shown()).toEqual(after.state);
  });

  it.each([2, 6])('COM-118: a process that dies at piece %s is finished by another', async (piece) => {
    const table = tableOperations('orders');
    const first = await send(...table.operations);
    const before = await shown();
    const { tables } = await importMany();
    // Names that are swapped with those of what stays, and a table that changes what its keys are named in.
    await send(update('table', table.tableId, 1, { name: 'imported' }));
    await send(update('table', tables[0]?.tableId ?? '', 1, { name: 'orders' }));
    const seen = await shown();
    const id = randomUUID();
    const held = await restorer.holdWork(/UPDATE jobs SET pieces/, () => restore(first, id), piece);
    await expect(held.fail(new Error('killed'))).rejects.toThrow('killed');
    expect(await shown()).toEqual(seen);
    await resumeRestores(store.pool);
    const edit = { id: randomUUID(), operations: [create('note', { text: 'meanwhile' })] };
    expect(await store.commit(ben, projectId, edit)).toMatchObject({ problem: { code: 'try-again' } });
    await expireLease();
    await resumeRestores(store.pool);
    expect(await shown()).toEqual(before);
    expect(await restore(first, id)).toMatchObject({ ok: true, value: { id } });
    expect(await store.commit(ben, projectId, edit)).toMatchObject({ ok: true });
    await follower.until([id, edit.id]);
    expect(follower.reader.damage).toEqual([]);
    await expectSound(store, projectId);
  });

  it('COM-119: one that died before it wrote anything is forgotten', async () => {
    const first = await send(...tableOperations('orders').operations);
    const last = await here();
    await store.direct.query(`UPDATE projects SET state = 'frozen', epoch = epoch + 1 WHERE id = $1`, [
      projectId,
    ]);
    const request = JSON.stringify({ actor: ada, to: first });
    await store.direct.query(`INSERT INTO jobs VALUES ($1, $2, 'staging', 0, now(), $3)`, [
      projectId,
      randomUUID(),
      request,
    ]);
    await expireLease();
    await resumeRestores(store.pool);
    expect(await shown()).toEqual(last.state);
    expect(await restore(first)).toMatchObject({ ok: true });
  });
});
