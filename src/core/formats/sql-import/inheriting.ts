/** How columns and constraints come down from a table to its partitions and to what inherits from it. */
import { parentTables } from '../../schema/inheritance';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { bindGenerated, columnRefsOf } from './columns';
import { columnsBelow, rendered } from './columns-below';
import type { ImportContext } from './context';
import { clonePart, isIndexRecord } from './partition-indexes';

type Table = SchemaRecord<'table'>;

/** The columns and constraints of its parents, for a table that has just been made (MergeAttributes in tablecmds.c). */
export function inheritColumns(context: ImportContext, table: Table): void {
  const { catalog } = context;
  for (const parentId of parentTables(table.body)) {
    for (const column of catalog.childrenOf(parentId, 'column')) inheritColumn(context, table, column);
  }
  bindGenerated(context, table.id);
  for (const parentId of parentTables(table.body)) {
    for (const check of catalog.childrenOf(parentId, 'check')) inheritConstraint(context, table, check);
  }
}

/** The column of a parent as a column of this table; one that it has by that name is merged with it. */
export function inheritColumn(
  context: ImportContext,
  table: Table,
  column: SchemaRecord<'column'>,
): SchemaRecord<'column'> | undefined {
  const { catalog, lineage } = context;
  const known = catalog.column(table.id, column.body.name);
  if (known) {
    if (!column.body.nullable && !column.body.notNullNoInherit) catalog.update(known, { nullable: false });
    return undefined;
  }
  const { body } = column;
  const isPartition = table.body.partitionOf !== undefined;
  const id = catalog.mintId();
  const { identity, identityOptions, comment: _comment, statistics: _statistics, ...rest } = body;
  const { options: _options, notNullName: _name, notNullNoInherit, columnRefs: _refs, ...kept } = rest;
  const generated = kept.generated && {
    ...kept.generated,
    expression: rendered(context, kept.generated.expression, body.columnRefs),
  };
  const isOptional = body.nullable || (notNullNoInherit === true && !isPartition);
  const created = catalog.create(
    'column',
    {
      ...kept,
      tableId: table.id,
      order: catalog.nextOrder(table.id, id),
      nullable: isOptional,
      ...(generated && { generated }),
      ...(isPartition && identity && { identity }),
      ...(isPartition && identityOptions && { identityOptions }),
    },
    id,
  );
  if (created) lineage.setInherited(id, true);
  return created;
}

/** A check of a parent (of a partitioned table also a foreign key) as the table's; the same one it has is merged. */
export function inheritConstraint(
  context: ImportContext,
  table: Table,
  constraint: SchemaRecord,
): SchemaRecord | undefined {
  const { catalog, lineage } = context;
  if (isKind(constraint, 'check')) {
    const { expression, columnRefs, comment: _comment, noInherit, ...rest } = constraint.body;
    if (noInherit || catalog.constraint(table.id, constraint.body.name)) return undefined;
    const text = rendered(context, expression, columnRefs);
    const refs = columnRefsOf(context, table.id, [text]);
    const body = { ...rest, tableId: table.id, expression: text, columnRefs: refs };
    const created = catalog.create('check', body);
    if (created) lineage.setInherited(created.id, true);
    return created;
  }
  if (isKind(constraint, 'foreign-key') && table.body.partitionOf) {
    return inheritForeignKey(context, table, constraint);
  }
  return undefined;
}

function inheritForeignKey(
  context: ImportContext,
  table: Table,
  foreignKey: SchemaRecord<'foreign-key'>,
): SchemaRecord | undefined {
  const { catalog, lineage } = context;
  const columnIds = columnsBelow(context, table, foreignKey.body.columnIds);
  if (!columnIds) return undefined;
  const { comment: _comment, ...rest } = foreignKey.body;
  const onDelete = rest.onDeleteColumnIds && columnsBelow(context, table, rest.onDeleteColumnIds);
  const same = catalog
    .childrenOf(table.id, 'foreign-key')
    .find(
      ({ body }) =>
        body.referencedTableId === rest.referencedTableId &&
        body.columnIds.join() === columnIds.join() &&
        body.referencedColumnIds.join() === rest.referencedColumnIds.join() &&
        body.onDelete === rest.onDelete &&
        body.onUpdate === rest.onUpdate &&
        body.match === rest.match,
    );
  if (same) {
    lineage.setInherited(same.id, true);
    return undefined;
  }
  const body = { ...rest, tableId: table.id, columnIds, ...(onDelete && { onDeleteColumnIds: onDelete }) };
  const created = catalog.create('foreign-key', body);
  if (created) lineage.setInherited(created.id, true);
  return created;
}

/** What was added to a table comes down to all tables below it: a column, a check, a key … */
export function passDown(context: ImportContext, table: Table, added: SchemaRecord): void {
  for (const heir of context.catalog.heirs(table.id)) {
    if (isIndexRecord(added)) {
      clonePart(context, heir, added);
      continue;
    }
    const created = isKind(added, 'column')
      ? inheritColumn(context, heir, added)
      : inheritConstraint(context, heir, added);
    if (isKind(created, 'column')) bindGenerated(context, heir.id);
    if (created) passDown(context, heir, created);
  }
}
