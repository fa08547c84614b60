import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/schema/operation';
import { resumeRestores, undoChange } from '../../src/server/projects/restore';
import { readChangeLog } from '../../src/server/projects/snapshot';
import { writePieces } from '../../src/server/projects/stage';
import { create, remove, tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import { Person } from './person';
import { ada, ben, expectSound } from './setting';

let store: TestStore;
let projectId: string;
let undoer: Person;
beforeAll(async () => {
  store = await openTestStore();
  undoer = new Person(store.url, ada);
});
afterAll(async () => {
  await undoer.leave();
  await store.close();
});
beforeEach(async () => {
  projectId = await store.newProject();
});

const undo = (to: string, id: string = randomUUID()) => undoChange(undoer.pool, ada, projectId, { id, to });

async function send(...operations: readonly Operation[]): Promise<string> {
  const id = randomUUID();
  const answer = await store.commit(ben, projectId, { id, operations });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return id;
}

/** What everybody sees, but for how often it was edited. */
async function shown() {
  const { records } = await store.snapshot(ben, projectId);
  return records.map(({ id, kind, body }) => ({ id, kind, body }));
}

/** More than fits one transaction, as an import writes it. */
async function importMany() {
  const tables = Array.from({ length: 260 }, (_, place) => tableOperations(`imported_${place}`));
  const operations = tables.map(({ operations: own }) => own);
  const pieces = [operations.slice(0, 130).flat(), operations.slice(130).flat()];
  const id = randomUUID();
  const request = { actor: ada, projectId, id, prefix: randomUUID().slice(0, 24) };
  expect(await writePieces(store.pool, request, pieces)).toMatchObject({ ok: true });
  return { id, tables };
}

describe('undo by the server', () => {
  it('SYNC-107: takes back an import of several pieces, keeps what came since, and does it again', async () => {
    await send(...tableOperations('orders').operations);
    const { id: imported, tables } = await importMany();
    const place = create('layout', { recordId: tables[0]?.tableId ?? '', x: 1, y: 2 });
    await send(place);
    const all = await shown();
    const later = tableOperations('later');
    await send(...later.operations);
    const undoId = randomUUID();
    const answer = await undo(imported, undoId);
    expect(answer).toMatchObject({ ok: true, value: { id: undoId, to: { id: imported } } });
    const names = (await shown()).flatMap(({ kind, body }) =>
      kind === 'table' && 'name' in body ? [body.name] : [],
    );
    expect(names.sort()).toEqual(['later', 'orders']);
    expect(await undo(imported, undoId)).toEqual(answer);
    const log = await readChangeLog(store.pool, ada, projectId, { limit: 3 });
    if (!log.ok) throw new Error(log.problem.detail);
    expect(log.value.changes.every(({ restored }) => restored === undefined)).toBe(true);
    expect(await undo(undoId)).toMatchObject({ ok: true });
    await send(remove('table', later.tableId, 1));
    expect(await shown()).toEqual(all);
    await expectSound(store, projectId);
  });

  it('SYNC-107: is refused when somebody has built on it, and everybody may go on', async () => {
    const { id: imported, tables } = await importMany();
    const before = await shown();
    const [table] = tables;
    const added = create('column', { tableId: table?.tableId ?? '', name: 'more', type: 'text' });
    await send(added);
    expect(await undo(imported)).toMatchObject({ ok: false, problem: { code: 'changed-since' } });
    await send(remove('column', added.id, 1));
    expect(await shown()).toEqual(before);
    await send(update('table', table?.tableId ?? '', 1, { name: 'renamed' }));
    expect(await undo(imported)).toMatchObject({ ok: false, problem: { code: 'changed-since' } });
    expect(await undo(randomUUID())).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });

  it('SYNC-107: one that dies in the middle is finished by another process', async () => {
    await send(...tableOperations('orders').operations);
    const before = await shown();
    const { id: imported } = await importMany();
    const seen = await shown();
    const held = await undoer.holdWork(/UPDATE jobs SET pieces/, () => undo(imported), 2);
    await expect(held.fail(new Error('killed'))).rejects.toThrow('killed');
    expect(await shown()).toEqual(seen);
    await store.direct.query(
      `UPDATE jobs SET touched_at = touched_at - interval '1 hour' WHERE project_id = $1`,
      [projectId],
    );
    await resumeRestores(store.pool);
    expect(await shown()).toEqual(before);
    await expectSound(store, projectId);
  });
});
