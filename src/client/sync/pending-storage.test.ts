import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { LastPlace } from './indexeddb-storage';
import { indexedDbPendingStorage } from './indexeddb-storage';
import type { PendingMutation } from './pending';
import type { PendingStorage } from './pending-storage';
import { memoryPendingStorage } from './pending-storage';

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
    await storage.remove('p', 'b');
    await storage.remove('p', 'never there');
    expect((await storage.load('p')).map(({ id, label }) => [id, label])).toEqual([
      ['a', 'changed'],
      ['c', 'Edit'],
    ]);
  });

  it('SYNC-6: keeps projects apart', async () => {
    const storage = create();
    await storage.put('p', mutation('a'));
    await storage.put('q', mutation('a'));
    await storage.remove('p', 'a');
    expect(await storage.load('p')).toEqual([]);
    expect(await storage.load('q')).toHaveLength(1);
  });

  it('SYNC-6: what is kept as the page goes is there for the next one, after what was kept before', async () => {
    const storage = create();
    await storage.put('p', mutation('a'));
    storage.keepNow('p', [mutation('a'), mutation('b')]);
    storage.keepNow('q', []);
    expect((await storage.load('p')).map(({ id }) => id)).toEqual(['a', 'b']);
    await storage.remove('p', 'a');
    await storage.remove('p', 'b');
    expect(await storage.load('p')).toEqual([]);
  });
});
