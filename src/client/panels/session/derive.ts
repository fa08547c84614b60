/** What panels compute from the state. Each of these is one function, as `useDerived` wants it. */
import { columnsOf } from '../../../core/schema/inheritance';
import type { MemoryState } from '../../../core/schema/memory-state';
import { multirangeNameOf } from '../../../core/schema/names';
import { isKind, isLive } from '../../../core/schema/record';
import { quoteQualifiedName } from '../../../core/std/sql-identifier';
import { columnType } from '../../view/column-type';
import { drawnTables } from '../../view/drawn-tables';
import { uniqueOn } from '../edits/column-edits';

export type NamedId = { readonly id: string; readonly name: string };

/** Ids of a table's own columns, in order. */
export function columnIdsOf(state: MemoryState, tableId: string): readonly string[] {
  return state.childrenOf(tableId, 'column').map(({ id }) => id);
}

/** Ids of the foreign keys that a table has. */
export function foreignKeyIdsOf(state: MemoryState, tableId: string): readonly string[] {
  return state.childrenOf(tableId, 'foreign-key').map(({ id }) => id);
}

/** Foreign keys of all tables that point to this one. */
export function referencingKeyIdsOf(state: MemoryState, tableId: string): readonly string[] {
  return state
    .ofKind('foreign-key')
    .filter(({ body }) => body.referencedTableId === tableId && body.tableId !== tableId)
    .map(({ id }) => id);
}

/** All namespaces by name, for choosing one. */
export function namespacesOf(state: MemoryState, _key: null): readonly NamedId[] {
  return state
    .ofKind('namespace')
    .map(({ id, body }) => ({ id, name: body.name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** All tables by name, outside `public` with their schema; for choosing one. */
export function namedTablesOf(state: MemoryState, _key: null): readonly NamedId[] {
  return state
    .ofKind('table')
    .map(({ id, body }) => {
      const namespace = state.live(body.namespaceId, 'namespace')?.body.name;
      const isPlain = namespace === undefined || namespace === 'public';
      return { id, name: isPlain ? body.name : `${namespace}.${body.name}` };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** A table's columns in order, inherited ones too, with their types; for choosing one. */
export function namedColumnsOf(state: MemoryState, tableId: string): readonly NamedId[] {
  return columnsOf(tableId, state).map((column) => ({
    id: column.id,
    name: `${column.body.name}  ${columnType(column, state)}`,
  }));
}

const typeWords = {
  enum: 'Enum',
  domain: 'Domain',
  composite: 'Composite type',
  range: 'Range type',
} as const;

/** The project's own types as a column may name them, `public` left out, and what each of them is. */
export function ownTypesOf(state: MemoryState, _key: null) {
  const named = (namespaceId: string, name: string, detail: string) => {
    const namespace = state.live(namespaceId, 'namespace')?.body.name;
    const label = quoteQualifiedName(namespace === 'public' ? null : (namespace ?? null), name);
    return { label, detail };
  };
  const structured = (['enum', 'domain', 'composite', 'range'] as const).flatMap((kind) =>
    state.ofKind(kind).map(({ body }) => named(body.namespaceId, body.name, typeWords[kind])),
  );
  const multiranges = state
    .ofKind('range')
    .map(({ body }) => named(body.namespaceId, multirangeNameOf(body), 'Multirange type'));
  // What a kept statement makes, columns may have as well.
  const others = state.ofKind('verbatim').flatMap(({ body: { definesType, tag } }) => {
    const kind = tag === 'domain' ? 'Domain' : 'Type';
    return definesType ? [named(definesType.namespaceId, definesType.name, kind)] : [];
  });
  return [...structured, ...multiranges, ...others];
}

/** A column's type as it is shown. */
export function columnTypeOf(state: MemoryState, columnId: string): string {
  const column = state.live(columnId, 'column');
  return column ? columnType(column, state) : '';
}

/** How much there is, for the status bar. */
export function countsOf(state: MemoryState, _key: null) {
  const all = state.ofKind('table').length;
  const tables = drawnTables(state).length;
  return { tables, partitions: all - tables, foreignKeys: state.ofKind('foreign-key').length };
}

/** Whether there is nothing to see on the canvas. */
export function isEmptyProject(state: MemoryState, _key: null): boolean {
  return (['table', 'note', 'area'] as const).every((kind) => state.ofKind(kind).length === 0);
}

/** Kinds with an inspector of their own, besides tables with their parts. */
export type InspectedKind =
  | 'foreign-key'
  | 'enum'
  | 'domain'
  | 'composite'
  | 'range'
  | 'sequence'
  | 'verbatim'
  | 'namespace'
  | 'note'
  | 'area';

/** What the inspector shows for a selection. `openId`: the part of the table whose details are open. */
export type Inspected =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'table'; readonly tableId: string; readonly openId: string | null }
  | { readonly kind: InspectedKind; readonly id: string }
  | { readonly kind: 'several'; readonly ids: readonly string[] };

/** `key`: the selected ids, joined by commas. */
export function inspectedOf(state: MemoryState, key: string): Inspected {
  const records = (key === '' ? [] : key.split(',')).map((id) => state.get(id)).filter(isLive);
  const [record, ...others] = records;
  if (!record) return { kind: 'nothing' };
  if (others.length > 0) return { kind: 'several', ids: records.map(({ id }) => id) };
  if (isKind(record, 'table')) return { kind: 'table', tableId: record.id, openId: null };
  switch (record.kind) {
    case 'column':
    case 'primary-key':
    case 'unique':
    case 'check':
    case 'exclusion':
    case 'index':
      return { kind: 'table', tableId: record.body.tableId, openId: record.id };
    case 'foreign-key':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'sequence':
    case 'verbatim':
    case 'namespace':
    case 'note':
    case 'area':
      return { kind: record.kind, id: record.id };
    case 'layout':
    case 'review-setting':
      return { kind: 'nothing' };
  }
}

/** `orders (customer_id)`: one side of a foreign key in words. */
export function sideOf(state: MemoryState, tableId: string, columnIds: readonly string[]): string {
  const table = state.live(tableId, 'table')?.body.name ?? '?';
  const columns = columnIds.map((id) => state.live(id, 'column')?.body.name ?? '?');
  return `${table} (${columns.join(', ')})`;
}

/** Both sides of a foreign key in words. */
export function sidesOf(state: MemoryState, keyId: string): { readonly from: string; readonly to: string } {
  const key = state.live(keyId, 'foreign-key');
  if (!key) return { from: '', to: '' };
  const { tableId, columnIds, referencedTableId, referencedColumnIds } = key.body;
  return {
    from: sideOf(state, tableId, columnIds),
    to: sideOf(state, referencedTableId, referencedColumnIds),
  };
}

/** Which keys a column stands in, and where its foreign keys lead. */
export function columnKeysOf(state: MemoryState, columnId: string) {
  const column = state.live(columnId, 'column');
  const children = column ? state.children(column.body.tableId) : [];
  return {
    isPrimaryKey: children.some(
      (child) => isKind(child, 'primary-key') && child.body.columnIds.includes(columnId),
    ),
    isUnique: column !== undefined && uniqueOn(state, column) !== undefined,
    isForeignKey: children.some(
      (child) => isKind(child, 'foreign-key') && child.body.columnIds.includes(columnId),
    ),
  };
}
