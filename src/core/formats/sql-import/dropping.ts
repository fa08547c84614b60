import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { isKeyRecord, referencedKey } from '../../schema/references';
import type { ImportContext } from './context';

/** Removes a record, what belongs to it, and the kept statements that were about any of them. */
export function dropRecord(context: ImportContext, id: RecordId): void {
  for (const child of context.catalog.children(id)) dropRecord(context, child.id);
  if (context.verbatim.tagOf(id) !== undefined) context.verbatim.remove(id);
  context.catalog.remove(id);
  context.verbatim.removeAttached(id);
}

/** DROP TABLE: its foreign keys on both sides and the sequences that its columns own go with it. */
export function dropTable(context: ImportContext, table: SchemaRecord<'table'>, isCascade: boolean): void {
  const columns = new Set(context.catalog.childrenOf(table.id, 'column').map((column) => column.id));
  for (const foreignKey of context.catalog.referencing(table.id)) dropRecord(context, foreignKey.id);
  if (isCascade) context.verbatim.removeMentioning(table.id);
  dropRecord(context, table.id);
  dropOwnedSequences(context, columns);
}

function dropOwnedSequences(context: ImportContext, columns: ReadonlySet<RecordId>): void {
  for (const record of [...context.catalog.records()]) {
    if (isKind(record, 'sequence') && columns.has(record.body.ownedByColumnId ?? '')) {
      dropSequence(context, record);
    }
  }
}

/** DROP SEQUENCE: defaults that take their value from it are gone. */
export function dropSequence(context: ImportContext, sequence: SchemaRecord<'sequence'>): void {
  for (const record of [...context.catalog.records()]) {
    if (!isKind(record, 'column') || record.body.default?.kind !== 'sequence') continue;
    if (record.body.default.sequenceId === sequence.id)
      context.catalog.update(record, { default: undefined });
  }
  dropRecord(context, sequence.id);
}

/** DROP COLUMN: constraints and indexes that name it go too, as do foreign keys that refer to it. */
export function dropColumn(context: ImportContext, column: SchemaRecord<'column'>): void {
  const { catalog } = context;
  for (const other of catalog.children(column.body.tableId)) {
    if (other.id !== column.id && namesColumn(other, column.id)) {
      if (other.kind === 'column') dropColumn(context, other);
      else dropConstraint(context, other);
    }
  }
  for (const foreignKey of catalog.referencing(column.body.tableId)) {
    if (foreignKey.body.referencedColumnIds.includes(column.id)) dropRecord(context, foreignKey.id);
  }
  dropRecord(context, column.id);
  dropOwnedSequences(context, new Set([column.id]));
}

function namesColumn(record: SchemaRecord, columnId: RecordId): boolean {
  const refs = 'columnRefs' in record.body ? Object.values(record.body.columnRefs ?? {}) : [];
  if (refs.includes(columnId)) return true;
  switch (record.kind) {
    case 'primary-key':
    case 'unique':
      return [...record.body.columnIds, ...(record.body.include ?? [])].includes(columnId);
    case 'foreign-key':
      return record.body.columnIds.includes(columnId);
    case 'index':
      return (
        record.body.elements.some((one) => 'columnId' in one && one.columnId === columnId) ||
        (record.body.include ?? []).includes(columnId)
      );
    default:
      return false;
  }
}

/** Drops a constraint or index, and the foreign keys that have no key to stand on without it. */
export function dropConstraint(context: ImportContext, record: SchemaRecord): void {
  dropRecord(context, record.id);
  if (!isKeyRecord(record)) return;
  for (const foreignKey of context.catalog.referencing(record.body.tableId)) {
    if (!referencedKey(foreignKey.body, context.catalog)) dropRecord(context, foreignKey.id);
  }
}

/** DROP TYPE: with CASCADE the columns of the type go too. */
export function dropType(context: ImportContext, type: SchemaRecord, isCascade: boolean): void {
  if (isCascade) {
    for (const record of [...context.catalog.records()]) {
      if (isKind(record, 'column') && record.body.typeId === type.id) dropColumn(context, record);
    }
    context.verbatim.removeMentioning(type.id);
  }
  dropRecord(context, type.id);
}

/** DROP SCHEMA … CASCADE. */
export function dropNamespace(context: ImportContext, namespace: SchemaRecord<'namespace'>): void {
  for (const record of [...context.catalog.records()]) {
    if (isKind(record, 'table') && record.body.namespaceId === namespace.id) dropTable(context, record, true);
    if (!isKind(record, 'verbatim')) continue;
    const { definesType, definesRelation } = record.body;
    const home = definesRelation?.namespaceId ?? definesType?.namespaceId;
    if (home === namespace.id) dropRecord(context, record.id);
  }
  dropRecord(context, namespace.id);
}
