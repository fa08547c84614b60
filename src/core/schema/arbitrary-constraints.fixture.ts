import { quoteIdentifier } from '../std/sql-identifier';
import type { Draw } from './arbitrary-draw.fixture';
import { builtInTypes } from './arbitrary-types.fixture';
import type { RecordId } from './ids';
import { columnsOf } from './inheritance';
import type { SchemaRecord } from './record';

type Column = SchemaRecord<'column'>;

/** What is known about a table while its constraints are drawn. */
export type ConstraintTraits = {
  readonly id: RecordId;
  readonly isPartitioned: boolean;
  readonly isPartition: boolean;
  /** Columns that every key has to have. */
  readonly partitionKey: readonly RecordId[];
  /** Whether unique keys are possible at all: not where it is partitioned by an expression. */
  readonly canBeUnique: boolean;
};

const keyTypes = new Set(builtInTypes.filter(({ isKey }) => isKey).map(({ type }) => type));

export function keyColumns(draw: Draw, tableId: RecordId): readonly Column[] {
  const { state } = draw.design;
  return columnsOf(tableId, state).filter(({ body }) => {
    if (body.generated) return false;
    if (body.typeId === undefined) return keyTypes.has(body.type);
    return state.live(body.typeId, 'enum') !== undefined && !body.type.endsWith('[]');
  });
}

const deferred = [{}, {}, { deferrable: true }, { deferrable: true, initiallyDeferred: true }] as const;
const storage = [undefined, undefined, 'fillfactor=70'] as const;

/** A primary key, unique and exclusion constraints. */
export function addKeys(draw: Draw, table: ConstraintTraits): void {
  const { id: tableId, partitionKey } = table;
  const columns = keyColumns(draw, tableId).map(({ id }) => id);
  if (columns.length === 0) return;
  const withKey = (ids: readonly RecordId[]) => [...new Set([...ids, ...partitionKey])];
  const include = (ids: readonly RecordId[]) => {
    const others = columns.filter((id) => !ids.includes(id));
    return others.length > 0 && draw.chance(3) ? [draw.one(others)] : undefined;
  };
  const own = columns.filter((id) => draw.body(id, 'column').tableId === tableId);
  if (table.canBeUnique && own.length > 0 && draw.chance(2)) {
    const columnIds = withKey(draw.some(own, 1));
    for (const id of columnIds) {
      if (draw.body(id, 'column').notNullNoInherit) draw.design.change(id, { notNullNoInherit: undefined });
      draw.design.change(id, { nullable: false });
    }
    draw.named('primary-key', {
      tableId,
      columnIds,
      include: include(columnIds),
      storage: draw.one(storage),
      comment: draw.maybe('The key'),
      ...draw.one(deferred),
    });
  }
  draw.times(table.canBeUnique ? 2 : 0, () => {
    const columnIds = withKey(draw.some(columns, 1));
    draw.named('unique', {
      tableId,
      columnIds,
      nullsNotDistinct: draw.maybe(true),
      include: include(columnIds),
      storage: draw.one(storage),
      comment: draw.maybe('Only one'),
      ...draw.one(deferred),
    });
  });
  if (!table.isPartitioned && !table.isPartition && draw.chance(2))
    addExclusion(draw, tableId, columns, include);
}

function addExclusion(
  draw: Draw,
  tableId: RecordId,
  columns: readonly RecordId[],
  include: (ids: readonly RecordId[]) => RecordId[] | undefined,
): void {
  const { design } = draw;
  const direction = () => ({
    ...(draw.chance(2) && { direction: draw.one(['asc', 'desc']) }),
    ...(draw.chance(2) && { nulls: draw.one(['first', 'last']) }),
  });
  const columnId = draw.one(columns);
  const name = quoteIdentifier(draw.body(columnId, 'column').name);
  const columnRefs = design.refs(draw.body(columnId, 'column').tableId, name);
  const common = {
    tableId,
    storage: draw.one(storage),
    comment: draw.maybe('Apart'),
    ...draw.one(deferred),
    // Refs are only to what the expressions mention.
    ...(draw.chance(2) && { predicate: `${name} IS NOT NULL -- "a"`, columnRefs }),
  };
  if (draw.chance(2)) {
    const span = design.column(tableId, draw.unique('span '), draw.one(['int4range', 'tstzrange']));
    draw.named('exclusion', {
      elements: [
        { columnId: span, operator: draw.one(['&&', 'OPERATOR(pg_catalog.&&)']), opclass: 'range_ops' },
      ],
      include: include([span]),
      ...common,
    });
    return;
  }
  draw.named('exclusion', {
    method: 'btree',
    elements: [
      { columnId, operator: '=', ...direction() },
      { expression: `num_nulls(${name})`, operator: '=', ...direction() },
      ...(draw.chance(2) ? [{ expression: "lower('A')", operator: '=', collation: '"C"' }] : []),
    ],
    include: include([columnId]),
    columnRefs,
    ...common,
  });
}

function refsTo(column: Column | undefined): Record<string, RecordId> {
  return column ? Object.fromEntries([[column.body.name, column.id]]) : {};
}

/** Indexes of every kind that the columns allow. */
export function addIndexes(draw: Draw, table: ConstraintTraits): void {
  const { id: tableId } = table;
  const columns = keyColumns(draw, tableId);
  if (columns.length === 0) return;
  const isText = ({ body }: Column) => /^(?:text|character)/.test(body.type) && body.typeId === undefined;
  draw.times(2, () => {
    const chosen = draw.some(columns, 1).slice(0, 4);
    const others = columns.filter((one) => !chosen.includes(one));
    const elements = chosen.map((column) => ({
      columnId: column.id,
      ...(draw.chance(2) && { direction: draw.one(['asc', 'desc']) }),
      ...(draw.chance(2) && { nulls: draw.one(['first', 'last']) }),
      ...(isText(column) && draw.chance(2) && { opclass: 'text_pattern_ops' }),
      ...(isText(column) && draw.chance(2) && { collation: '"C"' }),
    }));
    const unique = !table.isPartitioned && draw.chance(2);
    const first = quoteIdentifier(chosen[0]?.body.name ?? '');
    // One like its table's would be taken for a part of that.
    const predicate = table.isPartition ? `${first} IS NOT NULL` : undefined;
    draw.named('index', {
      tableId,
      elements,
      unique: unique ? true : undefined,
      nullsNotDistinct: unique ? draw.maybe(true) : undefined,
      predicate,
      columnRefs: predicate === undefined ? undefined : refsTo(chosen[0]),
      include: others.length > 0 && draw.chance(3) ? [draw.one(others).id] : undefined,
      storage: draw.one(storage),
      comment: draw.maybe('索引'),
    });
  });
  if (draw.chance(3) && !table.isPartition) {
    const column = draw.one(columns);
    const method = /^(?:bigint|integer|text|date|uuid)$/.test(column.body.type)
      ? draw.one(['hash', 'brin'])
      : 'hash';
    draw.named('index', { tableId, method, elements: [{ columnId: column.id }] });
  }
}

/** Checks, expression indexes and a generated column; they stand over the table's own columns. */
export function addExpressions(draw: Draw, table: ConstraintTraits): void {
  const { design } = draw;
  const { id: tableId } = table;
  const owner = table.isPartition ? (draw.body(tableId, 'table').partitionOf?.tableId ?? '') : tableId;
  const columns = design.state.childrenOf(owner, 'column').filter(({ body }) => !body.generated);
  if (columns.length === 0) return;
  const quoted = () => quoteIdentifier(draw.one(columns).body.name);
  const write = () =>
    draw.one([
      `${quoted()} IS NOT NULL OR (${quoted()}) IS NULL -- "a"`,
      `(num_nulls(${quoted()}, ${quoted()}) < 2)`,
    ]);
  draw.times(2, () => {
    const expression = write();
    // A check of one name must be the same in heirs and partitions.
    draw.single('check', 'check "', {
      tableId,
      expression,
      columnRefs: design.refs(owner, expression),
      comment: draw.maybe('For certain'),
      ...draw.one([
        {},
        { notValid: true },
        table.isPartitioned ? {} : { noInherit: true },
        { notEnforced: true },
      ]),
    });
  });
  if (draw.chance(2)) {
    const expression = `${table.isPartition ? 'num_nulls' : 'num_nonnulls'}(${quoted()}, 1)`;
    const predicate = write();
    draw.named('index', {
      tableId,
      elements: [{ expression, direction: 'desc' }],
      predicate,
      columnRefs: { ...design.refs(owner, expression), ...design.refs(owner, predicate) },
    });
  }
  if (!table.isPartition && draw.chance(2)) {
    const { name, typeId } = draw.one(columns).body;
    const expression = `num_nulls(${quoteIdentifier(name)})`;
    // A virtual column cannot be computed from a user-defined type.
    const stored = typeId !== undefined || draw.chance(2);
    design.column(tableId, draw.unique('generated "'), 'integer', {
      generated: { expression, stored },
      columnRefs: design.refs(owner, expression),
    });
  }
}
