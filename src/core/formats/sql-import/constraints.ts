import type { SchemaRecord } from '../../schema/record';
import { mentionsOf, stringsOf } from './ast';
import type { PendingConstraint } from './columns';
import { columnRefsOf, noteNotNullName } from './columns';
import { columnNamesOf, constraintName, keepConstraint, nameTaken } from './constraint-parts';
import type { ImportContext } from './context';
import { addForeignKey } from './foreign-keys';
import { addKey, addKeyFromIndex } from './keys';

type Table = SchemaRecord<'table'>;

/**
 * Adds constraints to a table in the order in which PostgreSQL does (checks, keys with the primary key
 * first, the rest, foreign keys): the names that it makes up depend on it. `isNew`: from CREATE TABLE,
 * where NOT VALID means nothing because there are no rows.
 */
export function addConstraints(
  context: ImportContext,
  table: Table,
  pending: readonly PendingConstraint[],
  isNew: boolean,
): void {
  const rank = (one: PendingConstraint) => order.indexOf(one.node.contype ?? '');
  const sorted = withoutRepeatedKeys([...pending].sort((a, b) => rank(a) - rank(b)));
  for (const one of sorted) addConstraint(context, table, one, isNew);
}

const order = [
  'CONSTR_NOTNULL',
  'CONSTR_CHECK',
  'CONSTR_PRIMARY',
  'CONSTR_UNIQUE',
  'CONSTR_EXCLUSION',
  'CONSTR_FOREIGN',
];

/**
 * Of two keys of one statement over the same columns PostgreSQL makes only one, with the name that
 * either has (transformIndexConstraints in parse_utilcmd.c).
 */
function withoutRepeatedKeys(pending: readonly PendingConstraint[]): readonly PendingConstraint[] {
  const seen = new Map<string, number>();
  const kept: PendingConstraint[] = [];
  for (const one of pending) {
    const { node } = one;
    const isKey = node.contype === 'CONSTR_PRIMARY' || node.contype === 'CONSTR_UNIQUE';
    if (!isKey || node.indexname !== undefined) {
      kept.push(one);
      continue;
    }
    const key = JSON.stringify([
      columnNamesOf(one),
      stringsOf(node.including),
      node.nulls_not_distinct === true,
      one.deferrable,
      one.initiallyDeferred,
    ]);
    const place = seen.get(key);
    const earlier = place === undefined ? undefined : kept[place];
    if (place === undefined || !earlier) {
      seen.set(key, kept.length);
      kept.push(one);
    } else if (earlier.node.conname === undefined && node.conname !== undefined) {
      kept[place] = { ...earlier, node: { ...earlier.node, conname: node.conname } };
    }
  }
  return kept;
}

function addConstraint(
  context: ImportContext,
  table: Table,
  pending: PendingConstraint,
  isNew: boolean,
): void {
  const { node } = pending;
  if (!pending.isEnforced) {
    keepConstraint(context, table, pending, 'NOT ENFORCED: kept as text');
    return;
  }
  switch (node.contype) {
    case 'CONSTR_NOTNULL':
      addNotNull(context, table, pending);
      return;
    case 'CONSTR_CHECK':
      addCheck(context, table, pending, isNew);
      return;
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      if (node.indexname !== undefined) {
        addKeyFromIndex(context, table, pending);
        return;
      }
      if (node.without_overlaps) {
        keepConstraint(context, table, pending, 'WITHOUT OVERLAPS: kept as text');
        return;
      }
      addKey(context, table, pending);
      return;
    case 'CONSTR_FOREIGN':
      if (node.fk_with_period) {
        keepConstraint(context, table, pending, 'PERIOD: kept as text');
        return;
      }
      addForeignKey(context, table, pending, isNew);
      return;
    case 'CONSTR_EXCLUSION':
      keepConstraint(context, table, pending, 'exclusion constraint: kept as text');
      return;
    default:
      keepConstraint(context, table, pending, 'kept as text');
      return;
  }
}

function addNotNull(context: ImportContext, table: Table, pending: PendingConstraint): void {
  const { node } = pending;
  if (node.skip_validation) {
    keepConstraint(context, table, pending, 'NOT NULL NOT VALID: kept as text');
    return;
  }
  for (const name of columnNamesOf(pending)) {
    const column = context.catalog.column(table.id, name);
    if (column) context.catalog.update(column, { nullable: false });
    noteNotNullName(context, table, name, node);
  }
}

function addCheck(context: ImportContext, table: Table, pending: PendingConstraint, isNew: boolean): void {
  const { catalog, source } = context;
  const { node } = pending;
  const check = source.wordAt('check', pending.from) ?? pending.from;
  const expression = source.parenthesised(check).text;
  const columns = new Set(mentionsOf(node.raw_expr).columns.filter((name) => catalog.column(table.id, name)));
  // PostgreSQL names a check after its column only when it is about one.
  const part = columns.size === 1 ? ([...columns][0] ?? null) : null;
  const created = catalog.create('check', {
    tableId: table.id,
    expression,
    name: node.conname ?? constraintName(context, table, part, 'check'),
    ...(!isNew && node.skip_validation && { notValid: true }),
    ...(node.is_no_inherit && { noInherit: true }),
    columnRefs: columnRefsOf(context, table.id, [expression]),
  });
  if (!created) nameTaken(context, table, pending);
}
