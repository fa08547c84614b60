/**
 * Whose columns a table has besides its own. A partition has just those of the table that it is a partition
 * of; a table with INHERITS has those of its parents before its own (PostgreSQL, CREATE TABLE, INHERITS and
 * PARTITION OF). The inherited columns are no records of their own: they are the parents'.
 */
import type { BodyOf } from './bodies';
import type { RecordId } from './ids';
import type { StateReader } from './reader';
import type { RecordState, SchemaRecord } from './record';
import { isKind } from './record';

/** The tables right above one: what it is a partition of, or inherits from, in their order. */
export function parentTables(body: BodyOf<'table'>): readonly RecordId[] {
  return body.partitionOf ? [body.partitionOf.tableId] : (body.inherits ?? []);
}

/** The tables whose column records are columns of this table: those above it, then itself. */
export function columnOwners(tableId: RecordId, reader: Pick<StateReader, 'get'>): readonly RecordId[] {
  const found = new Set<RecordId>();
  const visiting = new Set<RecordId>();
  const visit = (id: RecordId) => {
    if (visiting.has(id)) return;
    visiting.add(id);
    const table = reader.get(id);
    if (!isKind(table, 'table')) return;
    for (const parent of parentTables(table.body)) visit(parent);
    found.add(id);
  };
  visit(tableId);
  return [...found];
}

/** The tables that have this one's columns, at any distance: its partitions and heirs, and theirs. */
export function tablesBelow(
  tableId: RecordId,
  reader: Pick<StateReader, 'referrers'>,
): readonly SchemaRecord<'table'>[] {
  const found = new Map<RecordId, SchemaRecord<'table'>>();
  const queue = [tableId];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const table of reader.referrers(id)) {
      if (!isKind(table, 'table') || found.has(table.id) || !parentTables(table.body).includes(id)) continue;
      found.set(table.id, table);
      queue.push(table.id);
    }
  }
  found.delete(tableId);
  return [...found.values()];
}

/** Whether a record is a column of the table: its own or an inherited one. */
export function isColumnOf(
  column: RecordState | undefined,
  tableId: RecordId,
  reader: Pick<StateReader, 'get'>,
): column is SchemaRecord<'column'> {
  if (!isKind(column, 'column')) return false;
  return column.body.tableId === tableId || columnOwners(tableId, reader).includes(column.body.tableId);
}

/**
 * All columns of a table in PostgreSQL's order: inherited ones first; a column declared again stands in the
 * inherited one's place.
 */
export function columnsOf(
  tableId: RecordId,
  state: Pick<StateReader, 'get'> & {
    childrenOf(id: RecordId, kind: 'column'): readonly SchemaRecord<'column'>[];
  },
): readonly SchemaRecord<'column'>[] {
  const owners = columnOwners(tableId, state);
  if (owners.length <= 1) return state.childrenOf(tableId, 'column');
  const columns = new Map<string, SchemaRecord<'column'>>();
  for (const owner of owners) {
    for (const column of state.childrenOf(owner, 'column')) columns.set(column.body.name, column);
  }
  return [...columns.values()];
}

/** The partitioned table at the top, for a partition of a partition too; the table itself when it is none. */
export function partitionRoot(tableId: RecordId, reader: Pick<StateReader, 'get'>): RecordId {
  return topOf(tableId, (id) => {
    const table = reader.get(id);
    return isKind(table, 'table') ? table.body.partitionOf?.tableId : undefined;
  });
}

/** The same for who knows otherwise which table each is right below. Ends also where tables go round in a circle. */
export function topOf(tableId: RecordId, above: (id: RecordId) => RecordId | undefined): RecordId {
  const seen = new Set<RecordId>();
  let id = tableId;
  for (;;) {
    const next = above(id);
    if (next === undefined || seen.has(id)) return id;
    seen.add(id);
    id = next;
  }
}
