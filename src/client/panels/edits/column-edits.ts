/** What people do to columns and to the keys that columns stand in, as operations. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { Operation } from '../../../core/schema/operation';
import { orderKeyAt } from '../../../core/schema/order-key';
import type { SchemaRecord } from '../../../core/schema/record';
import { primaryKeyOf, uniqueColumns } from '../../../core/schema/references';
import type { Edit } from './edit';
import { create, createNumbered, remove, update } from './operations';

type Column = SchemaRecord<'column'>;

/** A column after the given one, or at the end: nullable text until somebody says otherwise. */
export function createColumn(
  state: MemoryState,
  id: string,
  tableId: string,
  afterId?: string,
): Edit & { readonly name: string } {
  const siblings = state.childrenOf(tableId, 'column');
  const name = freeColumnName(state, tableId, siblings.length + 1);
  const index = afterId === undefined ? -1 : siblings.findIndex((column) => column.id === afterId);
  const order = orderKeyAt(ordersOf(siblings), index < 0 ? siblings.length : index + 1, id);
  const body = { tableId, name, type: 'text', nullable: true, order };
  return { label: `Add column ${name}`, operations: [createNumbered('column', id, body)], name };
}

/**
 * Numbered by place, so that the next column does not take the name that this one gives up: were this one's new
 * name refused after a while offline, every column after it would find its first name taken.
 */
function freeColumnName(state: MemoryState, tableId: string, place: number): string {
  const isTaken = (name: string) => state.holder(scopes.columns(tableId), name) !== undefined;
  let count = place;
  while (isTaken(`column_${count}`)) count += 1;
  return `column_${count}`;
}

/** Moves a column to a place among its siblings (counted without itself); null when it stands there already. */
export function moveColumn(state: MemoryState, column: Column, to: number): Edit | null {
  const siblings = state.childrenOf(column.body.tableId, 'column');
  const from = siblings.findIndex(({ id }) => id === column.id);
  const others = siblings.filter(({ id }) => id !== column.id);
  const place = Math.max(0, Math.min(others.length, to));
  if (place === from) return null;
  const order = orderKeyAt(ordersOf(others), place, column.id);
  return { label: `Move column ${column.body.name}`, operations: [update(column, { order })] };
}

function ordersOf(columns: readonly Column[]): readonly string[] {
  return columns.map(({ body }) => body.order);
}

/** Puts a column into the primary key or takes it out; the key comes and goes with its columns. */
export function setPrimaryKey(state: MemoryState, column: Column, isKey: boolean, newId: () => string): Edit {
  const { tableId, name } = column.body;
  const key = primaryKeyOf(tableId, state);
  const label = isKey ? `Add ${name} to the primary key` : `Take ${name} out of the primary key`;
  return { label, operations: keyOperations(column, key, isKey, newId) };
}

function keyOperations(
  column: Column,
  key: SchemaRecord<'primary-key'> | undefined,
  isKey: boolean,
  newId: () => string,
): readonly Operation[] {
  const others = (key?.body.columnIds ?? []).filter((id) => id !== column.id);
  if (!isKey) {
    if (!key) return [];
    return [others.length === 0 ? remove(key) : update(key, { columnIds: others })];
  }
  // A primary key implies NOT NULL (PostgreSQL, CREATE TABLE).
  const required = column.body.nullable ? [update(column, { nullable: false })] : [];
  const columnIds = [...others, column.id];
  const { tableId } = column.body;
  const keyed = key ? update(key, { columnIds }) : create('primary-key', newId(), { tableId, columnIds });
  return [...required, keyed];
}

/** The constraint or index that makes this one column unique, if there is one. The primary key does not count. */
export function uniqueOn(
  state: MemoryState,
  column: Column,
): SchemaRecord<'unique'> | SchemaRecord<'index'> | undefined {
  for (const child of state.children(column.body.tableId)) {
    if (child.kind !== 'unique' && child.kind !== 'index') continue;
    const ids = uniqueColumns(child);
    if (ids?.length === 1 && ids[0] === column.id) return child;
  }
  return undefined;
}

/** Makes a column unique on its own by a constraint, or takes that away. */
export function setUnique(state: MemoryState, column: Column, isUnique: boolean, newId: () => string): Edit {
  const { tableId, name } = column.body;
  const existing = uniqueOn(state, column);
  if (!isUnique) {
    return { label: `Allow duplicates in ${name}`, operations: existing ? [remove(existing)] : [] };
  }
  const operations = existing ? [] : [create('unique', newId(), { tableId, columnIds: [column.id] })];
  return { label: `Make ${name} unique`, operations };
}
