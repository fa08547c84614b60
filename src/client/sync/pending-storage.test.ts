import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { indexedDbPendingStorage } from './indexeddb-storage';
import type { PendingMutation } from './pending';
import type { PendingStorage } from './pending-storage';
import { memoryPendingStorage } from './pending-storage';

const storages: readonly (readonly [string, () => PendingStorage])[] = [
  ['memory', memoryPendingStorage],
  ['IndexedDB', () => indexedDbPendingStorage(`contract-${Math.random()}`)],
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
});
