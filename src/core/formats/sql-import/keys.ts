import { columnsPart, freeObjectName } from '../../schema/generated-names';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { stringsOf } from './ast';
import type { PendingConstraint } from './columns';
import { columnIds, columnNamesOf, keepConstraint, nameTaken } from './constraint-parts';
import type { ImportContext } from './context';
import { diagnose } from './context';

type Table = SchemaRecord<'table'>;

/** A primary key or unique constraint. */
export function addKey(context: ImportContext, table: Table, pending: PendingConstraint): void {
  const { catalog } = context;
  const { node, deferrable, initiallyDeferred } = pending;
  const names = columnNamesOf(pending);
  const ids = columnIds(context, table, names, pending.from);
  const include = columnIds(context, table, stringsOf(node.including), pending.from);
  if (!ids || !include) {
    keepConstraint(context, table, pending, 'kept as text');
    return;
  }
  const isPrimary = node.contype === 'CONSTR_PRIMARY';
  const name =
    node.conname ?? keyName(context, table, isPrimary ? null : [...names, ...stringsOf(node.including)]);
  const body = {
    tableId: table.id,
    columnIds: ids,
    name,
    ...(include.length > 0 && { include }),
    ...(deferrable && { deferrable }),
    ...(initiallyDeferred && { initiallyDeferred }),
  };
  const created = isPrimary
    ? catalog.create('primary-key', body)
    : catalog.create('unique', { ...body, ...(node.nulls_not_distinct && { nullsNotDistinct: true }) });
  if (!created) {
    nameTaken(context, table, pending);
    return;
  }
  if (isPrimary) forbidNull(context, ids);
  keepIndexSettings(context, table, created.id, pending);
}

function keyName(context: ImportContext, table: Table, columns: readonly string[] | null): string {
  const { catalog } = context;
  const { name, namespaceId } = table.body;
  const isTaken = (one: string) =>
    catalog.isRelationTaken(namespaceId, one) || catalog.isConstraintTaken(namespaceId, one);
  return freeObjectName(name, columns && columnsPart(columns), columns ? 'key' : 'pkey', isTaken);
}

function forbidNull(context: ImportContext, ids: readonly RecordId[]): void {
  for (const id of ids) {
    const column = context.catalog.live(id, 'column');
    if (column?.body.nullable) context.catalog.update(column, { nullable: false });
  }
}

/** WITH (…) and USING INDEX TABLESPACE of a key: settings of its index, kept as ALTER INDEX. */
function keepIndexSettings(
  context: ImportContext,
  table: Table,
  id: RecordId,
  pending: PendingConstraint,
): void {
  const { source } = context;
  const { node } = pending;
  const isWith = source.wordAt('with', pending.from);
  if (node.options && isWith !== undefined && isWith < pending.to) {
    alterIndexLater(context, table, id, `SET (${source.parenthesised(isWith).text})`);
  }
  if (node.indexspace)
    alterIndexLater(context, table, id, `SET TABLESPACE ${quoteIdentifier(node.indexspace)}`);
}

/** Keeps a setting of an index that the model does not hold. */
export function alterIndexLater(context: ImportContext, table: Table, id: RecordId, action: string): void {
  const { catalog } = context;
  const nameNow = () => {
    const index = catalog.get(id);
    return index && 'body' in index && 'name' in index.body ? index.body.name : '';
  };
  context.verbatim.add({
    tag: 'alter index',
    name: nameNow(),
    reason: `${action.slice(0, 80)}: kept as text`,
    text: () => {
      const namespace = quoteIdentifier(
        catalog.namespaceName((catalog.live(table.id, 'table') ?? table).body.namespaceId),
      );
      return `ALTER INDEX ${namespace}.${quoteIdentifier(nameNow())} ${action}`;
    },
    phase: 'after constraints',
    attachedTo: [id],
  });
}

/** ADD CONSTRAINT … USING INDEX: the index becomes the key's, and takes the constraint's name. */
export function addKeyFromIndex(context: ImportContext, table: Table, pending: PendingConstraint): void {
  const { catalog } = context;
  const { node, deferrable, initiallyDeferred } = pending;
  const name = node.indexname ?? '';
  const index = catalog.childrenOf(table.id, 'index').find((one) => one.body.name === name);
  const ids = index?.body.elements.flatMap((one) => ('columnId' in one ? [one.columnId] : []));
  if (!index?.body.unique || !ids || ids.length !== index.body.elements.length) {
    diagnose(
      context,
      'error',
      'unknown-index',
      `There is no unique index “${name}” on columns of “${table.body.name}”; the constraint was kept as text.`,
      pending.from,
    );
    keepConstraint(context, table, pending, 'kept as text');
    return;
  }
  catalog.remove(index.id);
  const { include, nullsNotDistinct } = index.body;
  const body = {
    tableId: table.id,
    columnIds: ids,
    name: node.conname ?? name,
    ...(include && { include }),
    ...(deferrable && { deferrable }),
    ...(initiallyDeferred && { initiallyDeferred }),
  };
  const created =
    node.contype === 'CONSTR_PRIMARY'
      ? catalog.create('primary-key', body)
      : catalog.create('unique', { ...body, ...(nullsNotDistinct && { nullsNotDistinct }) });
  if (!created) {
    catalog.put(index);
    nameTaken(context, table, pending);
    return;
  }
  if (node.contype === 'CONSTR_PRIMARY') forbidNull(context, ids);
}
