import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { significantTokens } from '../../std/sql-tokens';
import { notNullColumn } from './alter-constraint';
import type { Name } from './ast';
import { nameOf, objectNames, rangeName } from './ast';
import { isConstraint } from './catalog';
import { notNullName } from './columns';
import { renameAttribute } from './composites';
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
import { changeCheck } from './domains';
import { findRoutine, objectKey } from './kept-lookup';
import { keepVerbatim } from './lower-verbatim';
import { isOwned } from './owners';
import type { AlterObjectSchemaStmt, RenameStmt } from './parse';
import { objectWords } from './verbatim-descriptions';

/** ALTER … RENAME: the record keeps its id and changes its name. */
export function lowerRename(context: ImportContext, statement: RenameStmt): void {
  if (statement.relation && isTemporary(context, rangeName(statement.relation))) return;
  const found = renamed(context, statement);
  if (!found && renameIdentitySequence(context, statement)) return;
  if (!found) {
    if (!statement.missing_ok) keepVerbatim(context, { RenameStmt: statement });
    return;
  }
  if (isKind(found, 'verbatim')) {
    renameVerbatim(context, found, statement);
    return;
  }
  if (renamePart(context, found, statement)) return;
  const name = statement.newname ?? '';
  keepNotNullNames(context, found);
  const heirs = statement.relation?.inh === false ? [] : heirsOf(context, found);
  if (context.catalog.update(found, { name } as Partial<typeof found.body>)) {
    for (const heir of heirs) context.catalog.update(heir, { name } as Partial<typeof heir.body>);
    warnOfWritten(context, found);
    return;
  }
  diagnose(context, 'error', 'name-taken', `The name “${name}” is taken; nothing was renamed.`);
}

/** PostgreSQL 18 leaves not-null constraints the names that they were made with. */
function keepNotNullNames({ catalog }: ImportContext, found: SchemaRecord): void {
  const columns = isKind(found, 'table')
    ? catalog.childrenOf(found.id, 'column')
    : isKind(found, 'column')
      ? [found]
      : [];
  for (const column of columns) {
    const table = catalog.live(column.body.tableId, 'table');
    if (!table || column.body.nullable || column.body.notNullName !== undefined) continue;
    catalog.update(column, { notNullName: notNullName(table, column) });
  }
}

/** A part that is no record of its own: an attribute, a constraint of a domain, a not-null constraint. */
function renamePart(context: ImportContext, found: SchemaRecord, statement: RenameStmt): boolean {
  const { subname = '', newname = '', renameType } = statement;
  if (isKind(found, 'composite') && renameType === 'OBJECT_ATTRIBUTE') {
    renameAttribute(context, found, subname, newname);
    return true;
  }
  if (isKind(found, 'domain') && renameType === 'OBJECT_DOMCONSTRAINT') {
    changeCheck(context, found, subname, (check) => ({ ...check, name: newname }));
    return true;
  }
  if (isKind(found, 'column') && renameType === 'OBJECT_TABCONSTRAINT') {
    context.catalog.update(found, { notNullName: newname });
    return true;
  }
  return false;
}

/** A column, check or foreign key of this name on the tables below is the same one: it is renamed with it. */
function heirsOf({ catalog, lineage }: ImportContext, found: SchemaRecord): readonly SchemaRecord[] {
  const below: SchemaRecord[] = [];
  const visit = (tableId: string) => {
    for (const heir of catalog.heirs(tableId)) {
      const { name } = found.body as { readonly name: string };
      const same = isKind(found, 'column')
        ? catalog.column(heir.id, name)
        : catalog.constraint(heir.id, name);
      if (same && (isKind(found, 'column') || lineage.isInherited(same.id))) below.push(same);
      visit(heir.id);
    }
  };
  if (isKind(found, 'column') || isKind(found, 'check') || isKind(found, 'foreign-key'))
    visit(found.body.tableId);
  return below;
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
      return table && (catalog.constraint(table.id, subname) ?? notNullColumn(context, table, subname));
    }
    case 'OBJECT_ATTRIBUTE':
      return findRelation(context, relation);
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
    case 'OBJECT_DOMCONSTRAINT':
      return findType(context, nameOf(objectNames(statement.object)));
    case 'OBJECT_SCHEMA':
      return catalog.live(catalog.namespaceId(subname), 'namespace');
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE': {
      const { object } = statement;
      const id =
        object && 'ObjectWithArgs' in object ? findRoutine(context, object.ObjectWithArgs) : undefined;
      return catalog.live(id, 'verbatim');
    }
    case 'OBJECT_TRIGGER':
    case 'OBJECT_RULE':
    case 'OBJECT_POLICY':
      return catalog.live(context.verbatim.find(partKey(context, statement, subname))[0], 'verbatim');
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

/** What a trigger, rule or policy of a table is found by. */
function partKey(context: ImportContext, { relation, renameType }: RenameStmt, name: string): string {
  const table = findRelation(context, rangeName(relation));
  return objectKey(`${objectWords(renameType)} of ${table?.id ?? ''}`, { namespace: null, name });
}

/**
 * What a kept statement made goes by its new name from now on, in its own text and in others. A statement that
 * cannot say it itself is followed by the RENAME.
 */
function renameVerbatim(
  context: ImportContext,
  found: SchemaRecord<'verbatim'>,
  statement: RenameStmt,
): void {
  const { catalog, verbatim } = context;
  const name = statement.newname ?? '';
  if (statement.renameType === 'OBJECT_COLUMN' || !verbatim.namesItself(found.id)) {
    keepVerbatim(context, { RenameStmt: statement }, { about: found.id, phase: found.body.phase });
    if (statement.renameType === 'OBJECT_COLUMN') return;
  }
  const { definesRelation, definesType } = found.body;
  catalog.update(found, {
    ...(definesRelation && { definesRelation: { ...definesRelation, name } }),
    ...(definesType && { definesType: { ...definesType, name } }),
  });
  const called = verbatim.calledOf(found.id);
  if (!called) return;
  verbatim.call(found.id, { ...called, name });
  if (called.namespaceId === undefined) {
    const subname = statement.subname ?? '';
    verbatim.changeKey(found.id, partKey(context, statement, subname), partKey(context, statement, name));
    return;
  }
  const namespace = catalog.namespaceName(called.namespaceId);
  const key = (one: string) => objectKey('routine', { namespace, name: one });
  verbatim.changeKey(found.id, key(called.name), key(name));
}

/** Statements kept as text in which the old name still stands, and may mean this. */
function warnOfWritten(context: ImportContext, before: SchemaRecord): void {
  if (isKind(before, 'index') || isConstraint(before)) return;
  const { name } = before.body as { readonly name: string };
  const { verbatim } = context;
  const id = isKind(before, 'column') ? before.body.tableId : before.id;
  const saying = verbatim
    .mentioning(id)
    .filter((item) => significantTokens(verbatim.textOf(item)).some((token) => token.value === name))
    .map((item) => `${verbatim.tagOf(item) ?? ''} ${verbatim.nameOf(item)}`.trim());
  if (saying.length === 0) return;
  const some = `${saying.slice(0, 5).join(', ')}${saying.length > 5 ? ' …' : ''}`;
  const message = `After this rename, statements kept as text still say “${name}”, perhaps for something else: ${some}.`;
  diagnose(context, 'warning', 'renamed', message);
}

/** ALTER … SET SCHEMA. */
export function lowerSetSchema(context: ImportContext, statement: AlterObjectSchemaStmt): void {
  const name: Name = statement.relation
    ? rangeName(statement.relation)
    : nameOf(objectNames(statement.object));
  const isType = statement.objectType === 'OBJECT_TYPE' || statement.objectType === 'OBJECT_DOMAIN';
  const found = isType ? findType(context, name) : movedBy(context, statement, name);
  const namespaceId = creationNamespace(context, { namespace: statement.newschema ?? 'public', name: '' });
  const isMovable = isOwned(found) && found.kind !== 'namespace';
  if (!isMovable) {
    if (!found && statement.missing_ok) return;
    if (!isKind(found, 'verbatim') || !context.verbatim.namesItself(found.id)) {
      keepVerbatim(
        context,
        { AlterObjectSchemaStmt: statement },
        { name, ...(found && { about: found.id }) },
      );
    }
    if (isKind(found, 'verbatim')) moveVerbatim(context, found, namespaceId);
    return;
  }
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

function movedBy(
  context: ImportContext,
  { relation, object }: AlterObjectSchemaStmt,
  name: Name,
): SchemaRecord | undefined {
  if (relation) return findRelation(context, name);
  if (!object || !('ObjectWithArgs' in object)) return undefined;
  return context.catalog.live(findRoutine(context, object.ObjectWithArgs), 'verbatim');
}

function moveVerbatim(context: ImportContext, found: SchemaRecord<'verbatim'>, namespaceId: string): void {
  const { definesRelation, definesType } = found.body;
  context.catalog.update(found, {
    ...(definesRelation && { definesRelation: { ...definesRelation, namespaceId } }),
    ...(definesType && { definesType: { ...definesType, namespaceId } }),
  });
  const called = context.verbatim.calledOf(found.id);
  if (called?.namespaceId === undefined) return;
  context.verbatim.call(found.id, { ...called, namespaceId });
  const key = (id: string) =>
    objectKey('routine', { namespace: context.catalog.namespaceName(id), name: called.name });
  context.verbatim.changeKey(found.id, key(called.namespaceId), key(namespaceId));
}

function moveOwnedSequences(context: ImportContext, table: SchemaRecord<'table'>, namespaceId: string): void {
  const { catalog } = context;
  for (const column of catalog.childrenOf(table.id, 'column')) {
    for (const sequence of catalog.ownedSequences(column.id)) catalog.update(sequence, { namespaceId });
  }
}
