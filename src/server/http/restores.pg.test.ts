import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;
let owner: Client;
beforeAll(async () => {
  server = await openTestServer();
  owner = server.visitor();
});
afterAll(() => server.close());

type Changes = { readonly changes: readonly { readonly id: string; readonly restored?: unknown }[] };

describe('restore to a change', () => {
  it('HTTP-20, HTTP-21: is asked for by address, tells what it would do, and says in the log what it did', async () => {
    const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
    const path = `/projects/${id}`;
    const edit = (name: string) => ({
      id: randomUUID(),
      operations: [{ type: 'table.create', id: randomUUID(), body: { name } }],
    });
    const [first, second] = [edit('orders'), edit('people')];
    await owner.ok('POST', `${path}/mutations`, { json: first });
    await owner.ok('POST', `${path}/mutations`, { json: second });
    const there = `${path}/changes/${first.id}/restore`;
    expect(await owner.ok('GET', there)).toMatchObject({
      to: { id: first.id },
      counts: [{ kind: 'table', restored: 0, changed: 0, deleted: 1 }],
      since: [{ edits: 1 }],
    });
    const restoreId = randomUUID();
    const answer = await owner.ok('POST', there, { json: { id: restoreId } });
    expect(answer).toMatchObject({ id: restoreId, to: { id: first.id }, records: 1 });
    expect(await owner.ok('POST', there, { json: { id: restoreId } })).toEqual(answer);
    const { changes } = await owner.ok<Changes>('GET', `${path}/changes`);
    expect(changes[0]).toMatchObject({ id: restoreId, restored: { id: first.id } });
    expect(changes[1]?.restored).toBeUndefined();
    const nowhere = `${path}/changes/${randomUUID()}/restore`;
    expect((await owner.send('GET', nowhere)).status).toBe(404);
    expect((await owner.send('POST', nowhere, { json: { id: randomUUID() } })).status).toBe(404);
  });

  it('HTTP-26: one change is taken back by address, once, and not when somebody has built on it', async () => {
    const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
    const path = `/projects/${id}`;
    const tableId = randomUUID();
    const made = { type: 'table.create', id: tableId, body: { name: 'orders' } };
    const first = { id: randomUUID(), operations: [made] };
    await owner.ok('POST', `${path}/mutations`, { json: first });
    const undoId = randomUUID();
    const there = `${path}/changes/${first.id}/undo`;
    const answer = await owner.ok('POST', there, { json: { id: undoId } });
    expect(answer).toMatchObject({ id: undoId, to: { id: first.id }, records: 1 });
    expect(await owner.ok('POST', there, { json: { id: undoId } })).toEqual(answer);
    const { changes } = await owner.ok<Changes>('GET', `${path}/changes`);
    expect(changes[0]?.id).toBe(undoId);
    expect((await owner.send('POST', there, { json: { id: randomUUID() } })).status).toBe(409);
    const nowhere = `${path}/changes/${randomUUID()}/undo`;
    expect((await owner.send('POST', nowhere, { json: { id: randomUUID() } })).status).toBe(404);
  });
});
