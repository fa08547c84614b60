import type { SchemaRecord } from '../../schema/record';
import { mentionsOf, stringsOf } from './ast';
import type { PendingConstraint } from './columns';
import { columnRefsOf, setNotNull } from './columns';
import { columnNamesOf, constraintName, keepConstraint, nameTaken } from './constraint-parts';
import type { ImportContext } from './context';
import { addExclusion } from './exclusions';
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
      addKey(context, table, pending);
      return;
    case 'CONSTR_FOREIGN':
      addForeignKey(context, table, pending, isNew);
      return;
    case 'CONSTR_EXCLUSION':
      addExclusion(context, table, pending);
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
    if (column) setNotNull(context, column.id, node);
  }
}

function addCheck(context: ImportContext, table: Table, pending: PendingConstraint, isNew: boolean): void {
  const { catalog, source } = context;
  const { node } = pending;
  const check = source.wordAt('check', pending.from) ?? pending.from;
  const expression = source.condition(check);
  const columns = new Set(mentionsOf(node.raw_expr).columns.filter((name) => catalog.column(table.id, name)));
  // PostgreSQL names a check after its column only when it is about one.
  const part = columns.size === 1 ? ([...columns][0] ?? null) : null;
  const name = node.conname ?? constraintName(context, table, part, 'check');
  const inherited = catalog.constraint(table.id, name);
  // Declared again it is the table's own.
  if (inherited?.kind === 'check' && context.lineage.isInherited(inherited.id)) catalog.remove(inherited.id);
  const created = catalog.create('check', {
    tableId: table.id,
    expression,
    name,
    ...(!isNew && node.skip_validation && { notValid: true }),
    ...(!pending.isEnforced && { notEnforced: true }),
    ...(node.is_no_inherit && { noInherit: true }),
    columnRefs: columnRefsOf(context, table.id, [expression]),
  });
  if (!created) nameTaken(context, table, pending);
}
