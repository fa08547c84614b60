import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { stringsOf } from './ast';
import type { PendingConstraint } from './columns';
import { columnIds, columnNamesOf, keepConstraint, nameTaken } from './constraint-parts';
import type { ImportContext } from './context';
import { diagnose } from './context';
import { indexName } from './index-elements';
import { withParameters } from './storage-parameters';

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
    node.conname ??
    indexName(context, table, isPrimary ? 'pkey' : 'key', [...names, ...stringsOf(node.including)]);
  const body = {
    tableId: table.id,
    columnIds: ids,
    name,
    ...(include.length > 0 && { include }),
    ...(node.without_overlaps && { withoutOverlaps: true }),
    ...indexSettings(context, pending),
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
}

function forbidNull(context: ImportContext, ids: readonly RecordId[]): void {
  for (const id of ids) {
    const column = context.catalog.live(id, 'column');
    if (column?.body.nullable) context.catalog.update(column, { nullable: false });
  }
}

/** WITH (…) and USING INDEX TABLESPACE of a constraint: settings of its index. */
export function indexSettings(
  { source }: ImportContext,
  { node, from, to }: PendingConstraint,
): { readonly storage?: string; readonly tablespace?: string } {
  const isWith = node.options ? withBefore(source, from, to) : undefined;
  const storage = isWith === undefined ? undefined : withParameters(undefined, isWith);
  return { ...(storage && { storage }), ...(node.indexspace && { tablespace: node.indexspace }) };
}

/** What stands in the parentheses after WITH; an exclusion constraint has other WITHs inside its own. */
function withBefore(source: ImportContext['source'], from: number, to: number): string | undefined {
  const at = source.wordAt('with', from);
  return at === undefined || at >= to ? undefined : source.parenthesised(at).text;
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
  const { include, nullsNotDistinct, storage, tablespace } = index.body;
  const body = {
    tableId: table.id,
    columnIds: ids,
    name: node.conname ?? name,
    ...(include && { include }),
    ...(storage && { storage }),
    ...(tablespace && { tablespace }),
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
