import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Room } from '../../../test/simulation/room';
import { change, fieldOf, roomWithTable } from '../../../test/simulation/room';
import { contentOf } from '../../../test/simulation/server';
import { localProblem } from '../api/api-problem';
import type { OpenStream, StreamHandlers } from './event-source';
import { indexedDbPendingStorage } from './indexeddb-storage';
import type { Notice } from './notices';
import { memoryPendingStorage } from './pending-storage';
import type { ChangedRecords } from './record-listeners';

const kinds = (notices: readonly Notice[]) => notices.map((notice) => notice.kind);

describe('project store: showing and saving', () => {
  it('SYNC-2: shows an edit at once, and counts it as unsaved until the server has it', async () => {
    const { room, tableId } = await roomWithTable();
    const { store } = await room.enter('ada');
    expect(store.mutate([change(store, tableId, { name: 'sales' })]).ok).toBe(true);
    expect(fieldOf(store, tableId, 'name')).toBe('sales');
    expect(store.status()).toMatchObject({ pendingCount: 1, lastSaved: null });
    await room.quiet();
    expect(store.status().pendingCount).toBe(0);
    expect(store.status().lastSaved).not.toBeNull();
    expect(room.server.log).toHaveLength(2);
    expect(contentOf(store.state())).toEqual(contentOf(room.server.state));
  });

  it('SYNC-2: refuses at once what the rules refuse, and sends nothing', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, notices } = await room.enter('ada');
    const taken = store.mutate(room.newTable('orders').operations);
    expect(taken).toMatchObject({ ok: false, problem: { code: 'name-taken' } });
    const tooLong = store.mutate([change(store, tableId, { name: 'x'.repeat(64) })]);
    expect(tooLong).toMatchObject({ ok: false, problem: { pointer: '/operations/0/body/name' } });
    await room.quiet();
    expect(room.server.log).toHaveLength(1);
    expect(notices).toEqual([]);
    expect(store.status().pendingCount).toBe(0);
  });

  it('SYNC-3: takes back what the server refuses, and says why', async () => {
    const { room } = await roomWithTable();
    const { store, link, notices } = await room.enter('ada');
    link.down = true;
    const mine = room.newTable('parts');
    expect(store.mutate(mine.operations, { label: 'Add table parts' }).ok).toBe(true);
    room.edit('bob', room.newTable('parts').operations);
    link.down = false;
    await room.quiet();
    expect(notices.find((notice) => notice.kind === 'refused')).toMatchObject({
      label: 'Add table parts',
      problem: { code: 'name-taken' },
    });
    expect(store.state().get(mine.tableId)).toBeUndefined();
    expect(store.status()).toMatchObject({ pendingCount: 0, canUndo: null });
    expect(contentOf(store.state())).toEqual(contentOf(room.server.state));
  });

  it('SYNC-4: keeps a pending edit that no longer applies for the server to judge, but does not show it', async () => {
    const { room, tableId, columnId } = await roomWithTable();
    const { store, link, notices } = await room.enter('ada');
    const slow = { ...link.api };
    link.api.mutate = () => Promise.reject(localProblem('offline', 'unavailable', 'held'));
    store.mutate([change(store, columnId, { comment: 'mine' })]);
    room.edit('bob', [{ verb: 'delete', kind: 'table', id: tableId, version: 1 }]);
    await room.time.run(2_000);
    expect(store.state().live(columnId, 'column')).toBeUndefined();
    expect(store.status().pendingCount).toBe(1);
    link.api.mutate = slow.mutate;
    await room.quiet();
    expect(notices.at(-1)).toMatchObject({ kind: 'refused', problem: { code: 'deleted' } });
  });

  it('SYNC-5: tells a component only of the record that it draws', async () => {
    const { room, tableId, columnId } = await roomWithTable();
    const { store } = await room.enter('ada');
    const heard: ChangedRecords[] = [];
    let tableCalls = 0;
    let columnCalls = 0;
    store.subscribe((changed) => heard.push(changed));
    store.subscribeRecord(tableId, () => {
      tableCalls += 1;
    });
    const off = store.subscribeRecord(columnId, () => {
      columnCalls += 1;
    });
    room.edit('bob', [{ verb: 'update', kind: 'table', id: tableId, version: 1, body: { comment: 'c' } }]);
    await room.quiet();
    expect(heard).toEqual([new Set([tableId])]);
    expect([tableCalls, columnCalls]).toEqual([1, 0]);
    off();
    store.mutate([change(store, columnId, { comment: 'x' })]);
    expect(columnCalls).toBe(0);
  });

  it('SYNC-5: a record that is confirmed as it was shown has not changed', async () => {
    const { room, tableId } = await roomWithTable();
    const { store } = await room.enter('ada');
    const heard: ChangedRecords[] = [];
    store.subscribe((changed) => heard.push(changed));
    store.mutate([change(store, tableId, { name: 'sales' })]);
    const shown = store.state().get(tableId);
    await room.quiet();
    expect(heard).toEqual([new Set([tableId])]);
    expect(store.state().get(tableId)).toBe(shown);
  });

  it('SYNC-6: edits survive the page and are sent by the next one, in their order', async () => {
    const { room, tableId } = await roomWithTable();
    const storage = indexedDbPendingStorage({ name: 'survives' });
    const first = await room.enter('ada', { storage });
    await waitFor(room, () => first.store.status().connection.kind === 'live');
    first.link.down = true;
    const mine = room.newTable('parts');
    first.store.mutate(mine.operations);
    first.store.mutate([change(first.store, mine.tableId, { name: 'pieces' })]);
    first.store.mutate([change(first.store, tableId, { name: 'sales' })]);
    await first.store.kept();
    first.store.stop();
    const second = await room.enter('ada', { storage });
    await waitFor(room, () => second.store.status().connection.kind === 'live');
    await room.quiet();
    expect(fieldOf(second.store, mine.tableId, 'name')).toBe('pieces');
    expect(fieldOf(second.store, tableId, 'name')).toBe('sales');
    expect(second.store.status().pendingCount).toBe(0);
    await second.store.kept();
    expect(await storage.load('project')).toEqual([]);
  });

  it('SYNC-6: says so when the browser cannot keep them', async () => {
    const { room, tableId } = await roomWithTable();
    const full = { ...memoryPendingStorage(), put: () => Promise.reject(new Error('quota')) };
    const { store, notices } = await room.enter('ada', { storage: full });
    store.mutate([change(store, tableId, { name: 'sales' })]);
    await room.quiet();
    expect(kinds(notices)).toContain('storage-failed');
    expect(store.status().storageFailed).toBe(true);
    expect(room.server.log).toHaveLength(2);
  });
});

/** IndexedDB takes real time, which the clock of the room does not know of. */
async function waitFor(room: Room, done: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !done(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await room.time.run(10);
  }
}

describe('project store: fingerprint and access', () => {
  it('SYNC-60: a body that is not what is stored is noticed, counted and replaced', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, notices } = await room.enter('ada');
    await room.quiet();
    expect(store.status()).toMatchObject({ fingerprintsAgree: true, bugs: 0 });
    expect(store.status().fingerprintShown).toBe(room.server.fingerprint());
    const table = store.state().live(tableId, 'table');
    if (!table) throw new Error('not shown');
    store.state().replace({ ...table, body: { ...table.body, name: 'planted' } });
    await room.time.run(30_000, () => store.status().reloads > 0);
    expect(store.status()).toMatchObject({ bugs: 1, reloads: 1, fingerprintsAgree: false });
    await room.quiet();
    expect(fieldOf(store, tableId, 'name')).toBe('orders');
    expect(store.status()).toMatchObject({ bugs: 1, fingerprintsAgree: true });
    expect(notices).toContainEqual({ kind: 'reloaded', cause: 'fingerprint' });
  });

  it('SYNC-62: read again is only the part that differs, whatever went wrong, and unsaved edits stay', async () => {
    const { room, tableId } = await roomWithTable();
    for (let place = 0; place < 40; place += 1) room.edit('founder', room.newTable(`t${place}`).operations);
    const { store, link } = await room.enter('ada');
    await room.quiet();
    const asked: (readonly string[])[] = [];
    const { differences } = link.api;
    link.api.differences = async (...request) => {
      const answer = await differences(...request);
      asked.push(answer.records.map(({ id }) => id));
      return answer;
    };
    link.api.snapshot = () => Promise.reject(new Error('everything was asked for'));
    link.api.mutate = () => Promise.reject(localProblem('offline', 'unavailable', 'held'));
    store.mutate([change(store, tableId, { comment: 'mine' })]);
    // A body that a job wrote without a new version, so that no batch tells of it.
    const stored = room.server.state.live(tableId, 'table');
    if (!stored) throw new Error('not stored');
    room.server.state.replace({ ...stored, body: { ...stored.body, name: 'silently' } });
    room.edit('founder', room.newTable('later').operations);
    await room.time.run(40_000, () => store.status().reloads > 0);
    await room.quiet();
    expect(fieldOf(store, tableId, 'name')).toBe('silently');
    expect(fieldOf(store, tableId, 'comment')).toBe('mine');
    expect(store.status()).toMatchObject({ bugs: 1, reloads: 1, pendingCount: 1, fingerprintsAgree: true });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(tableId);
    expect(asked[0]?.every((id) => id.slice(0, 2) === tableId.slice(0, 2))).toBe(true);
  });

  it('SYNC-61: an unsaved edit is no difference', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, link } = await room.enter('ada');
    link.api.mutate = () => Promise.reject(localProblem('offline', 'unavailable', 'held'));
    store.mutate([change(store, tableId, { name: 'mine' })]);
    await room.quiet();
    expect(store.status()).toMatchObject({ fingerprintsAgree: true, bugs: 0, pendingCount: 1 });
    expect(store.status().fingerprintShown).not.toBe(room.server.fingerprint());
  });

  it('SYNC-61: an answer that is ahead of the stream is no difference either, and survives a reload', async () => {
    const { room, tableId } = await roomWithTable();
    let stream: StreamHandlers | undefined;
    const open: OpenStream = (_after, handlers) => {
      stream = handlers;
      room.time.after(1, handlers.opened);
      return () => undefined;
    };
    const { store, link } = await room.enter('ada', { open });
    const old = { ...room.server.snapshot() };
    store.mutate([change(store, tableId, { name: 'mine' })]);
    await room.time.run(3_000, () => store.status().pendingCount === 0);
    const { cursor, fingerprint } = old;
    stream?.event({ kind: 'fingerprint', lastEventId: cursor, cursor, fingerprint });
    expect(store.status()).toMatchObject({ bugs: 0, pendingCount: 0 });
    // A snapshot that was read before the edit was committed and comes after its answer.
    link.api.snapshot = async () => {
      store.mutate([change(store, tableId, { comment: 'later' })]);
      await room.time.sleep(5_000);
      return old;
    };
    stream?.event({ kind: 'reload', lastEventId: null });
    await room.time.run(20_000, () => store.status().reloads === 1);
    expect(fieldOf(store, tableId, 'comment')).toBe('later');
    const changes = room.server.changesAfter(Number(cursor));
    stream?.event({ kind: 'changes', lastEventId: String(room.server.log.length), changes });
    expect(contentOf(store.state())).toEqual(contentOf(room.server.state));
  });

  it('SYNC-15: stops and says so when access is lost; what was not sent stays', async () => {
    const { room, tableId } = await roomWithTable();
    const storage = memoryPendingStorage();
    const { store, link, notices } = await room.enter('ada', { storage });
    const { ApiProblem } = await import('../api/api-problem');
    const document = {
      type: 'about:blank',
      title: 'No',
      status: 404,
      detail: 'Gone.',
      code: 'not-found',
    } as const;
    link.api.mutate = () => Promise.reject(new ApiProblem('problem', document));
    store.mutate([change(store, tableId, { name: 'mine' })]);
    await room.quiet();
    expect(store.status().connection.kind).toBe('failed');
    expect(kinds(notices)).toEqual(['access-lost']);
    expect(await storage.load('project')).toHaveLength(1);
    expect(store.mutate([change(store, tableId, { name: 'more' })])).toMatchObject({
      problem: { code: 'forbidden' },
    });
  });

  it('SYNC-16: a break is told when it lasts, and its end too', async () => {
    const { room } = await roomWithTable();
    const { store, link, notices } = await room.enter('ada');
    link.down = true;
    await room.time.run(10_000);
    expect(kinds(notices)).toEqual(['connection-lost']);
    link.down = false;
    await room.quiet();
    expect(kinds(notices)).toEqual(['connection-lost', 'connection-restored']);
    expect(store.status().connection.kind).toBe('live');
  });
});
