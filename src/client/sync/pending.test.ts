import { describe, expect, it } from 'vitest';
import type { Operation } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import type { PendingMutation } from './pending';
import { afterOwn, basesOf, requestOf } from './pending';
import { PendingQueue } from './pending-queue';
import { memoryPendingStorage } from './pending-storage';

const table = '00000000-0000-4000-8000-00000000000a';

function update(body: Readonly<Record<string, unknown>>, version = 3): Operation {
  return { verb: 'update', kind: 'table', id: table, version, body };
}

/** A mutation of the table, made when its confirmed version was 3. */
function made(operations: readonly Operation[], id = 'later'): PendingMutation {
  return {
    id,
    operations,
    bases: basesOf(operations, () => 3),
    label: 'Edit',
    intent: { kind: 'edit', undoable: true },
    madeAt: 0,
  };
}

function settledAt(version: number): readonly RecordState[] {
  return [{ id: table, kind: 'table', version, parentId: null, deleted: true }];
}

function sentVersions(mutation: PendingMutation): readonly unknown[] {
  return requestOf(mutation).operations.map((operation) =>
    'version' in operation ? operation.version : undefined,
  );
}

const rename = made([update({ name: 'a' })], 'rename');

describe('what counts as seen', () => {
  it('SYNC-40: with nobody between, all of the record is seen', () => {
    const later = made([update({ comment: 'x', name: 'b' }), { ...update({}), verb: 'delete' } as Operation]);
    expect(sentVersions(later)).toEqual([3, 3]);
    expect(sentVersions(afterOwn(later, rename, settledAt(4)))).toEqual([4, 4]);
    const twice = afterOwn(afterOwn(later, rename, settledAt(4)), rename, settledAt(5));
    expect(sentVersions(twice)).toEqual([5, 5]);
  });

  it('SYNC-42: with somebody between, only the fields that I wrote are', () => {
    const names = made([
      update({ name: 'b' }),
      update({ comment: 'x' }),
      update({ name: 'c', comment: 'y' }),
    ]);
    expect(sentVersions(afterOwn(names, rename, settledAt(5)))).toEqual([5, 3, 3]);
    const again = afterOwn(afterOwn(names, rename, settledAt(5)), rename, settledAt(6));
    expect(sentVersions(again)).toEqual([6, 3, 3]);
  });

  it('SYNC-40: what I created or deleted holds nothing older', () => {
    const created = made([{ verb: 'create', kind: 'table', id: table, body: {} }], 'create');
    expect(sentVersions(afterOwn(made([update({ name: 'b' })]), created, settledAt(9)))).toEqual([9]);
  });

  it('SYNC-44: an editor that was opened earlier has seen no more than that', () => {
    expect(sentVersions(made([update({ name: 'b' }, 2)]))).toEqual([2]);
    expect(sentVersions(made([update({ name: 'b' }, 8)]))).toEqual([3]);
  });

  it('SYNC-40: an answer about other records changes nothing', () => {
    const later = made([update({ name: 'b' })]);
    expect(afterOwn(later, rename, [])).toBe(later);
    expect(sentVersions(afterOwn(later, rename, settledAt(2)))).toEqual([3]);
  });
});

describe('pending queue', () => {
  it('SYNC-6: a removal does not overtake the write that it takes back', async () => {
    const storage = memoryPendingStorage();
    const slow = {
      ...storage,
      put: async (projectId: string, mutation: PendingMutation) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await storage.put(projectId, mutation);
      },
    };
    const queue = new PendingQueue('p', slow, () => undefined);
    queue.add(rename);
    queue.remove(rename.id);
    await queue.kept();
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(await storage.load('p')).toEqual([]);
  });

  it('SYNC-6: what was made while the kept ones were read comes after them', async () => {
    const storage = memoryPendingStorage();
    await storage.put('p', made([update({ name: 'old' })], 'old'));
    const queue = new PendingQueue('p', storage, () => undefined);
    const loading = queue.load();
    queue.add(rename);
    await loading;
    expect(queue.all.map(({ id }) => id)).toEqual(['old', 'rename']);
  });
});
