import { describe, expect, it } from 'vitest';
import { change, fieldOf, remove, roomWithTable } from '../../../test/simulation/room';
import { contentOf } from '../../../test/simulation/server';
import type { Notice } from './notices';

const kinds = (notices: readonly Notice[]) => notices.map((notice) => notice.kind);

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
