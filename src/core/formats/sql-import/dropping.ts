import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { isKeyRecord, referencedKey } from '../../schema/references';
import { expressionsOf } from '../../schema/rules/bind';
import { significantTokens } from '../../std/sql-tokens';
import { isConstraint } from './catalog';
import type { ImportContext } from './context';

/** Removes a record, what belongs to it, and the kept statements that were about any of them. */
export function dropRecord(context: ImportContext, id: RecordId): void {
  for (const child of context.catalog.children(id)) dropRecord(context, child.id);
  context.verbatim.remove(id);
  context.catalog.remove(id);
  context.verbatim.removeAttached(id);
}

/** The kept statements that name a record go with it, and what names those: DROP … CASCADE. */
export function dropMentioning(context: ImportContext, id: RecordId): void {
  const found = new Set<RecordId>();
  const left = [id];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    for (const itemId of context.verbatim.mentioning(at)) {
      if (itemId === id || found.has(itemId)) continue;
      found.add(itemId);
      left.push(itemId);
    }
  }
  for (const itemId of found) dropRecord(context, itemId);
}

/**
 * DROP TABLE: its foreign keys on both sides and the sequences that its columns own go with it, and so do
 * its partitions; what inherits from it only with CASCADE.
 */
export function dropTable(context: ImportContext, table: SchemaRecord<'table'>, isCascade: boolean): void {
  const { catalog } = context;
  for (const heir of catalog.heirs(table.id)) {
    if (heir.body.partitionOf || isCascade) dropTable(context, heir, isCascade);
    else catalog.update(heir, { inherits: heir.body.inherits?.filter((id) => id !== table.id) });
  }
  const columns = catalog.childrenOf(table.id, 'column');
  for (const foreignKey of catalog.referencing(table.id)) dropRecord(context, foreignKey.id);
  if (isCascade) {
    dropUsersOfType(context, table.id);
    dropMentioning(context, table.id);
  }
  for (const { id } of columns) dropOwnedSequences(context, id);
  dropRecord(context, table.id);
}

function dropOwnedSequences(context: ImportContext, columnId: RecordId): void {
  for (const sequence of context.catalog.ownedSequences(columnId)) dropSequence(context, sequence);
}

/** DROP SEQUENCE: defaults that take their value from it are gone. */
export function dropSequence(context: ImportContext, sequence: SchemaRecord<'sequence'>): void {
  for (const column of context.catalog.drawing(sequence.id)) {
    context.catalog.update(column, { default: undefined });
  }
  dropRecord(context, sequence.id);
}

/**
 * DROP COLUMN: constraints and indexes that name it go too, as do foreign keys that refer to it, and with
 * CASCADE the kept views and the like that say its name.
 */
export function dropColumn(context: ImportContext, column: SchemaRecord<'column'>, isCascade: boolean): void {
  const { catalog } = context;
  const { tableId, name } = column.body;
  for (const other of catalog.children(tableId)) {
    if (other.id !== column.id && namesColumn(other, column.id)) {
      if (other.kind === 'column') dropColumn(context, other, isCascade);
      else dropConstraint(context, other);
    }
  }
  for (const foreignKey of catalog.referencing(tableId)) {
    if (foreignKey.body.referencedColumnIds.includes(column.id)) dropRecord(context, foreignKey.id);
  }
  if (isCascade) {
    for (const id of context.verbatim.mentioning(tableId)) {
      if (!significantTokens(context.verbatim.textOf(id)).some((token) => token.value === name)) continue;
      dropMentioning(context, id);
      dropRecord(context, id);
    }
  }
  dropOwnedSequences(context, column.id);
  dropRecord(context, column.id);
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
    case 'exclusion':
      return (
        record.body.elements.some((one) => 'columnId' in one && one.columnId === columnId) ||
        (record.body.include ?? []).includes(columnId)
      );
    default:
      return false;
  }
}

/** Drops a constraint or index with what is attached to it, and the foreign keys that stood on it. */
export function dropConstraint(context: ImportContext, record: SchemaRecord): void {
  for (const child of context.lineage.partsOf(record.id)) dropConstraint(context, child);
  dropRecord(context, record.id);
  if (!isKeyRecord(record)) return;
  for (const foreignKey of context.catalog.referencing(record.body.tableId)) {
    if (!referencedKey(foreignKey.body, context.catalog)) dropRecord(context, foreignKey.id);
  }
}

/** DROP TYPE: with CASCADE the columns of the type go too. */
export function dropType(context: ImportContext, type: SchemaRecord, isCascade: boolean): void {
  if (isCascade) {
    dropUsersOfType(context, type.id);
    dropMentioning(context, type.id);
  }
  dropRecord(context, type.id);
}

function dropUsersOfType(context: ImportContext, typeId: RecordId): void {
  for (const { id } of context.catalog.usersOfType(typeId)) {
    const user = context.catalog.get(id);
    if (isKind(user, 'column')) dropColumn(context, user, true);
    else if (isKind(user, 'domain') || isKind(user, 'range')) dropType(context, user, true);
    else if (isKind(user, 'composite')) {
      const attributes = user.body.attributes.filter((one) => one.typeId !== typeId);
      context.catalog.update(user, { attributes });
    }
  }
}

/** DROP FUNCTION … CASCADE: defaults, generated columns, checks and indexes that call it go. */
export function dropCallers(context: ImportContext, name: string): void {
  const calls = (text: string) => callsFunction(text, name);
  for (const { id } of [...context.catalog.records()]) {
    const record = context.catalog.get(id);
    if (isKind(record, 'column') && record.body.default?.kind === 'expression') {
      if (calls(record.body.default.text)) context.catalog.update(record, { default: undefined });
      continue;
    }
    if (isKind(record, 'domain')) {
      const checks = record.body.checks?.filter((check) => !calls(check.expression));
      context.catalog.update(record, { checks });
      continue;
    }
    if (record === undefined || 'deleted' in record || !expressionsOf(record).some(calls)) continue;
    if (isKind(record, 'column')) dropColumn(context, record, true);
    else if (isConstraint(record) || record.kind === 'index') dropConstraint(context, record);
  }
}

function callsFunction(text: string, name: string): boolean {
  const tokens = significantTokens(text);
  return tokens.some((token, at) => token.value === name && tokens[at + 1]?.value === '(');
}

/** DROP SCHEMA … CASCADE. */
export function dropNamespace(context: ImportContext, namespace: SchemaRecord<'namespace'>): void {
  const { catalog, verbatim } = context;
  for (const child of catalog.children(namespace.id)) {
    const record = catalog.get(child.id);
    if (isKind(record, 'table')) dropTable(context, record, true);
    else if (isKind(record, 'sequence')) dropSequence(context, record);
    else if (record && !('deleted' in record)) dropType(context, record, true);
  }
  for (const id of verbatim.inNamespace(namespace.body.name)) {
    dropMentioning(context, id);
    dropRecord(context, id);
  }
  dropRecord(context, namespace.id);
}
