import { describe, expect, it } from 'vitest';
import type { BodyOf } from '../../../core/schema/bodies';
import type { RecordKind } from '../../../core/schema/kinds';
import { MemoryState } from '../../../core/schema/memory-state';
import type { RecordState } from '../../../core/schema/record';
import { parentOf } from '../../../core/schema/record';
import { outlineRows, treeStep } from './outline-rows';
import type { OutlineQuery } from './rows';

function record<Kind extends RecordKind>(kind: Kind, id: string, body: BodyOf<Kind>): RecordState {
  return { id, kind, version: 1, parentId: parentOf(kind, body), body } as RecordState;
}

const column = (tableId: string, name: string) =>
  record('column', `${tableId}.${name}`, { tableId, name, type: 'text', nullable: true, order: 'a0' });

const state = MemoryState.from([
  record('namespace', 'p', { name: 'public' }),
  record('namespace', 'a', { name: 'audit' }),
  record('table', 'orders', { namespaceId: 'p', name: 'orders' }),
  record('table', 'items', { namespaceId: 'p', name: 'items' }),
  column('orders', 'number'),
  column('orders', 'total'),
  column('items', 'order_number'),
]);

const query = (more: Partial<OutlineQuery> = {}): OutlineQuery => ({
  search: '',
  expanded: new Set(),
  collapsedNamespaces: new Set(),
  ...more,
});
const namesOf = (more: Partial<OutlineQuery> = {}) =>
  outlineRows(state, query(more)).map(({ name, level }) => `${level} ${name}`);

describe('outlineRows', () => {
  it('UI-40: lists schemas and tables by name, columns of what is expanded in their order', () => {
    expect(namesOf()).toEqual(['1 audit', '1 public', '2 items', '2 orders']);
    expect(namesOf({ expanded: new Set(['orders']) }).slice(3)).toEqual(['2 orders', '3 number', '3 total']);
    expect(namesOf({ collapsedNamespaces: new Set(['p']) })).toEqual(['1 audit', '1 public']);
  });

  it('UI-41: a search finds tables and columns, and shows columns under their table', () => {
    expect(namesOf({ search: 'number' })).toEqual([
      '1 public',
      '2 items',
      '3 order_number',
      '2 orders',
      '3 number',
    ]);
    expect(namesOf({ search: 'items' })).toEqual(['1 public', '2 items']);
    expect(namesOf({ search: 'nowhere' })).toEqual([]);
  });

  it('UI-42: says where each row stands among its siblings', () => {
    const rows = outlineRows(state, query({ expanded: new Set(['orders']) }));
    expect(rows.find(({ id }) => id === 'orders')).toMatchObject({ position: 1, siblings: 2 });
    expect(rows.find(({ id }) => id === 'orders.total')).toMatchObject({ position: 1, siblings: 2 });
  });
});

describe('enums in the outline', () => {
  const withEnum = MemoryState.from([
    ...state.states(),
    record('enum', 'e', { namespaceId: 'a', name: 'action', labels: ['insert'] }),
  ]);

  it('UI-40: an enum stands below the tables of its schema, which can be folded for it alone', () => {
    const rows = outlineRows(withEnum, query());
    expect(rows.map(({ name }) => name)).toEqual(['audit', 'action', 'public', 'items', 'orders']);
    expect(rows[1]).toMatchObject({ kind: 'enum', level: 2, parentId: 'a', position: 0, siblings: 1 });
    expect(rows[0]?.isExpanded).toBe(true);
  });

  it('UI-41: a search finds enums', () => {
    const rows = outlineRows(withEnum, query({ search: 'act' }));
    expect(rows.map(({ name }) => name)).toEqual(['audit', 'action']);
  });
});

describe('treeStep', () => {
  const rows = outlineRows(state, query({ expanded: new Set(['orders']) }));

  it('UI-43: arrows walk, open and close, Home and End go to the ends', () => {
    expect(treeStep(rows, null, 'ArrowDown')).toEqual({ kind: 'go', id: 'a' });
    expect(treeStep(rows, 'items', 'ArrowDown')).toEqual({ kind: 'go', id: 'orders' });
    expect(treeStep(rows, 'items', 'ArrowRight')).toMatchObject({ kind: 'toggle', row: { id: 'items' } });
    expect(treeStep(rows, 'orders', 'ArrowRight')).toEqual({ kind: 'go', id: 'orders.number' });
    expect(treeStep(rows, 'orders', 'ArrowLeft')).toMatchObject({ kind: 'toggle', row: { id: 'orders' } });
    expect(treeStep(rows, 'orders.total', 'ArrowLeft')).toEqual({ kind: 'go', id: 'orders' });
    expect(treeStep(rows, 'orders', 'Home')).toEqual({ kind: 'go', id: 'a' });
    expect(treeStep(rows, 'orders', 'End')).toEqual({ kind: 'go', id: 'orders.total' });
    expect(treeStep(rows, 'orders.total', 'ArrowDown')).toBeNull();
    expect(treeStep(rows, 'orders', 'x')).toBeNull();
  });
});
