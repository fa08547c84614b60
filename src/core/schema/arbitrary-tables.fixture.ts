import { quoteIdentifier, quoteLiteral } from '../std/sql-identifier';
import { addColumns } from './arbitrary-columns.fixture';
import type { ConstraintTraits } from './arbitrary-constraints.fixture';
import { addExpressions, addIndexes, addKeys, keyColumns } from './arbitrary-constraints.fixture';
import type { Draw } from './arbitrary-draw.fixture';
import type { AnyType } from './arbitrary-types.fixture';
import { builtInTypes } from './arbitrary-types.fixture';
import type { BodyOf } from './bodies';
import type { RecordId } from './ids';
import { columnsOf } from './inheritance';

/** What tables are drawn from. */
export type Surroundings = {
  readonly namespaces: readonly RecordId[];
  readonly types: readonly AnyType[];
  readonly sequences: readonly RecordId[];
};

type Common = Pick<BodyOf<'table'>, 'namespaceId' | 'owner' | 'comment' | 'rowSecurity' | 'forceRowSecurity'>;

function common(draw: Draw, { namespaces }: Surroundings): Common {
  return {
    namespaceId: draw.one(namespaces),
    owner: draw.maybe('vz_owner'),
    comment: draw.maybe('A table'),
    rowSecurity: draw.maybe(true),
    forceRowSecurity: draw.maybe(true),
  };
}

/** A table that has nothing to do with others, but for foreign keys. */
export function addPlainTable(draw: Draw, from: Surroundings): RecordId {
  const id = draw.named('table', {
    ...common(draw, from),
    unlogged: draw.chance(4) ? true : undefined,
    accessMethod: draw.maybe('heap'),
    storage: draw.maybe('fillfactor=70, autovacuum_enabled=off'),
  });
  const plain = { id, isShared: false, isPartitioned: false, names: [] };
  addColumns(draw, plain, from.types, from.sequences);
  addParts(draw, { id, ...alone });
  return id;
}

const alone = { isPartitioned: false, isPartition: false, partitionKey: [], canBeUnique: true } as const;

function addParts(draw: Draw, table: ConstraintTraits): void {
  addKeys(draw, table);
  addIndexes(draw, table);
  addExpressions(draw, table);
}

/** One or two parents, and an heir of both. */
export function addHeirs(draw: Draw, from: Surroundings): readonly RecordId[] {
  const names: string[] = [];
  const parents = [0, ...draw.times(1, () => 1)].map(() => {
    const id = draw.named('table', common(draw, from));
    addColumns(draw, { id, isShared: true, isPartitioned: false, names }, from.types, from.sequences);
    names.push(...draw.design.state.childrenOf(id, 'column').map(({ body }) => body.name));
    addParts(draw, { id, ...alone });
    names.push(...draw.design.state.childrenOf(id, 'column').map(({ body }) => body.name));
    return id;
  });
  const heir = draw.named('table', { ...common(draw, from), inherits: parents });
  addColumns(draw, { id: heir, isShared: false, isPartitioned: false, names }, from.types, from.sequences);
  addParts(draw, { id: heir, ...alone });
  return [...parents, heir];
}

/** A partitioned table with its partitions, one of which may be partitioned again. */
export function addPartitionedTable(draw: Draw, from: Surroundings): RecordId {
  const id = draw.named('table', common(draw, from));
  addColumns(draw, { id, isShared: true, isPartitioned: true, names: [] }, from.types, []);
  const [text] = draw.chance(2) ? [draw.design.column(id, draw.unique('kind '), 'text')] : [];
  const partitions = partitionBy(draw, id, text && { columnId: text });
  const { partitionBy: by } = draw.body(id, 'table');
  const partitionKey = (by?.elements ?? []).flatMap((one) => ('columnId' in one ? [one.columnId] : []));
  // A key needs the columns themselves, and compares them as they are.
  const canBeUnique = by?.elements.every((one) => 'columnId' in one && !one.collation) ?? true;
  addParts(draw, { id, isPartitioned: true, isPartition: false, partitionKey, canBeUnique });
  const body = () => ({ ...common(draw, from), storage: draw.maybe('fillfactor=80') });
  for (const bound of partitions) {
    const partition = draw.named('table', { ...body(), partitionOf: { tableId: id, bound } });
    if (draw.chance(3)) {
      draw.design.change(partition, { storage: undefined });
      const below = partitionBy(draw, partition, by?.elements[0]);
      for (const inner of below)
        draw.named('table', { ...body(), partitionOf: { tableId: partition, bound: inner } });
    } else {
      addPartitionParts(draw, id, partition);
    }
  }
  return id;
}

/** A key, indexes and checks of its own: none like its table's, which would be taken for a part of that. */
function addPartitionParts(draw: Draw, tableId: RecordId, partition: RecordId): void {
  const { state } = draw.design;
  const keys = [...state.childrenOf(tableId, 'unique'), ...state.childrenOf(tableId, 'primary-key')];
  const columns = draw.some(keyColumns(draw, tableId)).map(({ id }) => id);
  const isNew = !keys.some(({ body }) => body.columnIds.join() === columns.join());
  if (columns.length > 0 && isNew) draw.named('unique', { tableId: partition, columnIds: columns });
  const table = { id: partition, ...alone, isPartition: true };
  addIndexes(draw, table);
  addExpressions(draw, table);
}

type PartitionElement = NonNullable<BodyOf<'table'>['partitionBy']>['elements'][number];

/**
 * Partitions a table by one of its columns or an expression over it, and gives bounds for all values. `above`:
 * a column to take; a partition goes on with that of its table, which is in all keys.
 */
function partitionBy(draw: Draw, tableId: RecordId, above: PartitionElement | undefined): readonly string[] {
  const { design } = draw;
  const owner = draw.body(tableId, 'table').partitionOf?.tableId ?? tableId;
  const candidates = keyColumns(draw, owner).filter(({ body }) => body.typeId === undefined);
  const given = above && 'columnId' in above ? design.state.live(above.columnId, 'column') : undefined;
  const column = given ?? (candidates.length > 0 ? draw.one(candidates) : undefined);
  const columnId = column?.id ?? design.column(owner, draw.unique('part '), 'integer');
  const { type, name } = draw.body(columnId, 'column');
  const isExpression = given === undefined && (above !== undefined || column === undefined || draw.chance(4));
  const isText = !isExpression && /^(?:text|character)/.test(type);
  const expression = `num_nulls(${quoteIdentifier(name)})`;
  const asAbove = given && owner !== tableId ? above : undefined;
  const element =
    asAbove ??
    (isExpression
      ? { expression }
      : {
          columnId,
          ...(isText && draw.chance(2) && { collation: '"C"' }),
          ...(isText && draw.chance(2) && { opclass: 'text_ops' }),
        });
  const strategy = draw.one(['list', 'range', 'hash']);
  design.change(tableId, {
    partitionBy: { strategy, elements: [element] },
    ...(isExpression && { columnRefs: design.refs(owner, expression) }),
  });
  const literal = isExpression ? '1' : (builtInTypes.find((one) => one.type === type)?.literal ?? '1');
  return draw.some(boundsOf(strategy, quoteLiteral(literal)), 1);
}

function boundsOf(strategy: 'list' | 'range' | 'hash', value: string): readonly string[] {
  switch (strategy) {
    case 'list':
      return [`FOR VALUES IN (${value}, NULL)`, 'DEFAULT'];
    case 'range':
      return [`FOR VALUES FROM (MINVALUE) TO (${value})`, `FOR VALUES FROM (${value}) TO (MAXVALUE)`];
    case 'hash':
      return [0, 1].map((remainder) => `FOR VALUES WITH (modulus 2, remainder ${remainder})`);
  }
}

/** Tables with ranges in their keys: WITHOUT OVERLAPS, and PERIOD between them. */
export function addTemporalTables(draw: Draw, from: Surroundings): void {
  const { design } = draw;
  const [referenced, referencing] = [0, 1].map(() => {
    const id = draw.named('table', { namespaceId: draw.one(from.namespaces) });
    design.column(id, 'room', 'int4range', { nullable: false });
    design.column(id, 'during', 'daterange', { nullable: false });
    return id;
  }) as [RecordId, RecordId];
  const columnIds = design.columns(referenced, 'room', 'during');
  draw.named('primary-key', { tableId: referenced, columnIds, withoutOverlaps: true });
  draw.named('unique', {
    tableId: referencing,
    columnIds: design.columns(referencing, 'room', 'during'),
    withoutOverlaps: true,
  });
  draw.named('foreign-key', {
    tableId: referencing,
    columnIds: design.columns(referencing, 'room', 'during'),
    referencedTableId: referenced,
    referencedColumnIds: columnIds,
    period: true,
  });
}

/** New columns of the referenced types, so that the key is always one that can be. */
export function addForeignKey(draw: Draw, tableId: RecordId, tables: readonly RecordId[]): void {
  const { design } = draw;
  const { state } = design;
  const isUnlogged = draw.body(tableId, 'table').unlogged === true;
  const possible = tables.filter((id) => isUnlogged || !draw.body(id, 'table').unlogged);
  const referencedTableId = draw.one([...possible, tableId]);
  const keys = [
    ...state.childrenOf(referencedTableId, 'primary-key'),
    ...state.childrenOf(referencedTableId, 'unique'),
  ].filter(({ body }) => !body.deferrable && !body.withoutOverlaps);
  if (keys.length === 0) return;
  const referencedColumnIds = draw.shuffled(draw.one(keys).body.columnIds);
  const columnIds = referencedColumnIds.map((id) => {
    const { type, typeId } = draw.body(id, 'column');
    return design.column(tableId, draw.unique('to "'), type, typeId === undefined ? {} : { typeId });
  });
  const action = () => draw.maybe('cascade', 'restrict', 'set null', 'set default', 'no action');
  const onDelete = action();
  draw.named('foreign-key', {
    tableId,
    columnIds,
    referencedTableId,
    referencedColumnIds,
    onDelete,
    onUpdate: action(),
    onDeleteColumnIds:
      (onDelete === 'set null' || onDelete === 'set default') && draw.chance(2)
        ? columnIds.slice(0, 1)
        : undefined,
    match: draw.maybe('simple', 'full'),
    comment: draw.maybe('To another'),
    ...draw.one([
      {},
      { notValid: true },
      { notEnforced: true },
      { deferrable: true },
      { deferrable: true, initiallyDeferred: true },
    ]),
  });
}

/** Whether a table is one that new columns can be given, wherever it stands. */
export function hasColumns(draw: Draw, tableId: RecordId): boolean {
  return columnsOf(tableId, draw.design.state).length > 0;
}
