import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import type { LastPlace } from './indexeddb-storage';
import { indexedDbPendingStorage } from './indexeddb-storage';
import type { PendingMutation } from './pending';
import type { PendingStorage } from './pending-storage';
import { memoryPendingStorage } from './pending-storage';
import type { HistoryChange } from './undo-history';
import type { UndoStep } from './undo-step';

/** A browser's `localStorage`, which Node 20 does not have. */
function lastPlace(): LastPlace {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

const storages: readonly (readonly [string, () => PendingStorage])[] = [
  ['memory', memoryPendingStorage],
  ['IndexedDB', () => indexedDbPendingStorage(`contract-${Math.random()}`, lastPlace())],
];

function mutation(id: string, label = 'Edit'): PendingMutation {
  return {
    id,
    operations: [{ verb: 'update', kind: 'table', id: 't', version: 3, body: { name: 'x', comment: null } }],
    bases: [{ seen: 3, own: { name: 5 } }],
    label,
    intent: { kind: 'undo', of: 'other' },
    madeAt: 0,
  };
}

function step(mutationId: string, bytes = 10): UndoStep {
  const entry = {
    type: 'table.create',
    recordId: 't',
    kind: 'table',
    before: null,
    after: { name: 'x' },
  } as const;
  return { mutationId, label: `Add ${mutationId}`, entries: [entry], versions: { t: 2 }, bytes };
}

const edit = (id: string, bytes?: number): HistoryChange => ({ kind: 'edit', step: step(id, bytes) });

describe.each(storages)('pending storage: %s', (_name, create) => {
  it('SYNC-6: gives everything back as it was, in the order in which it was made', async () => {
    const storage = create();
    const made = ['c', 'a', 'b'].map((id) => mutation(id));
    for (const one of made) await storage.put('p', one);
    expect(await storage.load('p')).toEqual(made);
  });

  it('SYNC-6: a change keeps its place, a removal leaves the others', async () => {
    const storage = create();
    for (const id of ['a', 'b', 'c']) await storage.put('p', mutation(id));
    await storage.put('p', mutation('a', 'changed'));
    await storage.settle('p', 'b', null);
    await storage.settle('p', 'never there', null);
    expect((await storage.load('p')).map(({ id, label }) => [id, label])).toEqual([
      ['a', 'changed'],
      ['c', 'Edit'],
    ]);
  });

  it('SYNC-101: what another tab has settled does not come back by a change of it', async () => {
    const storage = create();
    for (const id of ['a', 'b']) await storage.put('p', mutation(id));
    await storage.settle('p', 'a', null);
    for (const id of ['a', 'b']) await storage.replace('p', mutation(id, 'changed'));
    expect(await storage.load('p')).toEqual([mutation('b', 'changed')]);
  });

  it('SYNC-6: keeps projects apart', async () => {
    const storage = create();
    await storage.put('p', mutation('a'));
    await storage.put('q', mutation('a'));
    await storage.settle('p', 'a', null);
    expect(await storage.load('p')).toEqual([]);
    expect(await storage.load('q')).toHaveLength(1);
  });

  it('SYNC-6: what is kept as the page goes is there for the next one, after what was kept before', async () => {
    const storage = create();
    await storage.put('p', mutation('a'));
    storage.keepNow('p', [mutation('a'), mutation('b')]);
    storage.keepNow('q', []);
    expect((await storage.load('p')).map(({ id }) => id)).toEqual(['a', 'b']);
    await storage.settle('p', 'a', null);
    await storage.settle('p', 'b', null);
    expect(await storage.load('p')).toEqual([]);
  });

  it('SYNC-100: an answered mutation goes and its step comes; the history is given back as it was', async () => {
    const storage = create();
    for (const id of ['a', 'b', 'c']) {
      await storage.put('p', mutation(id));
      await storage.settle('p', id, edit(id));
    }
    expect(await storage.load('p')).toEqual([]);
    await storage.put('p', mutation('d'));
    await storage.settle('p', 'd', { kind: 'undo', of: 'c', step: step('d') });
    await storage.changeHistory('p', { kind: 'drop', of: 'a' });
    const label = 'Add with more';
    await storage.changeHistory('p', { kind: 'correct', step: { ...step('b'), label } });
    expect(await storage.loadHistory('p')).toEqual({ undo: [{ ...step('b'), label }], redo: [step('d')] });
    expect(await storage.loadHistory('q')).toEqual({ undo: [], redo: [] });
  });

  it('SYNC-101: an answer that two tabs were given changes the history once', async () => {
    const storage = create();
    for (const id of ['a', 'b']) await storage.put('p', mutation(id));
    await storage.settle('p', 'a', edit('a'));
    await storage.settle('p', 'b', { kind: 'undo', of: 'a', step: step('b') });
    await storage.settle('p', 'a', edit('a'));
    expect(await storage.loadHistory('p')).toEqual({ undo: [], redo: [step('b')] });
  });

  it('SYNC-102: a history too long or too large loses its oldest steps', async () => {
    const storage = create();
    for (let number = 0; number < 203; number += 1) await storage.changeHistory('p', edit(`s${number}`));
    const long = await storage.loadHistory('p');
    expect([long.undo.length, long.undo[0]?.mutationId]).toEqual([200, 's3']);
    await storage.changeHistory('p', edit('large', 3_999_985));
    const large = await storage.loadHistory('p');
    expect(large.undo.map(({ mutationId }) => mutationId)).toEqual(['s202', 'large']);
  });
});

describe('pending storage: tabs of one browser', () => {
  it('SYNC-101: a tab hears of what another one changed in the history of its project', async () => {
    const name = `tabs-${Math.random()}`;
    const [one, other] = [
      indexedDbPendingStorage(name, lastPlace()),
      indexedDbPendingStorage(name, lastPlace()),
    ];
    const heard = new Promise<string>((resolve) => {
      const leaveOther = other.watchHistory('q', () => resolve('of another project'));
      const leave = other.watchHistory('p', () => {
        leave();
        leaveOther();
        resolve('of this project');
      });
    });
    const leaveOwn = one.watchHistory('p', () => undefined);
    await one.changeHistory('p', edit('a'));
    expect(await heard).toBe('of this project');
    leaveOwn();
    expect(await other.loadHistory('p')).toEqual({ undo: [step('a')], redo: [] });
  });

  it('SYNC-100: what an older version of the program kept is read by this one', async () => {
    const name = `old-${Math.random()}`;
    const old = await openDB(name, 1, {
      upgrade: (database) => {
        const store = database.createObjectStore('pending', { keyPath: ['projectId', 'id'] });
        store.createIndex('by-place', ['projectId', 'place']);
      },
    });
    await old.put('pending', { projectId: 'p', id: 'a', place: 1, mutation: mutation('a') });
    await expect(indexedDbPendingStorage(name, lastPlace()).load('p')).rejects.toThrow('older version');
    old.close();
    expect(await indexedDbPendingStorage(name, lastPlace()).load('p')).toEqual([mutation('a')]);
  });
});
