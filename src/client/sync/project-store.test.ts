import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { change, fieldOf, Room, remove } from '../../../test/simulation/room';
import { contentOf } from '../../../test/simulation/server';
import { localProblem } from '../api/api-problem';
import { indexedDbPendingStorage } from './indexeddb-storage';
import type { Notice } from './notices';
import { memoryPendingStorage } from './pending-storage';
import type { ChangedRecords } from './record-listeners';

const kinds = (notices: readonly Notice[]) => notices.map((notice) => notice.kind);

async function roomWithTable() {
  const room = new Room();
  const { tableId, columnId, operations } = room.newTable('orders');
  room.edit('founder', operations);
  return { room, tableId, columnId };
}

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

  it('SYNC-6: edits survive the page and are sent by the next one, in their order', async () => {
    const { room, tableId } = await roomWithTable();
    const storage = indexedDbPendingStorage('survives');
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

describe('project store: meeting others', () => {
  it('SYNC-40: one edit after the other of one field by one person is no conflict', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, link, notices } = await room.enter('ada');
    link.down = true;
    for (const name of ['a', 'b', 'c']) store.mutate([change(store, tableId, { name })]);
    link.down = false;
    store.mutate([change(store, tableId, { name: 'd' })]);
    await room.quiet();
    store.mutate([change(store, tableId, { name: 'e' })]);
    await room.quiet();
    expect(room.server.log).toHaveLength(6);
    expect(room.server.log.flatMap((entry) => entry.merges)).toEqual([]);
    expect(kinds(notices).filter((kind) => !kind.startsWith('connection'))).toEqual([]);
  });

  it('SYNC-41: an edit of the same field that I had not seen is told to both, once, with both values', async () => {
    const { room, tableId } = await roomWithTable();
    const ada = await room.enter('ada');
    const bob = await room.enter('bob', { me: 'bob' });
    ada.link.down = true;
    ada.store.mutate([change(ada.store, tableId, { name: 'mine' })]);
    ada.store.mutate([change(ada.store, tableId, { name: 'mine too' })]);
    bob.store.mutate([change(bob.store, tableId, { name: 'his' })]);
    await room.quiet();
    ada.link.down = false;
    await room.quiet();
    const told = ada.notices.filter((notice) => notice.kind === 'overwrote');
    expect(told).toMatchObject([{ field: 'name', theirs: 'his', yours: 'mine', by: { id: 'bob' } }]);
    const was = bob.notices.filter((notice) => notice.kind === 'was-overwritten');
    expect(was).toMatchObject([{ field: 'name', theirs: 'mine', yours: 'his', by: { id: 'ada' } }]);
    expect(fieldOf(bob.store, tableId, 'name')).toBe('mine too');
    expect(bob.store.restore(tableId, 'name', 'his').ok).toBe(true);
    await room.quiet();
    expect(fieldOf(ada.store, tableId, 'name')).toBe('his');
    expect(ada.notices.filter((notice) => notice.kind === 'was-overwritten')).toEqual([]);
  });

  it('SYNC-42: own edits of one field do not hide an edit of another that I had not seen', async () => {
    const { room, columnId } = await roomWithTable();
    const ada = await room.enter('ada');
    ada.link.down = true;
    ada.store.mutate([change(ada.store, columnId, { name: 'key' })]);
    room.edit('bob', [
      { verb: 'update', kind: 'column', id: columnId, version: 1, body: { comment: 'his' } },
    ]);
    ada.store.mutate([change(ada.store, columnId, { comment: 'mine' })]);
    ada.store.mutate([change(ada.store, columnId, { name: 'key2', comment: 'mine again' })]);
    ada.link.down = false;
    await room.quiet();
    const told = ada.notices.filter((notice) => notice.kind === 'overwrote');
    expect(told).toMatchObject([{ field: 'comment', theirs: 'his', yours: 'mine' }]);
  });

  it('SYNC-43: different fields of one record merge, and the author hears of it', async () => {
    const { room, columnId } = await roomWithTable();
    const ada = await room.enter('ada');
    ada.link.down = true;
    ada.store.mutate([change(ada.store, columnId, { name: 'key' })]);
    room.edit('bob', [
      { verb: 'update', kind: 'column', id: columnId, version: 1, body: { comment: 'his' } },
    ]);
    ada.link.down = false;
    await room.quiet();
    const merged = ada.notices.filter((notice) => notice.kind === 'merged');
    expect(merged).toMatchObject([{ recordId: columnId, fields: ['comment'], by: { id: 'bob' } }]);
    expect(fieldOf(ada.store, columnId, 'name')).toBe('key');
    expect(fieldOf(ada.store, columnId, 'comment')).toBe('his');
  });

  it('SYNC-44: an editor that was open while somebody wrote is told, although the edit is newer', async () => {
    const { room, tableId } = await roomWithTable();
    const ada = await room.enter('ada');
    const opened = change(ada.store, tableId, { name: 'typed' });
    room.edit('bob', [{ verb: 'update', kind: 'table', id: tableId, version: 1, body: { name: 'his' } }]);
    await room.quiet();
    ada.store.mutate([opened]);
    await room.quiet();
    expect(ada.notices).toMatchObject([{ kind: 'overwrote', theirs: 'his', yours: 'typed' }]);
  });
});

describe('project store: undo', () => {
  it('SYNC-50: undo and redo of a deletion bring back and take away all that fell with it', async () => {
    const { room, tableId } = await roomWithTable();
    const { store } = await room.enter('ada');
    const before = contentOf(store.state());
    store.mutate([remove(store, tableId)], { label: 'Delete table orders' });
    await room.quiet();
    expect(store.state().ofKind('table')).toEqual([]);
    expect(store.status().canUndo).toBe('Delete table orders');
    expect(store.undo().ok).toBe(true);
    const bodies = (records: typeof before) => records.map(({ version: _version, ...rest }) => rest);
    expect(bodies(contentOf(store.state()))).toEqual(bodies(before));
    await room.quiet();
    expect(bodies(contentOf(room.server.state))).toEqual(bodies(before));
    expect(store.redo().ok).toBe(true);
    await room.quiet();
    expect(store.state().ofKind('column')).toEqual([]);
    expect(contentOf(store.state())).toEqual(contentOf(room.server.state));
  });

  it('SYNC-50: walks back over edits that are not saved yet, and forward again', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, link } = await room.enter('ada');
    link.down = true;
    const mine = room.newTable('parts');
    store.mutate(mine.operations);
    for (const name of ['b', 'c']) store.mutate([change(store, tableId, { name })]);
    for (let step = 0; step < 3; step += 1) expect(store.undo().ok).toBe(true);
    expect(store.state().live(mine.tableId, 'table')).toBeUndefined();
    expect(fieldOf(store, tableId, 'name')).toBe('orders');
    for (let step = 0; step < 3; step += 1) expect(store.redo().ok).toBe(true);
    link.down = false;
    await room.quiet();
    expect(fieldOf(store, tableId, 'name')).toBe('c');
    expect(contentOf(store.state())).toEqual(contentOf(room.server.state));
    expect(store.status()).toMatchObject({ pendingCount: 0, canRedo: null });
    expect(store.undo().ok).toBe(true);
    await room.quiet();
    expect(fieldOf(store, tableId, 'name')).toBe('b');
  });

  it('SYNC-51: is refused when somebody has built on it', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, notices } = await room.enter('ada');
    store.mutate([change(store, tableId, { name: 'mine' })], { label: 'Rename' });
    const mine = room.newTable('parts');
    store.mutate(mine.operations, { label: 'Add table' });
    await room.quiet();
    room.edit('bob', [
      { verb: 'update', kind: 'table', id: tableId, version: 9, body: { name: 'his' } },
      {
        verb: 'create',
        kind: 'column',
        id: room.random.uuid(),
        body: { tableId: mine.tableId, name: 'his', type: 'text' },
      },
    ]);
    await room.quiet();
    expect(store.undo()).toMatchObject({ ok: false, problem: { code: 'changed-since' } });
    expect(store.undo()).toMatchObject({ ok: false, problem: { code: 'changed-since' } });
    expect(notices.filter(({ kind }) => kind === 'undo-refused')).toHaveLength(2);
    expect(store.status().canUndo).toBeNull();
    expect(fieldOf(store, tableId, 'name')).toBe('his');
    expect(store.state().live(mine.tableId, 'table')).toBeDefined();
  });

  it('SYNC-51: the server refuses it when the other edit was not here yet', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, link, notices } = await room.enter('ada');
    store.mutate([change(store, tableId, { name: 'mine' })], { label: 'Rename' });
    await room.quiet();
    link.down = true;
    expect(store.undo().ok).toBe(true);
    room.edit('bob', [{ verb: 'update', kind: 'table', id: tableId, version: 2, body: { name: 'his' } }]);
    link.down = false;
    await room.quiet();
    expect(notices.find(({ kind }) => kind === 'undo-refused')).toMatchObject({
      problem: { code: 'changed-since' },
    });
    expect(fieldOf(store, tableId, 'name')).toBe('his');
    expect(store.status()).toMatchObject({ canUndo: null, canRedo: null });
  });

  it('SYNC-52: gives back the value that it replaced, also when I had not seen that one', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, link } = await room.enter('ada');
    link.down = true;
    store.mutate([change(store, tableId, { name: 'mine' })]);
    room.edit('bob', [{ verb: 'update', kind: 'table', id: tableId, version: 1, body: { name: 'his' } }]);
    link.down = false;
    await room.quiet();
    store.undo();
    await room.quiet();
    expect(fieldOf(store, tableId, 'name')).toBe('his');
  });

  it('SYNC-53: what takes back a refused edit is dropped with it', async () => {
    const { room } = await roomWithTable();
    const { store, link, notices } = await room.enter('ada');
    link.down = true;
    store.mutate(room.newTable('parts').operations);
    store.undo();
    room.edit('bob', room.newTable('parts').operations);
    link.down = false;
    await room.quiet();
    const told = kinds(notices).filter((kind) => !kind.startsWith('connection'));
    expect(told).toEqual(['refused']);
    expect(store.status()).toMatchObject({ pendingCount: 0, canUndo: null, canRedo: null });
  });
});

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

  it('SYNC-61: an unsaved edit is no difference', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, link } = await room.enter('ada');
    link.api.mutate = () => Promise.reject(localProblem('offline', 'unavailable', 'held'));
    store.mutate([change(store, tableId, { name: 'mine' })]);
    await room.quiet();
    expect(store.status()).toMatchObject({ fingerprintsAgree: true, bugs: 0, pendingCount: 1 });
    expect(store.status().fingerprintShown).not.toBe(room.server.fingerprint());
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
