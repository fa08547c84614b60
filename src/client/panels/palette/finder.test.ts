import { describe, expect, it } from 'vitest';
import type { BodyOf } from '../../../core/schema/bodies';
import type { RecordKind } from '../../../core/schema/kinds';
import { MemoryState } from '../../../core/schema/memory-state';
import type { RecordState } from '../../../core/schema/record';
import { parentOf } from '../../../core/schema/record';
import type { ChangedRecords } from '../../sync/record-listeners';
import { createFinder } from './finder';

function record<Kind extends RecordKind>(kind: Kind, id: string, version: number, body: BodyOf<Kind>) {
  return { id, kind, version, parentId: parentOf(kind, body), body } as RecordState;
}

const column = (id: string, version: number, name: string, comment?: string) =>
  record('column', id, version, {
    tableId: 't',
    name,
    type: 'text',
    nullable: true,
    order: 'a0',
    ...(comment === undefined ? {} : { comment }),
  });

function project() {
  const listeners = new Set<(changed: ChangedRecords) => void>();
  let reads = 0;
  let state = MemoryState.from([
    record('namespace', 'n', 1, { name: 'sales' }),
    record('table', 't', 1, { namespaceId: 'n', name: 'orders' }),
    record('primary-key', 'pk', 1, { tableId: 't', columnIds: ['c'], name: 'orders_pkey' }),
    record('layout', 'l', 1, { recordId: 't', x: 0, y: 0 }),
    column('c', 1, 'id', 'Never shown'),
  ]);
  const tell = (changed: ChangedRecords) => {
    for (const listener of listeners) listener(changed);
  };
  return {
    reads: () => reads,
    listeners,
    state: () => {
      reads += 1;
      return state;
    },
    subscribe: (listener: (changed: ChangedRecords) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    put: (...records: readonly RecordState[]) => {
      for (const one of records) state.put(one);
      tell(new Set(records.map(({ id }) => id)));
    },
    reload: (records: readonly RecordState[]) => {
      state = MemoryState.from(records);
      tell('all');
    },
  };
}

const pathsOf = (store: ReturnType<typeof project>, finder = createFinder(store)) =>
  [...finder.entries()].map(({ path }) => path.text).sort();

describe('createFinder', () => {
  it('UI-147: finds schemas, tables, columns and constraints by their path, and nothing that is not to be seen', () => {
    expect(pathsOf(project())).toEqual([
      'sales',
      'sales.orders',
      'sales.orders.id',
      'sales.orders.orders_pkey',
    ]);
  });

  it('UI-150: reads nothing before it is asked', () => {
    const store = project();
    const finder = createFinder(store);
    store.put(column('c', 2, 'number'));
    expect(store.reads()).toBe(0);
    expect(pathsOf(store, finder)).toContain('sales.orders.number');
    finder.dispose();
    expect(store.listeners.size).toBe(0);
  });

  it('UI-150: follows edits, also into what has the name in its path', () => {
    const store = project();
    const finder = createFinder(store);
    pathsOf(store, finder);
    const untouched = finder.entry('pk');
    store.put(column('c', 2, 'number'), column('d', 1, 'total'));
    expect(pathsOf(store, finder)).toEqual(pathsOf(store));
    expect(finder.entry('pk')).toBe(untouched);
    store.put(record('namespace', 'n', 2, { name: 'shop' }));
    expect(pathsOf(store, finder)).toEqual([
      'shop',
      'shop.orders',
      'shop.orders.number',
      'shop.orders.orders_pkey',
      'shop.orders.total',
    ]);
    store.put({ id: 'd', kind: 'column', version: 2, parentId: 't', deleted: true });
    expect(finder.entry('d')).toBeUndefined();
    store.put(column('c', 3, 'number', 'What the customer sees'));
    expect(finder.entry('c')?.about?.text).toBe('What the customer sees');
  });

  it('UI-150: begins anew when all of the project is another one', () => {
    const store = project();
    const finder = createFinder(store);
    pathsOf(store, finder);
    store.reload([record('namespace', 'm', 1, { name: 'other' })]);
    expect(pathsOf(store, finder)).toEqual(['other']);
  });
});
