/** Partitions and inheritance: PARTITION OF, INHERITS, and the ALTER TABLE actions that make and end them. */
import type { BodyOf } from '../../schema/bodies';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { rangeName, stringsOf } from './ast';
import { bindGenerated, columnRefsOf, notNullName } from './columns';
import type { ImportContext } from './context';
import { diagnose, findTable, readableName } from './context';
import { elementExpression } from './index-elements';
import { inheritColumns, inheritConstraint } from './inheriting';
import type { PartitionBoundSpec, PartitionSpec, RangeVar } from './parse';
import { clonePart, isIndexRecord } from './partition-indexes';

type Table = SchemaRecord<'table'>;
type TableBody = BodyOf<'table'>;

const strategies = {
  PARTITION_STRATEGY_LIST: 'list',
  PARTITION_STRATEGY_RANGE: 'range',
  PARTITION_STRATEGY_HASH: 'hash',
} as const;

/** PARTITION BY of a table whose columns are there; undefined when it names what it does not have. */
export function partitionedBy(
  context: ImportContext,
  table: Table,
  spec: PartitionSpec,
): Pick<TableBody, 'partitionBy' | 'columnRefs'> | undefined {
  const { catalog, source } = context;
  const elements: NonNullable<TableBody['partitionBy']>['elements'] = [];
  for (const node of spec.partParams ?? []) {
    if (!('PartitionElem' in node)) return undefined;
    const { name, location, opclass, collation } = node.PartitionElem;
    const from = source.offset(location);
    const options = {
      ...(opclass && { opclass: stringsOf(opclass).map(quoteIdentifier).join('.') }),
      ...(collation && { collation: stringsOf(collation).map(quoteIdentifier).join('.') }),
    };
    if (name === undefined) {
      elements.push({ expression: elementExpression(context, from, source.elementEnd(from)), ...options });
      continue;
    }
    const columnId = catalog.column(table.id, name)?.id;
    if (columnId === undefined) return undefined;
    elements.push({ columnId, ...options });
  }
  const expressions = elements.flatMap((one) => ('expression' in one ? [one.expression] : []));
  return {
    partitionBy: { strategy: strategies[spec.strategy ?? 'PARTITION_STRATEGY_RANGE'], elements },
    ...(expressions.length > 0 && { columnRefs: columnRefsOf(context, table.id, expressions) }),
  };
}

/** `FOR VALUES …` or DEFAULT as it was written. */
export function boundText({ source }: ImportContext, bound: PartitionBoundSpec): string {
  if (bound.is_default) return 'DEFAULT';
  const from = source.offset(bound.location);
  let end = source.parenthesised(from).end;
  if (bound.strategy === 'r') end = source.parenthesised(end).end;
  return `FOR VALUES ${source.slice(from, end)}`;
}

/** The parents that a statement names; undefined when one is not a table of the model, or not fit. */
export function parentsNamed(
  context: ImportContext,
  ranges: readonly RangeVar[],
  isPartition: boolean,
): readonly Table[] | undefined {
  const found = ranges.map((range) => findTable(context, rangeName(range)));
  const parents = found.filter((table) => table !== undefined);
  const isFit = ({ body }: Table) =>
    isPartition ? body.partitionBy !== undefined : !body.partitionBy && !body.partitionOf;
  return parents.length === ranges.length && parents.every(isFit) ? parents : undefined;
}

/** What a table has from its parents besides columns and checks: of a partitioned table its keys too. */
export function inheritAll(context: ImportContext, table: Table): void {
  const { catalog } = context;
  inheritColumns(context, table);
  const parentId = table.body.partitionOf?.tableId;
  if (parentId === undefined) return;
  for (const record of catalog.children(parentId)) {
    if (record.kind === 'foreign-key') inheritConstraint(context, table, record);
    else if (isIndexRecord(record)) clonePart(context, table, record);
  }
}

/** ATTACH PARTITION and INHERIT: false when the model cannot say it. */
export function addParent(
  context: ImportContext,
  table: Table,
  parent: Table,
  bound: string | undefined,
): boolean {
  const { catalog } = context;
  if (isAbove(context, table, parent)) return false;
  const partitionOf = bound === undefined ? undefined : { tableId: parent.id, bound };
  const inherits = bound === undefined ? [...(table.body.inherits ?? []), parent.id] : undefined;
  const isFit = partitionOf
    ? parent.body.partitionBy && !table.body.inherits && !table.body.partitionOf && bound !== ''
    : !parent.body.partitionBy &&
      !parent.body.partitionOf &&
      !table.body.partitionBy &&
      !table.body.partitionOf;
  if (!isFit || new Set(inherits).size !== (inherits ?? []).length) return false;
  catalog.update(table, partitionOf ? { partitionOf } : { inherits });
  const now = catalog.live(table.id, 'table');
  if (now) inheritAll(context, now);
  return true;
}

function isAbove({ catalog }: ImportContext, table: Table, other: Table): boolean {
  if (table.id === other.id) return true;
  return catalog.heirs(table.id).some((heir) => isAbove({ catalog } as ImportContext, heir, other));
}

/** DETACH PARTITION and NO INHERIT: all that it has is its own from now on. */
export function removeParent(context: ImportContext, table: Table, parent: Table): void {
  const { catalog, lineage } = context;
  const { partitionOf, inherits } = table.body;
  const left = (inherits ?? []).filter((id) => id !== parent.id);
  catalog.update(
    table,
    partitionOf ? { partitionOf: undefined } : { inherits: left.length > 0 ? left : undefined },
  );
  for (const record of catalog.children(table.id)) {
    if (record.kind === 'column' && (partitionOf || lineage.isInherited(record.id))) {
      keepNotNullName(context, record, parent);
    }
    lineage.setInherited(record.id, false);
    lineage.detach(record.id);
    if (record.kind === 'column' && partitionOf && record.body.identity) {
      catalog.update(record, { identity: undefined, identityOptions: undefined });
    }
  }
  bindGenerated(context, table.id);
}

/** An inherited not-null constraint has the name of the one above, and keeps it. */
function keepNotNullName({ catalog }: ImportContext, column: SchemaRecord<'column'>, parent: Table): void {
  const above = catalog.column(parent.id, column.body.name);
  if (!above || above.body.nullable || column.body.nullable || column.body.notNullName !== undefined) return;
  catalog.update(column, { notNullName: above.body.notNullName ?? notNullName(parent, above) });
}

/** The table that a PARTITION OF, INHERITS or ATTACH names is none that the model has. */
export function unknownParent(context: ImportContext, ranges: readonly RangeVar[]): void {
  const names = ranges.map((range) => `“${readableName(rangeName(range))}”`).join(', ');
  diagnose(
    context,
    'warning',
    'unknown-table',
    `${names} is no table of this import that one could take columns from; the statement was kept as text.`,
  );
}
