import { describe, expect, it } from 'vitest';
import type { Room } from '../../../test/simulation/room';
import { change, fieldOf, remove, roomWithTable } from '../../../test/simulation/room';
import { contentOf } from '../../../test/simulation/server';
import type { MemoryState } from '../../core/schema/memory-state';
import { memoryPendingStorage } from './pending-storage';
import type { ProjectStore } from './store-contract';

/** What is there, whatever it went through. */
const bodiesOf = (state: MemoryState) => contentOf(state).map(({ version: _version, ...rest }) => rest);

async function browserAt(room: Room) {
  const storage = memoryPendingStorage();
  const openTab = () => room.enter('ada', { storage });
  const reload = async (store: ProjectStore) => {
    store.stop();
    await store.kept();
    return openTab();
  };
  return { openTab, reload };
}

describe('project store: undo after a reload', () => {
  it('SYNC-100: takes back a saved deletion with all that fell with it, and does it again', async () => {
    const { room, tableId } = await roomWithTable();
    const browser = await browserAt(room);
    const first = await browser.openTab();
    const before = bodiesOf(room.server.state);
    first.store.mutate([remove(first.store, tableId)], { label: 'Delete table orders' });
    await room.quiet();
    const second = await browser.reload(first.store);
    expect(second.store.status().canUndo).toBe('Delete table orders');
    expect(second.store.undo().ok).toBe(true);
    await room.quiet();
    expect(bodiesOf(room.server.state)).toEqual(before);
    const third = await browser.reload(second.store);
    expect(third.store.status()).toMatchObject({ canUndo: null, canRedo: 'Delete table orders' });
    expect(third.store.redo().ok).toBe(true);
    await room.quiet();
    expect(room.server.state.ofKind('column')).toEqual([]);
  });

  it('SYNC-100: takes back what was not saved when the page went', async () => {
    const { room, tableId } = await roomWithTable();
    const browser = await browserAt(room);
    const first = await browser.openTab();
    first.link.down = true;
    for (const name of ['b', 'c']) first.store.mutate([change(first.store, tableId, { name })]);
    first.store.undo();
    await room.time.run(1_000);
    const second = await browser.reload(first.store);
    expect(fieldOf(second.store, tableId, 'name')).toBe('b');
    expect(second.store.undo().ok).toBe(true);
    for (const name of ['b', 'c']) {
      expect(second.store.redo().ok).toBe(true);
      await room.quiet();
      expect(fieldOf(second.store, tableId, 'name')).toBe(name);
    }
    expect(contentOf(second.store.state())).toEqual(contentOf(room.server.state));
  });

  it('SYNC-51: is refused when somebody has built on it while the page was away', async () => {
    const { room, tableId } = await roomWithTable();
    const browser = await browserAt(room);
    const first = await browser.openTab();
    first.store.mutate([change(first.store, tableId, { comment: 'first' })], { label: 'Comment' });
    first.store.mutate([change(first.store, tableId, { name: 'mine' })], { label: 'Rename' });
    await room.quiet();
    first.store.stop();
    room.edit('bob', [{ verb: 'update', kind: 'table', id: tableId, version: 3, body: { name: 'his' } }]);
    const second = await browser.reload(first.store);
    expect(second.store.undo()).toMatchObject({ ok: false, problem: { code: 'changed-since' } });
    expect(second.notices).toMatchObject([{ kind: 'undo-refused', label: 'Rename' }]);
    const third = await browser.reload(second.store);
    expect(third.store.status().canUndo).toBe('Comment');
  });

  it('SYNC-103: is refused, but not given up, while the person may only look', async () => {
    const { room, tableId } = await roomWithTable();
    const storage = memoryPendingStorage();
    const first = await room.enter('ada', { storage });
    first.store.mutate([change(first.store, tableId, { name: 'mine' })], { label: 'Rename' });
    await room.quiet();
    const { api } = first.link;
    const asViewer = async () => {
      const snapshot = await api.snapshot('project');
      return { ...snapshot, project: { ...snapshot.project, role: 'viewer' as const } };
    };
    const viewer = await room.enter('ada', { storage, api: { ...api, snapshot: asViewer } });
    expect(viewer.store.undo()).toMatchObject({ ok: false, problem: { code: 'read-only-role' } });
    expect(viewer.store.status().canUndo).toBe('Rename');
    expect(first.store.undo().ok).toBe(true);
  });
});

describe('project store: undo with several tabs', () => {
  it('SYNC-101: undo takes back the latest saved edit, whichever tab it was made in', async () => {
    const { room, tableId } = await roomWithTable();
    const browser = await browserAt(room);
    const [one, other] = [await browser.openTab(), await browser.openTab()];
    one.store.mutate([change(one.store, tableId, { name: 'b' })], { label: 'one' });
    await room.quiet();
    other.store.mutate([change(other.store, tableId, { comment: 'c' })], { label: 'other' });
    await room.quiet();
    expect(one.store.status().canUndo).toBe('other');
    expect(one.store.undo().ok).toBe(true);
    await room.quiet();
    expect(fieldOf(other.store, tableId, 'comment')).toBeUndefined();
    expect(other.store.status()).toMatchObject({ canUndo: 'one', canRedo: 'other' });
    expect(other.store.undo().ok).toBe(true);
    await room.quiet();
    expect(fieldOf(one.store, tableId, 'name')).toBe('orders');
    expect(one.store.status()).toMatchObject({ canUndo: null, canRedo: 'one' });
  });

  it('SYNC-101: an edit that one tab has pending and another one sent is one step', async () => {
    const { room, tableId } = await roomWithTable();
    const browser = await browserAt(room);
    const one = await browser.openTab();
    one.link.down = true;
    one.store.mutate([change(one.store, tableId, { name: 'b' })], { label: 'Rename' });
    await room.time.run(1_000);
    const other = await browser.openTab();
    await room.quiet();
    expect(other.store.undo().ok).toBe(true);
    await room.quiet();
    one.link.down = false;
    await room.quiet();
    for (const { store } of [one, other]) {
      expect(store.status()).toMatchObject({ pendingCount: 0, canUndo: null, canRedo: 'Rename' });
      expect(fieldOf(store, tableId, 'name')).toBe('orders');
    }
  });

  it('SYNC-101: what has not arrived from the other tab waits', async () => {
    const { room, tableId } = await roomWithTable();
    const browser = await browserAt(room);
    const [one, other] = [await browser.openTab(), await browser.openTab()];
    other.link.down = true;
    one.store.mutate([change(one.store, tableId, { name: 'b' })], { label: 'Rename' });
    await room.time.run(2_000);
    expect(other.store.status().canUndo).toBe('Rename');
    expect(other.store.undo()).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
    other.link.down = false;
    await room.quiet();
    expect(other.store.undo().ok).toBe(true);
    await room.quiet();
    expect(fieldOf(one.store, tableId, 'name')).toBe('orders');
  });
});

describe('project store: undo of an import', () => {
  const ada = { id: 'ada', name: 'ada' };

  /** The server makes a table for Ada under this id. */
  function importTable(room: Room, id: string): void {
    const operations = room.newTable('parts').operations;
    const wire = operations.map(({ verb, kind, ...rest }) => ({ type: `${kind}.${verb}`, ...rest }));
    room.server.commit(ada, JSON.parse(JSON.stringify({ id, operations: wire })));
  }

  it('SYNC-106: takes it back with the places that its tables got, also after a reload, and does it again', async () => {
    const { room } = await roomWithTable();
    const browser = await browserAt(room);
    const first = await browser.openTab();
    const before = bodiesOf(room.server.state);
    const id = room.random.uuid();
    first.store.adopt(id, 'Import of parts.sql');
    importTable(room, id);
    await room.quiet();
    const parts = first.store
      .state()
      .ofKind('table')
      .find(({ body }) => body.name === 'parts');
    const body = { recordId: parts?.id, x: 10, y: 20 };
    const place = [{ verb: 'create', kind: 'layout', id: room.random.uuid(), body }] as const;
    expect(first.store.mutate(place, { undoable: false }).ok).toBe(true);
    await room.quiet();
    const imported = bodiesOf(room.server.state);
    const second = await browser.reload(first.store);
    expect(second.store.status().canUndo).toBe('Import of parts.sql');
    expect(second.store.undo().ok).toBe(true);
    await room.quiet();
    expect(bodiesOf(room.server.state)).toEqual(before);
    expect(second.store.redo().ok).toBe(true);
    await room.quiet();
    expect(bodiesOf(room.server.state)).toEqual(imported);
  });

  it('SYNC-106: what somebody else imported is not mine to take back', async () => {
    const { room } = await roomWithTable();
    const { store } = await room.enter('ada');
    importTable(room, room.random.uuid());
    await room.quiet();
    expect(store.state().ofKind('table')).toHaveLength(2);
    expect(store.status().canUndo).toBeNull();
  });

  it('SYNC-107: of several pieces is taken back by the server, also after a reload, and done again', async () => {
    const { room } = await roomWithTable();
    const browser = await browserAt(room);
    const first = await browser.openTab();
    const before = bodiesOf(room.server.state);
    const id = importInPieces(room, first.store);
    await room.quiet();
    const imported = bodiesOf(room.server.state);
    const second = await browser.reload(first.store);
    expect(second.store.status().canUndo).toBe('Import of large.sql');
    expect(second.store.undo().ok).toBe(true);
    expect(second.store.undo()).toMatchObject({ ok: false, problem: { code: 'try-again' } });
    await room.quiet();
    expect(bodiesOf(room.server.state)).toEqual(before);
    expect(second.store.status()).toMatchObject({ canUndo: null, canRedo: 'Import of large.sql' });
    expect(second.store.redo().ok).toBe(true);
    await room.quiet();
    expect(bodiesOf(second.store.state())).toEqual(imported);
    expect(second.store.status()).toMatchObject({ canUndo: 'Import of large.sql', canRedo: null });
    expect(room.server.log.map((change) => change.id)).toContain(id);
  });

  it('SYNC-107: of several pieces is not taken back when somebody has built on it', async () => {
    const { room } = await roomWithTable();
    const { store, notices } = await room.enter('ada');
    importInPieces(room, store);
    await room.quiet();
    const parts = store
      .state()
      .ofKind('table')
      .find(({ body }) => body.name === 'parts');
    const rename = {
      verb: 'update',
      kind: 'table',
      id: parts?.id ?? '',
      version: 1,
      body: { name: 'his' },
    } as const;
    room.edit('bob', [rename]);
    await room.quiet();
    expect(store.undo().ok).toBe(true);
    await room.quiet();
    expect(notices).toMatchObject([{ kind: 'undo-refused', problem: { code: 'changed-since' } }]);
    expect(store.status().canUndo).toBeNull();
    expect(store.state().ofKind('table')).toHaveLength(2);
  });

  it('SYNC-107: what cannot be asked for now can be later', async () => {
    const { room } = await roomWithTable();
    const { store, link, notices } = await room.enter('ada');
    importInPieces(room, store);
    await room.quiet();
    link.down = true;
    expect(store.undo().ok).toBe(true);
    await room.time.run(2_000);
    expect(notices[0]).toMatchObject({ kind: 'undo-refused' });
    link.down = false;
    await room.quiet();
    expect(store.undo().ok).toBe(true);
    await room.quiet();
    expect(store.state().ofKind('table')).toHaveLength(1);
  });

  /** As the log has a large one: its pieces, and behind them a change that says nothing of them. */
  function importInPieces(room: Room, store: ProjectStore): string {
    const id = room.random.uuid();
    store.adopt(id, 'Import of large.sql');
    importTable(room, room.random.uuid());
    const piece = room.server.log.pop();
    const at = '2026-01-01T00:00:00.000009Z';
    if (piece) room.server.log.push({ ...piece, partOf: id });
    room.server.log.push({ id, at, actor: ada, operations: [], records: [], merges: [] });
    return id;
  }
});
