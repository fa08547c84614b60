import type { BodyOf } from '../../schema/bodies';
import type { ReferentialAction } from '../../schema/body-parts';
import { columnsPart } from '../../schema/generated-names';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { primaryKeyOf, referencedKey } from '../../schema/references';
import { rangeName, stringsOf } from './ast';
import type { PendingConstraint } from './columns';
import { columnIds, columnNamesOf, constraintName, keepConstraint, nameTaken } from './constraint-parts';
import type { ImportContext } from './context';
import { diagnose, findRelation, readableName } from './context';
import type { Constraint } from './parse';

type Table = SchemaRecord<'table'>;

/** A foreign key; one that refers to what the model does not hold is kept as text. */
export function addForeignKey(
  context: ImportContext,
  table: Table,
  pending: PendingConstraint,
  isNew: boolean,
): void {
  const { catalog } = context;
  const { node } = pending;
  const referenced = findRelation(context, rangeName(node.pktable));
  if (!isKind(referenced, 'table')) {
    keepUnknownReference(context, table, pending);
    return;
  }
  const names = columnNamesOf(pending);
  const ids = columnIds(context, table, names, pending.from);
  const referencedIds = referencedColumns(context, referenced, node, pending.from);
  const onDeleteIds = columnIds(context, table, stringsOf(node.fk_del_set_cols), pending.from);
  if (!ids || !referencedIds || !onDeleteIds || ids.length !== referencedIds.length) {
    keepConstraint(context, table, pending, 'kept as text');
    return;
  }
  const body: BodyOf<'foreign-key'> = {
    tableId: table.id,
    columnIds: ids,
    referencedTableId: referenced.id,
    referencedColumnIds: [...referencedIds],
    name: node.conname ?? constraintName(context, table, columnsPart(names), 'fkey'),
    ...foreignKeyOptions(node),
    ...(onDeleteIds.length > 0 && { onDeleteColumnIds: onDeleteIds }),
    ...(!isNew && node.skip_validation && { notValid: true }),
    ...(!pending.isEnforced && { notEnforced: true }),
    ...(pending.deferrable && { deferrable: true }),
    ...(pending.initiallyDeferred && { initiallyDeferred: true }),
  };
  if (!referencedKey(body, catalog)) {
    diagnose(
      context,
      'error',
      'no-matching-key',
      `“${referenced.body.name}” has no primary key or unique constraint on the columns that this foreign key of “${table.body.name}” refers to; it was kept as text.`,
      pending.from,
    );
    keepConstraint(context, table, pending, 'kept as text');
    return;
  }
  if (!catalog.create('foreign-key', body)) nameTaken(context, table, pending);
}

function referencedColumns(
  context: ImportContext,
  referenced: Table,
  node: Constraint,
  at: number,
): readonly RecordId[] | undefined {
  if (node.pk_attrs) return columnIds(context, referenced, stringsOf(node.pk_attrs), at);
  const key = primaryKeyOf(referenced.id, context.catalog);
  if (key) return key.body.columnIds;
  diagnose(
    context,
    'error',
    'no-matching-key',
    `“${referenced.body.name}” has no primary key that a foreign key could refer to; it was kept as text.`,
    at,
  );
  return undefined;
}

const actions: Readonly<Record<string, ReferentialAction | undefined>> = {
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

function foreignKeyOptions(
  node: Constraint,
): Pick<BodyOf<'foreign-key'>, 'onDelete' | 'onUpdate' | 'match' | 'period'> {
  const onDelete = actions[node.fk_del_action ?? ''];
  const onUpdate = actions[node.fk_upd_action ?? ''];
  return {
    ...(onDelete && { onDelete }),
    ...(onUpdate && { onUpdate }),
    ...(node.fk_matchtype === 'f' && { match: 'full' as const }),
    ...(node.fk_with_period && { period: true }),
  };
}

function keepUnknownReference(context: ImportContext, table: Table, pending: PendingConstraint): void {
  const name = readableName(rangeName(pending.node.pktable));
  const isKept = findRelation(context, rangeName(pending.node.pktable)) !== undefined;
  if (!isKept) {
    diagnose(
      context,
      'warning',
      'unknown-table',
      `A foreign key of “${table.body.name}” refers to “${name}”, which this script does not create; it was kept as text.`,
      pending.from,
    );
  }
  keepConstraint(context, table, pending, `foreign key to ${name}: kept as text`);
}
