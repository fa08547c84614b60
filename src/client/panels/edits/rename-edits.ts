/** Giving tables and columns their names, as operations. Pure. */
import { columnsPart, freeObjectName, objectName } from '../../../core/schema/generated-names';
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { Operation } from '../../../core/schema/operation';
import type { RecordState, SchemaRecord } from '../../../core/schema/record';
import type { Edit } from './edit';
import { update } from './operations';

type Constraint = SchemaRecord<'primary-key'> | SchemaRecord<'unique'> | SchemaRecord<'foreign-key'>;

const labels = { 'primary-key': 'pkey', unique: 'key', 'foreign-key': 'fkey' } as const;

/** What tables and columns are called until somebody names them. */
const placeholder = /^(new_table|column)(_\d+)?$/;

/** Renames a table. Constraints that were named after its placeholder take the new name on. */
export function renameTable(state: MemoryState, table: SchemaRecord<'table'>, name: string): Edit {
  const { id } = table;
  const follow = placeholder.test(table.body.name) ? constraintsOf(state, id) : [];
  const operations = follow.flatMap((key) =>
    followed(state, key, { table: name, columns: columnsOf(state, key) }),
  );
  return { label: `Rename ${table.body.name}`, operations: [update(table, { name }), ...operations] };
}

/** Renames a column. Constraints that were named after its placeholder take the new name on. */
export function renameColumn(state: MemoryState, column: SchemaRecord<'column'>, name: string): Edit {
  const { id, body } = column;
  const follow = placeholder.test(body.name)
    ? constraintsOf(state, body.tableId).filter((key) => key.body.columnIds.includes(id))
    : [];
  const operations = follow.flatMap((key) => {
    const columns = key.body.columnIds.map((one) => (one === id ? name : nameOf(state, one)));
    return followed(state, key, { table: tableOf(state, key), columns });
  });
  return { label: `Rename column ${body.name}`, operations: [update(column, { name }), ...operations] };
}

function constraintsOf(state: MemoryState, tableId: string): readonly Constraint[] {
  return state.children(tableId).filter(isConstraint);
}

function isConstraint(record: RecordState | SchemaRecord): record is Constraint {
  return record.kind === 'primary-key' || record.kind === 'unique' || record.kind === 'foreign-key';
}

function nameOf(state: MemoryState, columnId: string): string {
  return state.live(columnId, 'column')?.body.name ?? 'column';
}

function columnsOf(state: MemoryState, key: Constraint): readonly string[] {
  return key.body.columnIds.map((id) => nameOf(state, id));
}

function tableOf(state: MemoryState, key: Constraint): string {
  return state.live(key.body.tableId, 'table')?.body.name ?? '';
}

/** The constraint under its new name, if it had the one that is generated; nothing else. */
function followed(
  state: MemoryState,
  key: Constraint,
  next: { readonly table: string; readonly columns: readonly string[] },
): readonly Operation[] {
  const label = labels[key.kind];
  const second = (columns: readonly string[]) => (key.kind === 'primary-key' ? null : columnsPart(columns));
  if (key.body.name !== objectName(tableOf(state, key), second(columnsOf(state, key)), label)) return [];
  const namespaceId = state.live(key.body.tableId, 'table')?.body.namespaceId ?? '';
  const name = freeObjectName(
    next.table,
    second(next.columns),
    label,
    (candidate) =>
      state.holder(scopes.relations(namespaceId), candidate) !== undefined ||
      state.holder(scopes.constraints(key.body.tableId), candidate) !== undefined,
  );
  return [renamed(key, name)];
}

function renamed(key: Constraint, name: string): Operation {
  switch (key.kind) {
    case 'primary-key':
      return update(key, { name });
    case 'unique':
      return update(key, { name });
    case 'foreign-key':
      return update(key, { name });
  }
}
