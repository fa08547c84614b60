import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { rangeName } from './ast';
import type { PendingConstraint } from './columns';
import { addColumn, bindGenerated, pendingOf } from './columns';
import { addConstraints } from './constraints';
import type { ImportContext } from './context';
import { creationNamespace, diagnose, qualifiedName, readableName } from './context';
import { keepVerbatim } from './lower-verbatim';
import type { CreateStmt, Node } from './parse';

/** CREATE TABLE. What the model has no structure for (partitions, inheritance, LIKE, OF) is kept as text. */
export function lowerTable(context: ImportContext, statement: CreateStmt): void {
  const { catalog } = context;
  const name = rangeName(statement.relation);
  if (statement.relation?.relpersistence === 't' || name.namespace === 'pg_temp') {
    context.session.temporary.add(name.name);
    context.report.note('temporary table', readableName(name), 'skipped: it is no part of a schema');
    return;
  }
  const namespaceId = creationNamespace(context, name);
  if (catalog.isRelationTaken(namespaceId, name.name)) {
    alreadyThere(context, statement);
    return;
  }
  const reason = notModelled(statement);
  if (reason !== undefined) {
    keepVerbatim(context, { CreateStmt: statement }, { reason: `${reason}: kept as text` });
    return;
  }
  const table = catalog.create('table', { namespaceId, name: name.name });
  if (!table) {
    diagnose(
      context,
      'error',
      'name-taken',
      `A type is already called “${name.name}”; the table was kept as text.`,
    );
    keepVerbatim(context, { CreateStmt: statement });
    return;
  }
  addElements(context, table, statement.tableElts ?? []);
  keepSettings(context, table, statement);
}

function alreadyThere(context: ImportContext, statement: CreateStmt): void {
  const name = readableName(rangeName(statement.relation));
  if (statement.if_not_exists) {
    diagnose(context, 'info', 'already-exists', `“${name}” exists already; IF NOT EXISTS passes over it.`);
    return;
  }
  diagnose(context, 'error', 'name-taken', `The name “${name}” is taken; the table was kept as text.`);
  keepVerbatim(context, { CreateStmt: statement }, { creates: 'other' });
}

/** Why the model cannot hold this table; undefined when it can. */
function notModelled(statement: CreateStmt): string | undefined {
  if (statement.partspec) return 'partitioned table';
  if (statement.partbound) return 'partition';
  if (statement.inhRelations && statement.inhRelations.length > 0) return 'table that inherits';
  if (statement.ofTypename) return 'table of a type';
  const hasLike = (statement.tableElts ?? []).some((node) => 'TableLikeClause' in node);
  return hasLike ? 'table made LIKE another' : undefined;
}

function addElements(context: ImportContext, table: SchemaRecord<'table'>, elements: readonly Node[]): void {
  const { source } = context;
  const pending: PendingConstraint[] = [];
  for (const node of elements) {
    if ('ColumnDef' in node) pending.push(...addColumn(context, table, node.ColumnDef));
    else if ('Constraint' in node) {
      const from = source.offset(node.Constraint.location);
      pending.push(pendingOf(node.Constraint, from, source.elementEnd(from)));
    }
  }
  bindGenerated(context, table.id);
  addConstraints(context, table, pending, true);
}

/** Storage and the like: each as an ALTER TABLE that says the same. */
function keepSettings(context: ImportContext, table: SchemaRecord<'table'>, statement: CreateStmt): void {
  const { source } = context;
  if (statement.relation?.relpersistence === 'u') alterTableLater(context, table, 'SET UNLOGGED');
  const method = statement.accessMethod;
  if (method && method !== 'heap')
    alterTableLater(context, table, `SET ACCESS METHOD ${quoteIdentifier(method)}`);
  if (statement.tablespacename) {
    alterTableLater(context, table, `SET TABLESPACE ${quoteIdentifier(statement.tablespacename)}`);
  }
  const settings = (statement.options ?? []).filter(
    (node) => 'DefElem' in node && node.DefElem.defname !== 'oids',
  );
  if (settings.length === 0) return;
  const open = source.parenthesised(source.offset(statement.relation?.location));
  const at = source.wordAt('with', open.end);
  if (at !== undefined) alterTableLater(context, table, `SET (${source.parenthesised(at).text})`);
}

/** Keeps a setting of a table that the model does not hold. */
export function alterTableLater(context: ImportContext, table: SchemaRecord<'table'>, action: string): void {
  const { catalog } = context;
  context.verbatim.add({
    tag: 'alter table',
    name: table.body.name,
    reason: `${action.slice(0, 80)}: kept as text`,
    text: () => `ALTER TABLE ${qualifiedName(catalog, catalog.live(table.id, 'table') ?? table)} ${action}`,
    phase: 'after tables',
    attachedTo: [table.id],
  });
}
