/** Detaching a partition (ALTER TABLE … DETACH PARTITION), as operations. Pure: ids are minted by the caller. */
import { changedFields } from '../../../core/schema/change';
import { spelledIn } from '../../../core/schema/difference';
import type { RecordId } from '../../../core/schema/ids';
import { columnOwners, columnsOf } from '../../../core/schema/inheritance';
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { Operation } from '../../../core/schema/operation';
import type { SchemaRecord } from '../../../core/schema/record';
import { sameJson } from '../../../core/std/canonical-json';
import type { Point } from '../../canvas/geometry/rect';
import { partitionsOf } from '../../view/drawn-tables';
import { layoutOf } from '../../view/scene-records';
import type { Edit } from './edit';
import { create } from './operations';
import type { Columns } from './over-columns';
import { overColumns, overReferencedColumns } from './over-columns';

type Table = SchemaRecord<'table'>;
type Body = Readonly<Record<string, unknown>>;

type Detaching = {
  readonly state: MemoryState;
  readonly partition: Table;
  /** The partition and those below it: all that lose the columns of the tables above. */
  readonly tables: ReadonlyMap<RecordId, Table>;
  /** Columns of the tables above, and the ids of the partition's own. */
  readonly columns: Columns;
};

/**
 * Makes a partition a table of its own, as PostgreSQL leaves it: with the columns that it had from its table,
 * and parts of that one's keys, constraints and indexes as its own. Its own partitions stay. `at`: where it
 * stands from now on.
 */
export function detachPartition(
  state: MemoryState,
  partition: Table,
  at: Point,
  newId: () => RecordId,
): Edit {
  const { partitionOf, name } = partition.body;
  if (!partitionOf) return { label: `Detach ${name}`, operations: [] };
  const inherited = columnsOf(partition.id, state);
  const columns = new Map(inherited.map(({ id }) => [id, newId()]));
  const tables = new Map(withPartitions(state, partition).map((table) => [table.id, table]));
  const detaching: Detaching = { state, partition, tables, columns };
  const parent = state.live(partitionOf.tableId, 'table')?.body.name ?? '?';
  const place = { recordId: partition.id, x: Math.round(at.x), y: Math.round(at.y) };
  return {
    label: `Detach ${name} from ${parent}`,
    operations: [
      ...changes(detaching),
      ...inherited.map((column) => ownColumn(detaching, column)),
      ...inheritedParts(detaching).map((part) => ownPart(detaching, part, newId())),
      ...(layoutOf(partition.id, state) ? [] : [create('layout', newId(), place)]),
    ],
  };
}

function withPartitions(state: MemoryState, table: Table): readonly Table[] {
  return [table, ...partitionsOf(table.id, state).flatMap((one) => withPartitions(state, one))];
}

/** What is there already means the partition's own columns from now on. */
function changes({ state, partition, tables, columns }: Detaching): readonly Operation[] {
  const parts = [...tables.keys()].flatMap((id) => state.children(id));
  const own = new Map([...tables.values(), ...parts].map((one) => [one.id, overColumns(one, columns)]));
  for (const foreignKey of state.ofKind('foreign-key')) {
    if (!tables.has(foreignKey.body.referencedTableId)) continue;
    own.set(foreignKey.id, overReferencedColumns(own.get(foreignKey.id) ?? foreignKey, columns));
  }
  return [...own.values()].flatMap((after): readonly Operation[] => {
    const before = state.live(after.id, after.kind);
    if (!before) return [];
    const now: Body = after.body;
    const fields = changedFields(before.body, now).map((field) => [field, now[field]]);
    const body = { ...Object.fromEntries(fields), ...(after.id === partition.id && { partitionOf: null }) };
    if (Object.keys(body).length === 0) return [];
    return [{ verb: 'update', kind: after.kind, id: after.id, version: before.version, body }];
  });
}

/** DETACH takes an identity away and leaves the column NOT NULL; comments were never the partition's. */
function ownColumn({ state, partition, columns }: Detaching, column: SchemaRecord<'column'>): Operation {
  const copy = { ...column, body: { ...column.body, tableId: partition.id } };
  const spelled: Body = spelledIn(copy, state).body;
  const body = without(spelled, ['typeId', 'columnRefs', 'identity', 'identityOptions', 'comment']);
  return { verb: 'create', kind: 'column', id: columns.get(column.id) ?? column.id, body };
}

const partKinds: ReadonlySet<string> = new Set([
  'primary-key',
  'unique',
  'foreign-key',
  'check',
  'exclusion',
  'index',
]);

/** Of the tables above: what PostgreSQL has a part of on the partition that is no record of its own. */
function inheritedParts({ state, partition }: Detaching): readonly SchemaRecord[] {
  const known = state.children(partition.id).filter(({ kind }) => partKinds.has(kind));
  const found: SchemaRecord[] = [];
  const above = columnOwners(partition.id, state).slice(0, -1);
  for (const part of above.flatMap((id) => state.children(id))) {
    if (!partKinds.has(part.kind)) continue;
    if ([...known, ...found].some((one) => isSamePart(one, part))) continue;
    found.push(part);
  }
  return found;
}

/** Of checks the name tells (MergeConstraintsIntoExisting), of a primary key that there is one. */
function isSamePart(one: SchemaRecord, other: SchemaRecord): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'primary-key') return true;
  if (one.kind === 'check' && other.kind === 'check') return one.body.name === other.body.name;
  return sameJson(definition(one), definition(other));
}

function definition({ body }: SchemaRecord): Body {
  return without(body, ['tableId', 'name', 'comment', 'storage', 'tablespace', 'columnRefs']);
}

function ownPart(detaching: Detaching, part: SchemaRecord, id: RecordId): Operation {
  const { state, partition, tables, columns } = detaching;
  const own = overColumns(spelledIn(part, state), columns);
  const isToItself = part.kind === 'foreign-key' && tables.has(part.body.referencedTableId);
  const over = isToItself ? overReferencedColumns(own, columns) : own;
  const body = { ...without(over.body, ['name', 'comment', 'columnRefs']), tableId: partition.id };
  const name = keptName(detaching, part);
  return { verb: 'create', kind: part.kind, id, body: name === undefined ? body : { ...body, name } };
}

/** Checks and foreign keys of a partition are called as their table's; the rules name the rest as PostgreSQL does. */
function keptName({ state, partition }: Detaching, part: SchemaRecord): string | undefined {
  if (part.kind !== 'check' && part.kind !== 'foreign-key') return undefined;
  const { name } = part.body;
  return state.holder(scopes.constraints(partition.id), name) === undefined ? name : undefined;
}

function without(body: Body, fields: readonly string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([field]) => !fields.includes(field)));
}
