import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { create, remove, tableOperations, update } from '../../../test/support/operations';
import type { TestStore } from '../../../test/support/store';
import { openTestStore } from '../../../test/support/store';
import type { Operation } from '../../core/schema/operation';

let store: TestStore;
let projectId: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  projectId = await store.newProject();
});

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };
const send = (actor: typeof ada, ...operations: Operation[]) =>
  store.commit(actor, projectId, { id: randomUUID(), operations });

describe('a commit', () => {
  it('COM-1: writes a table with its columns and key, and one entry of the log', async () => {
    const table = tableOperations('orders');
    const answer = await send(ada, ...table.operations);
    expect(answer).toMatchObject({ ok: true, value: { retries: 0, merges: [] } });
    const key = answer.ok && answer.value.records.find((record) => record.id === table.keyId);
    expect(key).toMatchObject({ version: 1, body: { name: 'orders_pkey' } });
    expect(await store.log(projectId)).toHaveLength(2);
  });

  it('COM-2: merges different fields of one record and says so', async () => {
    const table = tableOperations('orders');
    await send(ada, ...table.operations);
    await send(ada, update('column', table.xColumn, 1, { name: 'total' }));
    const answer = await send(ben, update('column', table.xColumn, 1, { type: 'bigint' }));
    expect(answer).toMatchObject({
      ok: true,
      value: {
        records: [{ version: 3, body: { name: 'total', type: 'bigint' } }],
        merges: [{ field: 'name', verdict: 'merged', theirs: 'total', by: ada }],
      },
    });
  });

  it('COM-3: lets the later commit win a field and names the other value', async () => {
    const table = tableOperations('orders');
    await send(ada, ...table.operations);
    await send(ada, update('column', table.xColumn, 1, { name: 'total' }));
    const answer = await send(ben, update('column', table.xColumn, 1, { name: 'amount' }));
    expect(answer).toMatchObject({
      ok: true,
      value: { merges: [{ field: 'name', verdict: 'overwrote', theirs: 'total', yours: 'amount', by: ada }] },
    });
  });

  it('COM-4: answers a repeat from the receipt, a refusal too, and refuses another request under the id', async () => {
    const table = tableOperations('orders');
    const mutation = { id: randomUUID(), operations: table.operations };
    const first = await store.commit(ada, projectId, mutation);
    expect(await store.commit(ada, projectId, mutation)).toEqual(first);
    const again = { id: randomUUID(), operations: [create('table', { name: 'orders' })] };
    const refusal = await store.commit(ada, projectId, again);
    expect(refusal).toMatchObject({ ok: false, problem: { code: 'name-taken' } });
    await send(ada, update('table', table.tableId, 1, { name: 'invoices' }));
    expect(await store.commit(ada, projectId, again)).toEqual(refusal);
    const other = { id: mutation.id, operations: [create('table', { name: 'other' })] };
    expect(await store.commit(ada, projectId, other)).toMatchObject({ problem: { code: 'id-reused' } });
  });

  it('COM-5: deletes a table with what belongs to it, and refuses while a foreign key needs it', async () => {
    const [orders, lines] = [tableOperations('orders'), tableOperations('lines')];
    const foreignKey = create('foreign-key', {
      tableId: lines.tableId,
      columnIds: [lines.xColumn],
      referencedTableId: orders.tableId,
      referencedColumnIds: [orders.idColumn],
    });
    expect(await send(ada, ...orders.operations, ...lines.operations, foreignKey)).toMatchObject({
      ok: true,
    });
    expect(await send(ada, remove('table', orders.tableId))).toMatchObject({
      problem: { code: 'referenced' },
    });
    expect(await send(ada, remove('table', orders.tableId, 1, true))).toMatchObject({ ok: true });
    const left = await store.snapshot(ada, projectId);
    expect(left.records.map((record) => record.kind).sort()).toEqual([
      'column',
      'column',
      'namespace',
      'primary-key',
      'table',
    ]);
  });

  it('COM-6: brings a deleted table back, versions going on', async () => {
    const table = tableOperations('orders');
    await send(ada, ...table.operations);
    await send(ada, remove('table', table.tableId));
    const answer = await send(ada, ...table.operations);
    expect(answer.ok && answer.value.records.map((record) => record.version)).toEqual([3, 3, 3, 3]);
    await store.expectReplayEqualsState(projectId);
  });

  it('COM-7: swaps two names in one mutation', async () => {
    const [a, b] = [tableOperations('a'), tableOperations('b')];
    await send(ada, ...a.operations, ...b.operations);
    const swapped = await send(
      ada,
      update('table', a.tableId, 1, { name: 'b' }),
      update('table', b.tableId, 1, { name: 'a' }),
    );
    expect(swapped).toMatchObject({ ok: true });
    expect(await send(ada, create('table', { name: 'a' }))).toMatchObject({
      problem: { code: 'name-taken' },
    });
    await store.expectReplayEqualsState(projectId);
  });

  it('COM-8: moves a table to another schema with its indexes and their names', async () => {
    const table = tableOperations('orders');
    const app = create('namespace', { name: 'app' });
    await send(ada, ...table.operations, app);
    expect(await send(ada, update('table', table.tableId, 1, { namespaceId: app.id }))).toMatchObject({
      ok: true,
    });
    expect(await send(ada, ...tableOperations('orders').operations)).toMatchObject({ ok: true });
    expect(await send(ada, update('column', table.xColumn, 1, { name: 'y' }))).toMatchObject({ ok: true });
    await store.expectReplayEqualsState(projectId);
  });

  it('COM-9: shows nothing to somebody who is no member', async () => {
    const stranger = { id: 'eve', name: 'Eve' };
    expect(await send(stranger, create('table', { name: 't' }))).toMatchObject({
      problem: { code: 'not-found' },
    });
  });

  it('COM-10: keeps a check right when its column is renamed, and the column while the check names it', async () => {
    const table = tableOperations('orders');
    const check = create('check', { tableId: table.tableId, expression: 'x > 0' });
    await send(ada, ...table.operations, check);
    await send(ada, update('column', table.xColumn, 1, { name: 'total' }));
    const { records } = await store.snapshot(ada, projectId);
    const stored = records.find((record) => record.id === check.id);
    expect(stored?.body).toMatchObject({ name: 'orders_check', columnRefs: { x: table.xColumn } });
    await send(ada, remove('column', table.xColumn, 2));
    const after = await store.snapshot(ada, projectId);
    expect(after.records.some((record) => record.id === check.id)).toBe(false);
  });
});
