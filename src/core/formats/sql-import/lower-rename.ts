import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import type { Name } from './ast';
import { nameOf, objectNames, rangeName } from './ast';
import type { ImportContext } from './context';
import {
  creationNamespace,
  diagnose,
  findIdentityColumn,
  findRelation,
  findTable,
  findType,
  isTemporary,
} from './context';
import { keepVerbatim } from './lower-verbatim';
import type { AlterObjectSchemaStmt, RenameStmt } from './parse';

/** ALTER … RENAME: the record keeps its id and changes its name. */
export function lowerRename(context: ImportContext, statement: RenameStmt): void {
  if (statement.relation && isTemporary(context, rangeName(statement.relation))) return;
  const found = renamed(context, statement);
  if (!found && renameIdentitySequence(context, statement)) return;
  if (!found) {
    if (!statement.missing_ok) keepRename(context, statement);
    return;
  }
  if (isKind(found, 'verbatim')) {
    renameVerbatim(context, found, statement);
    return;
  }
  warnOfWritten(context, found);
  const patch = { name: statement.newname ?? '' } as Partial<typeof found.body>;
  if (context.catalog.update(found, patch)) return;
  diagnose(
    context,
    'error',
    'name-taken',
    `The name “${statement.newname ?? ''}” is taken; nothing was renamed.`,
  );
}

function renamed(context: ImportContext, statement: RenameStmt): SchemaRecord | undefined {
  const { catalog } = context;
  const relation = rangeName(statement.relation);
  const subname = statement.subname ?? '';
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_INDEX':
      return findRelation(context, relation);
    case 'OBJECT_COLUMN': {
      const table = findTable(context, relation);
      return table && catalog.column(table.id, subname);
    }
    case 'OBJECT_TABCONSTRAINT': {
      const table = findTable(context, relation);
      return table && catalog.constraint(table.id, subname);
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return findType(context, nameOf(objectNames(statement.object)));
    case 'OBJECT_SCHEMA':
      return catalog.live(catalog.namespaceId(subname), 'namespace');
    default:
      return undefined;
  }
}

/** The sequence behind an identity column is no record; its name is remembered all the same. */
function renameIdentitySequence(context: ImportContext, statement: RenameStmt): boolean {
  const column = findIdentityColumn(context, rangeName(statement.relation));
  const table = context.catalog.live(column?.body.tableId, 'table');
  if (!column || !table) return false;
  context.catalog.forgetIdentitySequence(column.id);
  context.catalog.setIdentitySequence(table.body.namespaceId, statement.newname ?? '', column.id);
  return true;
}

function keepRename(context: ImportContext, statement: RenameStmt): void {
  const table = findTable(context, rangeName(statement.relation));
  const isNotNull =
    table && statement.renameType === 'OBJECT_TABCONSTRAINT' && /_not_null$/.test(statement.subname ?? '');
  if (isNotNull) {
    context.report.note('not-null constraint', statement.newname ?? '', 'its name is not kept');
    return;
  }
  keepVerbatim(context, { RenameStmt: statement });
}

/** A statement that made the thing stays as it is; the RENAME follows it, and the new name is the one to find. */
function renameVerbatim(
  context: ImportContext,
  found: SchemaRecord<'verbatim'>,
  statement: RenameStmt,
): void {
  const name = statement.newname ?? '';
  keepVerbatim(context, { RenameStmt: statement }, { attachedTo: [found.id], phase: found.body.phase });
  const { definesRelation, definesType } = found.body;
  context.catalog.update(found, {
    ...(definesRelation && { definesRelation: { ...definesRelation, name } }),
    ...(definesType && { definesType: { ...definesType, name } }),
  });
}

/** Statements kept as text say the old name. */
function warnOfWritten(context: ImportContext, record: SchemaRecord): void {
  const id = isKind(record, 'column') ? record.body.tableId : record.id;
  const names = context.verbatim.writtenMentions(id);
  if (names.length === 0 || isKind(record, 'index')) return;
  diagnose(
    context,
    'warning',
    'renamed',
    `Kept as text and written before this rename, so they may still say the old name: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}.`,
  );
}

/** ALTER … SET SCHEMA. */
export function lowerSetSchema(context: ImportContext, statement: AlterObjectSchemaStmt): void {
  const name: Name = statement.relation
    ? rangeName(statement.relation)
    : nameOf(objectNames(statement.object));
  const isType = statement.objectType === 'OBJECT_TYPE' || statement.objectType === 'OBJECT_DOMAIN';
  const found = isType
    ? findType(context, name)
    : statement.relation
      ? findRelation(context, name)
      : undefined;
  const namespaceId = creationNamespace(context, { namespace: statement.newschema ?? 'public', name: '' });
  const isMovable = isKind(found, 'table') || isKind(found, 'enum') || isKind(found, 'sequence');
  if (!isMovable) {
    if (!found && statement.missing_ok) return;
    keepVerbatim(
      context,
      { AlterObjectSchemaStmt: statement },
      { name, ...(found && { attachedTo: [found.id] }) },
    );
    if (isKind(found, 'verbatim')) moveVerbatim(context, found, namespaceId);
    return;
  }
  warnOfWritten(context, found);
  if (!context.catalog.update(found, { namespaceId } as Partial<typeof found.body>)) {
    diagnose(
      context,
      'error',
      'name-taken',
      `The name “${name.name}” is taken in “${statement.newschema ?? ''}”; nothing was moved.`,
    );
    return;
  }
  if (isKind(found, 'table')) moveOwnedSequences(context, found, namespaceId);
}

function moveVerbatim(context: ImportContext, found: SchemaRecord<'verbatim'>, namespaceId: string): void {
  const { definesRelation, definesType } = found.body;
  context.catalog.update(found, {
    ...(definesRelation && { definesRelation: { ...definesRelation, namespaceId } }),
    ...(definesType && { definesType: { ...definesType, namespaceId } }),
  });
}

function moveOwnedSequences(context: ImportContext, table: SchemaRecord<'table'>, namespaceId: string): void {
  for (const record of [...context.catalog.records()]) {
    if (!isKind(record, 'sequence')) continue;
    const owner = context.catalog.live(record.body.ownedByColumnId, 'column');
    if (owner?.body.tableId === table.id) context.catalog.update(record, { namespaceId });
  }
}
