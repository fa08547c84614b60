/** Connecting columns, as operations. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import type { SchemaRecord } from '../../../core/schema/record';
import { primaryKeyOf, referencedKey } from '../../../core/schema/references';
import type { Edit } from './edit';
import { create } from './operations';

/** What connecting two columns comes to. */
export type Connection =
  | { readonly kind: 'edit'; readonly edit: Edit }
  /** A foreign key needs a key on the other side. `repaired` makes one, and the foreign key with it. */
  | { readonly kind: 'no-key'; readonly problem: string; readonly offer: string; readonly repaired: Edit }
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * A foreign key from one column to another. PostgreSQL refuses one whose referenced columns are not unique
 * (CREATE TABLE, REFERENCES), so without a key the answer offers to add it.
 */
export function connectColumns(
  state: MemoryState,
  fromId: string,
  toId: string,
  newId: () => string,
): Connection {
  const from = state.live(fromId, 'column');
  const to = state.live(toId, 'column');
  if (!from || !to) return { kind: 'refused', problem: 'One of the two columns has just been deleted.' };
  if (from.id === to.id) return { kind: 'refused', problem: 'A column cannot reference itself.' };
  if (existingKey(state, from, to)) {
    return { kind: 'refused', problem: 'These two columns are connected already.' };
  }
  const body = {
    tableId: from.body.tableId,
    columnIds: [from.id],
    referencedTableId: to.body.tableId,
    referencedColumnIds: [to.id],
  };
  const label = `Connect ${nameOf(state, from)} to ${nameOf(state, to)}`;
  const operation = create('foreign-key', newId(), body);
  if (referencedKey(body, state)) return { kind: 'edit', edit: { label, operations: [operation] } };
  return {
    kind: 'no-key',
    problem: `A foreign key needs a column without duplicates, and ${nameOf(state, to)} may have some.`,
    offer: primaryKeyOf(to.body.tableId, state) ? 'Make it unique and connect' : 'Make it the primary key',
    repaired: { label, operations: [...keyFor(state, to, newId), operation] },
  };
}

function keyFor(state: MemoryState, to: SchemaRecord<'column'>, newId: () => string): readonly Operation[] {
  const body = { tableId: to.body.tableId, columnIds: [to.id] };
  if (primaryKeyOf(to.body.tableId, state)) return [create('unique', newId(), body)];
  const { id, version } = to;
  const required: Operation = { verb: 'update', kind: 'column', id, version, body: { nullable: false } };
  return [...(to.body.nullable ? [required] : []), create('primary-key', newId(), body)];
}

function existingKey(
  state: MemoryState,
  from: SchemaRecord<'column'>,
  to: SchemaRecord<'column'>,
): SchemaRecord<'foreign-key'> | undefined {
  return state
    .childrenOf(from.body.tableId, 'foreign-key')
    .find(
      ({ body }) =>
        body.columnIds.length === 1 && body.columnIds[0] === from.id && body.referencedColumnIds[0] === to.id,
    );
}

function nameOf(state: MemoryState, column: SchemaRecord<'column'>): string {
  const table = state.live(column.body.tableId, 'table');
  return `${table?.body.name ?? '?'}.${column.body.name}`;
}
