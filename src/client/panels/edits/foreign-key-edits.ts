/** Connecting columns, as operations. Pure. */
import { foreignKeyTypesMatch, parseDataType } from '../../../core/schema/data-type';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import type { SchemaRecord } from '../../../core/schema/record';
import { primaryKeyOf, referencedKey } from '../../../core/schema/references';
import type { Typed } from '../../view/column-type';
import type { Edit } from './edit';
import { create, update } from './operations';

/** What connecting two columns comes to. */
export type Connection =
  | { readonly kind: 'edit'; readonly edit: Edit }
  /** Something is in the way that can be put right: `repaired` does that, and connects. */
  | { readonly kind: 'offer'; readonly problem: string; readonly offer: string; readonly repaired: Edit }
  | { readonly kind: 'refused'; readonly problem: string };

type Column = SchemaRecord<'column'>;

/**
 * A foreign key from one column to another. PostgreSQL refuses one whose referenced columns are not unique or
 * whose types do not compare (CREATE TABLE, REFERENCES); then the answer offers to put that right. `tables`: those
 * that the columns are columns of, where it is not the one that declares them.
 */
export function connectColumns(
  state: MemoryState,
  fromId: string,
  toId: string,
  newId: () => string,
  tables: { readonly from?: string; readonly to?: string } = {},
): Connection {
  const from = state.live(fromId, 'column');
  const to = state.live(toId, 'column');
  if (!from || !to) return { kind: 'refused', problem: 'One of the two columns has just been deleted.' };
  if (from.id === to.id) return { kind: 'refused', problem: 'A column cannot reference itself.' };
  const tableId = tables.from ?? from.body.tableId;
  const referencedTableId = tables.to ?? to.body.tableId;
  if (existingKey(state, tableId, from, to)) {
    return { kind: 'refused', problem: 'These two columns are connected already.' };
  }
  const body = {
    tableId,
    columnIds: [from.id],
    referencedTableId,
    referencedColumnIds: [to.id],
  };
  const label = `Connect ${nameOf(state, from)} to ${nameOf(state, to)}`;
  const connect = create('foreign-key', newId(), body);
  const repairs = [
    ...(typesMatch(state, from, to) ? [] : [retyping(state, from, to)]),
    ...(referencedKey(body, state) ? [] : [keying(state, to, referencedTableId, newId)]),
  ];
  const edit = { label, operations: [...repairs.flatMap(({ operations }) => operations), connect] };
  if (repairs.length === 0) return { kind: 'edit', edit };
  return {
    kind: 'offer',
    problem: repairs.map(({ problem }) => problem).join(' '),
    offer: repairs.length > 1 ? 'Put both right and connect' : (repairs[0]?.offer ?? 'Connect'),
    repaired: edit,
  };
}

type Repair = {
  readonly problem: string;
  readonly offer: string;
  readonly operations: readonly Operation[];
};

function typesMatch(state: MemoryState, from: Column, to: Column): boolean {
  const [a, b] = [parseDataType(baseType(state, from.body)), parseDataType(baseType(state, to.body))];
  // What cannot be read here is the server's to judge.
  return !a.ok || !b.ok || foreignKeyTypesMatch(a.value, b.value);
}

/** A domain compares as the type that it restricts. */
function baseType(state: MemoryState, { type, typeId }: Typed): string {
  const domain = state.live(typeId ?? '', 'domain');
  return domain && !type.endsWith(']') ? baseType(state, domain.body) : type;
}

function retyping(state: MemoryState, from: Column, to: Column): Repair {
  return {
    problem: `${nameOf(state, from)} is ${from.body.type}, and ${nameOf(state, to)} is ${to.body.type}.`,
    offer: `Change it to ${to.body.type}`,
    operations: [update(from, { type: to.body.type, default: null })],
  };
}

function keying(state: MemoryState, to: Column, tableId: string, newId: () => string): Repair {
  const body = { tableId, columnIds: [to.id] };
  const problem = `A foreign key needs a column without duplicates, and ${nameOf(state, to)} may have some.`;
  if (primaryKeyOf(tableId, state)) {
    return { problem, offer: 'Make it unique and connect', operations: [create('unique', newId(), body)] };
  }
  const required = to.body.nullable ? [update(to, { nullable: false })] : [];
  const operations = [...required, create('primary-key', newId(), body)];
  return { problem, offer: 'Make it the primary key and connect', operations };
}

function existingKey(
  state: MemoryState,
  tableId: string,
  from: Column,
  to: Column,
): SchemaRecord<'foreign-key'> | undefined {
  return state
    .childrenOf(tableId, 'foreign-key')
    .find(
      ({ body }) =>
        body.columnIds.length === 1 && body.columnIds[0] === from.id && body.referencedColumnIds[0] === to.id,
    );
}

function nameOf(state: MemoryState, column: Column): string {
  const table = state.live(column.body.tableId, 'table');
  return `${table?.body.name ?? '?'}.${column.body.name}`;
}
