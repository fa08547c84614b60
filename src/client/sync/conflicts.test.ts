import { describe, expect, it } from 'vitest';
import { change, fieldOf, remove, roomWithTable } from '../../../test/simulation/room';
import type { Notice } from './notices';

const kinds = (notices: readonly Notice[]) => notices.map((notice) => notice.kind);

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

  it('SYNC-112: what met others is noted, also for whoever was replaced; what met nobody is not', async () => {
    const { room, tableId, columnId } = await roomWithTable();
    const ada = await room.enter('ada', { me: 'ada' });
    const bob = await room.enter('bob', { me: 'bob' });
    const opened = [
      change(ada.store, tableId, { name: 'hers' }),
      change(ada.store, columnId, { name: 'key' }),
    ];
    bob.store.mutate([change(bob.store, tableId, { name: 'his' })]);
    bob.store.mutate([change(bob.store, columnId, { comment: 'his' })]);
    await room.quiet();
    for (const operation of opened) ada.store.mutate([operation], { label: 'Rename' });
    const taken = room.newTable('hers');
    ada.store.mutate([change(ada.store, columnId, { comment: 'hers' })]);
    room.edit('bob', [{ verb: 'create', kind: 'note', id: room.random.uuid(), body: { text: 'his' } }]);
    bob.store.mutate(taken.operations, { label: 'Create table hers' });
    await room.quiet();
    const byHim = { field: 'name', theirs: 'his', yours: 'hers', by: { id: 'bob' } };
    expect(ada.store.outcomes.all()).toMatchObject([
      { kind: 'overwrote', waited: false, isTold: true, label: 'Rename', overwritten: [byHim] },
      { kind: 'merged', merged: [{ recordId: columnId, fields: ['comment'] }] },
    ]);
    expect(bob.store.outcomes.all()).toMatchObject([
      { kind: 'refused', label: 'Create table hers', problem: { code: 'name-taken' } },
      { kind: 'was-overwritten', overwritten: [{ theirs: 'hers', yours: 'his', by: { id: 'ada' } }] },
    ]);
    ada.store.outcomes.dismiss(ada.store.outcomes.all().map(({ id }) => id));
    expect(ada.store.outcomes.all()).toEqual([]);
  });

  it.each([
    ['the answer', 0],
    ['the stream', 60_000],
  ])(
    'SYNC-116: a deletion tells what of others fell with it, when %s comes first',
    async (_first, delayMs) => {
      const { room, tableId, columnId } = await roomWithTable();
      const { store, link, notices } = await room.enter('ada', { me: 'ada' });
      const note = room.random.uuid();
      room.edit('ada', [{ verb: 'create', kind: 'note', id: note, body: { text: 'seen' } }]);
      await room.quiet();
      const { mutate } = link.api;
      link.api.mutate = async (...sent) => {
        const answer = await mutate(...sent);
        await room.time.sleep(delayMs);
        return answer;
      };
      link.down = true;
      store.mutate([change(store, columnId, { name: 'mine' })]);
      store.mutate([remove(store, tableId)], { label: 'Delete orders' });
      store.mutate([remove(store, note)], { label: 'Delete note' });
      const added = room.random.uuid();
      const body = { tableId, name: 'his', type: 'text' };
      room.edit('bob', [{ verb: 'create', kind: 'column', id: added, body }]);
      room.edit('bob', [
        { verb: 'update', kind: 'column', id: columnId, version: 1, body: { comment: 'his, too' } },
      ]);
      link.down = false;
      await room.time.run(300_000, () => store.status().pendingCount === 0);
      await room.quiet();
      const told = notices.filter(({ kind }) => kind === 'took-along');
      expect(told).toMatchObject([{ label: 'Delete orders', fallen: expect.any(Array) }]);
      const listed = store.outcomes.all().flatMap((one) => (one.kind === 'took-along' ? [one] : []));
      expect(listed.map(({ label }) => label)).toEqual(['Delete orders']);
      const fallen = new Map(listed[0]?.fallen.map(({ recordId, before }) => [recordId, before]));
      expect(fallen.get(added)).toMatchObject({ name: 'his' });
      expect(fallen.get(columnId)).toMatchObject({ name: 'mine', comment: 'his, too' });
      expect(fallen.has(tableId)).toBe(false);
    },
  );

  it('SYNC-114: what was to take back a refused edit has that as its outcome', async () => {
    const { room, tableId } = await roomWithTable();
    const { store, link } = await room.enter('ada', { me: 'ada' });
    link.down = true;
    await room.time.run(10_000);
    store.mutate([change(store, tableId, { name: 'hers' })], { label: 'Rename orders' });
    store.undo();
    store.redo();
    room.edit('bob', [{ verb: 'delete', kind: 'table', id: tableId, version: 1, cascade: true }]);
    link.down = false;
    await room.quiet();
    expect(store.outcomes.all()).toMatchObject([
      { kind: 'refused', label: 'Rename orders', problem: { code: 'deleted' } },
      { kind: 'refused', label: 'Undo: Rename orders', problem: { code: 'not-found' } },
      { kind: 'refused', label: 'Redo: Rename orders', problem: { code: 'not-found' } },
    ]);
  });
});
