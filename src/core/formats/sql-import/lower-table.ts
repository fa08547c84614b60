import type { SchemaRecord } from '../../schema/record';
import { rangeName } from './ast';
import type { PendingConstraint } from './columns';
import { addColumn, bindGenerated, pendingOf } from './columns';
import { addConstraints } from './constraints';
import type { ImportContext } from './context';
import { creationNamespace, diagnose, findTable, readableName } from './context';
import { boundText, inheritAll, parentsNamed, partitionedBy, unknownParent } from './lower-heirs';
import { likeColumns, likeRest } from './lower-like';
import { keepVerbatim } from './lower-verbatim';
import type { CreateStmt, Node } from './parse';
import { withParameters } from './storage-parameters';

type Table = SchemaRecord<'table'>;

/** CREATE TABLE. A table OF a type is kept as text. */
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
  const reason = notModelled(context, statement);
  if (reason !== undefined) {
    keepVerbatim(context, { CreateStmt: statement }, { reason: `${reason}: kept as text` });
    return;
  }
  const parents = parentsOf(context, statement);
  if (!parents) return;
  const table = catalog.create('table', {
    namespaceId,
    name: name.name,
    ...parents,
    ...settingsOf(context, statement),
  });
  if (!table) {
    const message = `A type is already called “${name.name}”; the table was kept as text.`;
    diagnose(context, 'error', 'name-taken', message);
    keepVerbatim(context, { CreateStmt: statement });
    return;
  }
  if (parents.partitionOf || parents.inherits) inheritAll(context, table);
  addElements(context, table, statement.tableElts ?? []);
  if (statement.partspec) partition(context, table, statement);
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
function notModelled(context: ImportContext, statement: CreateStmt): string | undefined {
  if (statement.ofTypename) return 'table of a type';
  const isUnknown = (node: Node) =>
    'TableLikeClause' in node && !findTable(context, rangeName(node.TableLikeClause.relation));
  return (statement.tableElts ?? []).some(isUnknown) ? 'table made LIKE what is no table here' : undefined;
}

/** What it is a partition of or inherits from; undefined when it had to be kept as text. */
function parentsOf(
  context: ImportContext,
  statement: CreateStmt,
): Pick<Table['body'], 'partitionOf' | 'inherits'> | undefined {
  const { partbound } = statement;
  const ranges = (statement.inhRelations ?? []).flatMap((node) =>
    'RangeVar' in node ? [node.RangeVar] : [],
  );
  if (ranges.length === 0) return {};
  const parents = parentsNamed(context, ranges, partbound !== undefined);
  const [first] = parents ?? [];
  const bound = partbound && boundText(context, partbound);
  if (!parents || !first || (bound?.length ?? 0) > maxBoundLength) {
    if (!parents) unknownParent(context, ranges);
    const reason = `${partbound ? 'partition' : 'table that inherits'}: kept as text`;
    keepVerbatim(context, { CreateStmt: statement }, { reason });
    return undefined;
  }
  if (bound !== undefined) return { partitionOf: { tableId: first.id, bound } };
  return { inherits: parents.map(({ id }) => id) };
}

const maxBoundLength = 20_000;

function settingsOf(
  { source }: ImportContext,
  statement: CreateStmt,
): Pick<Table['body'], 'unlogged' | 'accessMethod' | 'tablespace' | 'storage'> {
  const { accessMethod, tablespacename, relation, options } = statement;
  const [first] = options ?? [];
  const at = first && 'DefElem' in first ? source.tokenIndex(source.offset(first.DefElem.location)) - 1 : -1;
  const open = source.tokens[at];
  const storage =
    open?.value === '(' ? withParameters(undefined, source.parenthesised(open.start).text) : undefined;
  return {
    ...(relation?.relpersistence === 'u' && { unlogged: true }),
    ...(accessMethod && accessMethod !== 'heap' && { accessMethod }),
    ...(tablespacename && tablespacename !== 'pg_default' && { tablespace: tablespacename }),
    ...(storage && { storage }),
  };
}

function addElements(context: ImportContext, table: Table, elements: readonly Node[]): void {
  const { source } = context;
  const pending: PendingConstraint[] = [];
  for (const node of elements) {
    if ('ColumnDef' in node) pending.push(...addColumn(context, table, node.ColumnDef));
    else if ('TableLikeClause' in node) likeColumns(context, table, node.TableLikeClause);
    else if ('Constraint' in node) {
      const from = source.offset(node.Constraint.location);
      pending.push(pendingOf(node.Constraint, from, source.elementEnd(from)));
    }
  }
  bindGenerated(context, table.id);
  addConstraints(context, table, pending, true);
  for (const node of elements) {
    if ('TableLikeClause' in node) likeRest(context, table, node.TableLikeClause);
  }
}

function partition(context: ImportContext, table: Table, { partspec }: CreateStmt): void {
  const by = partspec && partitionedBy(context, table, partspec);
  if (by && context.catalog.update(table, by)) return;
  const message = `The partition key of “${table.body.name}” names what it does not have; it is a plain table here.`;
  diagnose(context, 'error', 'unknown-column', message);
}
