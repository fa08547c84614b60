import type { RecordId } from './ids';
import { columnOwners, parentTables } from './inheritance';
import type { StateReader } from './reader';
import type { SchemaRecord } from './record';
import { isKind } from './record';

/**
 * The records that this one relies on besides its owner: they cannot be deleted, nor changed in what
 * others rely on, while it stands. A foreign key also relies on the key or unique index that makes
 * its referenced columns unique.
 */
export function referencesOf(
  record: SchemaRecord,
  reader: Pick<StateReader, 'get' | 'children'>,
): readonly RecordId[] {
  const found = new Set<RecordId>(directReferences(record));
  if (record.kind === 'foreign-key') {
    const key = referencedKey(record.body, reader);
    if (key) found.add(key.id);
  }
  found.delete(record.id);
  return [...found].sort();
}

function directReferences(record: SchemaRecord): readonly RecordId[] {
  switch (record.kind) {
    case 'column':
      return present([
        record.body.typeId,
        record.body.default?.kind === 'sequence' ? record.body.default.sequenceId : undefined,
        ...Object.values(record.body.columnRefs ?? {}),
      ]);
    case 'primary-key':
    case 'unique':
      return [...record.body.columnIds, ...(record.body.include ?? [])];
    case 'foreign-key':
      return [...record.body.columnIds, ...record.body.referencedColumnIds];
    case 'check':
      return Object.values(record.body.columnRefs ?? {});
    case 'index':
    case 'exclusion':
      return [
        ...record.body.elements.flatMap((element) => ('columnId' in element ? [element.columnId] : [])),
        ...(record.body.include ?? []),
        ...Object.values(record.body.columnRefs ?? {}),
      ];
    case 'sequence':
      return present([record.body.ownedByColumnId]);
    case 'verbatim':
      return present([record.body.definesType?.namespaceId, record.body.definesRelation?.namespaceId]);
    case 'table':
      return [
        ...parentTables(record.body),
        ...(record.body.partitionBy?.elements ?? []).flatMap((one) =>
          'columnId' in one ? [one.columnId] : [],
        ),
        ...Object.values(record.body.columnRefs ?? {}),
      ];
    case 'domain':
    case 'range':
      return present([record.body.typeId]);
    case 'composite':
      return present(record.body.attributes.map((attribute) => attribute.typeId));
    case 'namespace':
    case 'enum':
    case 'note':
    case 'area':
    case 'layout':
    case 'review-setting':
      return [];
  }
}

/** A partition is kept unique by its partitioned table's keys. */
function keyOwners(tableId: RecordId, reader: Pick<StateReader, 'get'>): readonly RecordId[] {
  const table = reader.get(tableId);
  return isKind(table, 'table') && table.body.partitionOf ? columnOwners(tableId, reader) : [tableId];
}

function present(ids: readonly (RecordId | undefined)[]): readonly RecordId[] {
  return ids.filter((id) => id !== undefined);
}

/** A primary key, unique constraint or plain unique index: what a foreign key can refer to. */
export type KeyRecord = SchemaRecord<'primary-key'> | SchemaRecord<'unique'> | SchemaRecord<'index'>;

/** Whether a record is of a kind that can keep columns unique. */
export function isKeyRecord(record: SchemaRecord): record is KeyRecord {
  return record.kind === 'primary-key' || record.kind === 'unique' || record.kind === 'index';
}

/** The columns that a record keeps unique, or null when it keeps none (or only partly) so. */
export function uniqueColumns(record: SchemaRecord): readonly RecordId[] | null {
  switch (record.kind) {
    case 'primary-key':
    case 'unique':
      return record.body.columnIds;
    case 'index': {
      if (!record.body.unique || record.body.predicate !== undefined) return null;
      const ids = record.body.elements.map((element) => ('columnId' in element ? element.columnId : null));
      return ids.every((id) => id !== null) ? ids : null;
    }
    default:
      return null;
  }
}

/**
 * The key that a foreign key's referenced columns stand on: same set of columns, in any order, not
 * deferrable; the primary key first (transformFkeyCheckAttrs in PostgreSQL's tablecmds.c). Undefined: none.
 */
export function referencedKey(
  foreignKey: { readonly referencedTableId: RecordId; readonly referencedColumnIds: readonly RecordId[] },
  reader: Pick<StateReader, 'get' | 'children'>,
): KeyRecord | undefined {
  const wanted = foreignKey.referencedColumnIds;
  let best: KeyRecord | undefined;
  for (const tableId of keyOwners(foreignKey.referencedTableId, reader)) {
    for (const key of reader.children(tableId)) {
      if (!isKeyRecord(key) || !isSameSet(uniqueColumns(key), wanted)) continue;
      if (key.kind !== 'index' && key.body.deferrable) continue;
      if (best === undefined || isBetterKey(key, best)) best = key;
    }
  }
  return best;
}

/** Both ways, as an index may have a column twice. */
function isSameSet(ids: readonly RecordId[] | null, wanted: readonly RecordId[]): boolean {
  return (
    ids?.length === wanted.length &&
    wanted.every((id) => ids.includes(id)) &&
    ids.every((id) => wanted.includes(id))
  );
}

function isBetterKey(one: KeyRecord, other: KeyRecord): boolean {
  return keyRank(one) - keyRank(other) < 0 || (keyRank(one) === keyRank(other) && one.id < other.id);
}

function keyRank(key: KeyRecord): number {
  return key.kind === 'primary-key' ? 0 : key.kind === 'unique' ? 1 : 2;
}

/** The primary key of a table, if it has one. */
export function primaryKeyOf(
  tableId: RecordId,
  reader: Pick<StateReader, 'children'>,
): SchemaRecord<'primary-key'> | undefined {
  return reader.children(tableId).find((child) => isKind(child, 'primary-key'));
}
