import { describe, expect, it } from 'vitest';
import type { BodyOf } from '../../core/schema/bodies';
import type { RecordKind } from '../../core/schema/kinds';
import { MemoryState } from '../../core/schema/memory-state';
import type { RecordState } from '../../core/schema/record';
import { parentOf } from '../../core/schema/record';
import type { SceneChange } from '../canvas/scene';
import { createScene } from './scene-source';

function record<Kind extends RecordKind>(
  kind: Kind,
  id: string,
  body: BodyOf<Kind>,
  version = 1,
): RecordState {
  return { id, kind, version, parentId: parentOf(kind, body), body } as RecordState;
}

/** A store of which tests say what changed. */
function storeOf(...records: readonly RecordState[]) {
  const state = MemoryState.from(records);
  const listeners = new Set<(changed: ReadonlySet<string> | 'all') => void>();
  return {
    state: () => state,
    subscribe: (listener: (changed: ReadonlySet<string> | 'all') => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    put: (...changed: readonly RecordState[]) => {
      for (const one of changed) state.put(one);
      for (const listener of listeners) listener(new Set(changed.map(({ id }) => id)));
    },
    forget: (id: string) => {
      state.forget(id);
      for (const listener of listeners) listener(new Set([id]));
    },
  };
}

const namespace = record('namespace', 'n', { name: 'public' });
const table = (id: string, name = id) => record('table', id, { namespaceId: 'n', name });
const column = (id: string, tableId: string, nullable = false, version = 1) =>
  record('column', id, { tableId, name: id, type: 'bigint', nullable, order: 'a0' }, version);
const foreignKey = record('foreign-key', 'fk', {
  tableId: 'b',
  columnIds: ['b.a_id'],
  referencedTableId: 'a',
  referencedColumnIds: ['a.id'],
  name: 'b_a_id_fkey',
});
const base = [namespace, table('a'), table('b'), column('a.id', 'a'), column('b.a_id', 'b'), foreignKey];

function follow(store: ReturnType<typeof storeOf>) {
  const scene = createScene(store);
  const told: SceneChange[] = [];
  scene.subscribe((changed) => told.push(changed));
  return { scene, last: () => told.at(-1), told };
}

describe('createScene', () => {
  it('UI-21: shows tables with their columns and keys, public left out', () => {
    const key = record('primary-key', 'pk', { tableId: 'a', columnIds: ['a.id'], name: 'a_pkey' });
    const { scene } = follow(storeOf(...base, key));
    expect(scene.table('a')).toMatchObject({ name: 'a', namespaceName: null });
    expect(scene.table('a')?.columns[0]).toMatchObject({ isPrimaryKey: true, isForeignKey: false });
    expect(scene.table('b')?.columns[0]).toMatchObject({ isForeignKey: true, type: 'bigint' });
    expect(scene.relationship('fk')).toMatchObject({ fromTableId: 'b', toTableId: 'a', fromMany: true });
  });

  it('UI-22: one changed column replaces its table and nothing else', () => {
    const store = storeOf(...base);
    const { scene, last } = follow(store);
    const other = scene.table('a');
    const before = scene.table('b');
    store.put(column('b.a_id', 'b', true, 2));
    expect(scene.table('a')).toBe(other);
    expect(scene.table('b')).not.toBe(before);
    expect(last()).toEqual(new Set(['b', 'fk']));
    expect(scene.relationship('fk')?.toOptional).toBe(true);
  });

  it('UI-22: a unique constraint changes how the line of its table ends', () => {
    const store = storeOf(...base);
    const { scene } = follow(store);
    store.put(record('unique', 'u', { tableId: 'b', columnIds: ['b.a_id'], name: 'b_key' }));
    expect(scene.relationship('fk')?.fromMany).toBe(false);
    store.put({ id: 'u', kind: 'unique', version: 2, parentId: 'b', deleted: true });
    expect(scene.relationship('fk')?.fromMany).toBe(true);
  });

  it('UI-22: what is deleted or taken back is gone', () => {
    const store = storeOf(...base);
    const { scene, last } = follow(store);
    store.put({ id: 'fk', kind: 'foreign-key', version: 2, parentId: 'b', deleted: true });
    expect(scene.relationship('fk')).toBeUndefined();
    expect(scene.table('b')?.columns[0]?.isForeignKey).toBe(false);
    store.put(column('b.x', 'b'));
    store.forget('b.x');
    expect(scene.table('b')?.columns).toHaveLength(1);
    store.put({ id: 'a', kind: 'table', version: 2, parentId: 'n', deleted: true });
    expect(scene.table('a')).toBeUndefined();
    expect(last()).toEqual(new Set(['a']));
  });

  it('UI-22: a renamed schema is shown on all its tables', () => {
    const store = storeOf(...base);
    const { scene } = follow(store);
    store.put(record('namespace', 'n', { name: 'shop' }, 2));
    expect([...scene.tables()].map(({ namespaceName }) => namespaceName)).toEqual(['shop', 'shop']);
  });

  it('UI-23: tables without a place stand apart, and keep their place when others appear', () => {
    const store = storeOf(...base);
    const { scene } = follow(store);
    const a = scene.table('a');
    const b = scene.table('b');
    expect([a?.x, a?.y]).not.toEqual([b?.x, b?.y]);
    store.put(table('c'));
    store.put(column('a.y', 'a'));
    expect(scene.table('a')).toMatchObject({ x: a?.x, y: a?.y });
    store.put(record('layout', 'l', { recordId: 'a', x: 7, y: 8, color: 'teal' }));
    expect(scene.table('a')).toMatchObject({ x: 7, y: 8, color: 'teal' });
  });

  it('UI-23: tables without a place stand the same in every browser, below what is placed', () => {
    const layout = record('layout', 'l', { recordId: 'a', x: 0, y: 5_000 });
    const places = [base, [...base].reverse()].map((records) => {
      const { scene } = follow(storeOf(...records, layout));
      return scene.table('b');
    });
    expect(places[0]).toMatchObject({ x: places[1]?.x, y: places[1]?.y });
    expect(places[0]?.y).toBeGreaterThan(5_000);
  });

  it('UI-22: a change that shows nowhere tells nobody', () => {
    const store = storeOf(...base);
    const { told } = follow(store);
    store.put(record('enum', 'mood', { namespaceId: 'n', name: 'mood', labels: [] }));
    expect(told).toEqual([]);
  });

  it('CAN-55: a note and an area are told of with their place, size, text and colour', () => {
    const store = storeOf(...base);
    const { scene, last } = follow(store);
    store.put(record('note', 'note', { text: 'hello', color: 'amber' }));
    expect(scene.box('note')).toMatchObject({ kind: 'note', text: 'hello', color: 'amber' });
    const rect = { x: 5, y: 6, width: 300, height: 200 };
    store.put(record('layout', 'l', { recordId: 'note', ...rect }));
    expect(last()).toEqual(new Set(['note']));
    expect(scene.box('note')).toMatchObject(rect);
    store.put(record('note', 'note', { text: 'bye' }, 2));
    expect(scene.box('note')).toMatchObject({ text: 'bye', color: null, ...rect });
    store.put(record('area', 'area', { name: 'Sales' }));
    expect([...scene.boxes()].map(({ text }) => text)).toEqual(['bye', 'Sales']);
    store.forget('note');
    expect(last()).toEqual(new Set(['note']));
    expect(scene.box('note')).toBeUndefined();
  });

  it('UI-24: columns show an enum by its present name, whichever of the two is renamed', () => {
    const kind = (name: string, version: number) =>
      record('enum', 'e', { namespaceId: 'sales', name, labels: [] }, version);
    const sales = (name: string, version: number) => record('namespace', 'sales', { name }, version);
    const body = { tableId: 'a', name: 'kind', type: 'sales.kind', typeId: 'e', nullable: true, order: 'a1' };
    const store = storeOf(...base, sales('sales', 1), kind('kind', 1), record('column', 'a.kind', body));
    const { scene, last } = follow(store);
    const shown = () => scene.table('a')?.columns.at(-1)?.type;
    store.put(kind('sort', 2));
    expect(last()).toEqual(new Set(['a']));
    expect(shown()).toBe('sales.sort');
    store.put(sales('shop', 2));
    expect(shown()).toBe('shop.sort');
  });
});
