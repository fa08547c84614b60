import type { BodyOf } from '../../schema/bodies';
import type { IndexElement, ReferentialAction } from '../../schema/body-parts';
import type { ConstraintRow, IndexRow } from './read-constraints';
import type { RelationRow } from './read-relations';
import type { RecordBuilder } from './record-builder';
import { address } from './record-builder';
import type { PrintedElement } from './text';
import { elementsOf, optionsText, withoutParentheses } from './text';

/** Whether a relation is a table of the model: foreign tables and views are statements. */
export function isTable({ kind }: RelationRow): boolean {
  return kind === 'r' || kind === 'p';
}

export function buildTable(builder: RecordBuilder, row: RelationRow): void {
  builder.takeComment(address('pg_class', row.oid));
  const idOfRelation = (oid: string) => builder.idOf(address('pg_class', oid));
  const parents = (row.parents ?? []).flatMap((oid) => idOfRelation(oid) ?? []);
  const [parent] = parents;
  const partitionBy = partitionKeyOf(builder, row);
  const expressions = (partitionBy?.elements ?? []).flatMap((one) =>
    'expression' in one ? [one.expression] : [],
  );
  const storage = [optionsText(row.options), optionsText(row.toastOptions, 'toast.')];
  builder.add(
    'table',
    {
      namespaceId: builder.idOf(address('pg_namespace', row.namespaceOid)),
      name: row.name,
      unlogged: row.isUnlogged,
      partitionBy,
      partitionOf:
        row.isPartition && parent !== undefined
          ? { tableId: parent, bound: row.bound ?? 'DEFAULT' }
          : undefined,
      inherits: !row.isPartition && parents.length > 0 ? parents : undefined,
      accessMethod: row.accessMethod,
      tablespace: row.tablespace,
      storage: storage.filter((text) => text !== undefined).join(', ') || undefined,
      rowSecurity: row.rowSecurity,
      forceRowSecurity: row.forceRowSecurity,
      owner: builder.owner(row.owner),
      comment: row.comment,
      columnRefs: builder.columnRefs(row.oid, expressions),
    },
    idOfRelation(row.oid),
  );
}

function partitionKeyOf(builder: RecordBuilder, row: RelationRow): BodyOf<'table'>['partitionBy'] {
  if (row.partitionKey === null) return undefined;
  const strategy = row.partitionKey.slice(0, row.partitionKey.indexOf(' ')).toLowerCase();
  const elements = elementsOf(row.partitionKey).map((element) => {
    const { opclass, collation } = element;
    const comparison = {
      ...(opclass !== undefined && { opclass }),
      ...(collation !== undefined && { collation }),
    };
    if (element.isExpression) return { expression: element.text, ...comparison };
    return { columnId: columnIdOfText(builder, row.oid, element.text) ?? '', ...comparison };
  });
  const isKnown = strategy === 'list' || strategy === 'range' || strategy === 'hash';
  return isKnown ? { strategy, elements } : undefined;
}

/** The column of a name as PostgreSQL prints it, in quotes where need be. */
function columnIdOfText(builder: RecordBuilder, relationOid: string, text: string): string | undefined {
  const name = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  return builder.columnId(relationOid, name);
}

/** Constraints of a table that are records: not those that it has from the tables above it. */
export function ownConstraints(builder: RecordBuilder, tableOid: string): readonly ConstraintRow[] {
  return (builder.picture.constraintsByRelation.get(tableOid) ?? []).filter(
    (row) => row.parentOid === '0' && (row.kind !== 'c' || row.isLocal),
  );
}

export function buildConstraints(builder: RecordBuilder, table: RelationRow): void {
  for (const row of ownConstraints(builder, table.oid)) {
    const id = builder.mint();
    const added = buildConstraint(builder, table, row, id);
    if (added === undefined) continue;
    builder.bind(id, address('pg_constraint', row.oid));
    builder.takeComment(address('pg_constraint', row.oid));
    if (row.kind === 'p' || row.kind === 'u' || row.kind === 'x')
      builder.bind(id, address('pg_class', row.indexOid));
  }
}

function buildConstraint(
  builder: RecordBuilder,
  table: RelationRow,
  row: ConstraintRow,
  id: string,
): string | undefined {
  const common = {
    tableId: builder.idOf(address('pg_class', table.oid)),
    name: row.name,
    comment: row.comment,
  };
  switch (row.kind) {
    case 'p':
    case 'u': {
      const key = { ...common, ...keyOf(builder, row) };
      if (row.kind === 'p') return builder.add('primary-key', key, id);
      const nullsNotDistinct = builder.picture.indexByOid.get(row.indexOid)?.nullsNotDistinct;
      return builder.add('unique', { ...key, nullsNotDistinct }, id);
    }
    case 'f':
      return builder.add('foreign-key', { ...common, ...foreignKeyOf(builder, row) }, id);
    case 'c': {
      const expression = withoutParentheses(row.expression ?? '');
      const columnRefs = builder.columnRefs(table.oid, [expression]);
      const flags = { noInherit: row.noInherit, ...validityOf(row) };
      return builder.add('check', { ...common, expression, ...flags, columnRefs }, id);
    }
    case 'x':
      return builder.add('exclusion', { ...common, ...exclusionOf(builder, row) }, id);
    case 'n':
      return undefined;
  }
}

/** One that is not enforced is never validated: then NOT VALID says nothing. */
function validityOf(row: ConstraintRow) {
  return { notEnforced: !row.enforced, notValid: row.enforced && !row.validated };
}

function deferrabilityOf(row: ConstraintRow) {
  return { deferrable: row.deferrable, initiallyDeferred: row.deferred };
}

function keyOf(builder: RecordBuilder, row: ConstraintRow) {
  const index = builder.picture.indexByOid.get(row.indexOid);
  return {
    columnIds: builder.columnIds(row.relationOid, row.columns ?? []),
    include: index && includedColumns(builder, index),
    withoutOverlaps: row.period,
    storage: optionsText(index?.options ?? null),
    tablespace: index?.tablespace,
    ...deferrabilityOf(row),
  };
}

function foreignKeyOf(builder: RecordBuilder, row: ConstraintRow) {
  const subset = row.deleteSetColumns ?? [];
  return {
    columnIds: builder.columnIds(row.relationOid, row.columns ?? []),
    referencedTableId: builder.idOf(address('pg_class', row.referencedOid)),
    referencedColumnIds: builder.columnIds(row.referencedOid, row.referencedColumns ?? []),
    onDelete: actions.get(row.onDelete),
    onUpdate: actions.get(row.onUpdate),
    onDeleteColumnIds: subset.length > 0 ? builder.columnIds(row.relationOid, subset) : undefined,
    match: row.match === 'f' ? ('full' as const) : undefined,
    period: row.period,
    ...validityOf(row),
    ...deferrabilityOf(row),
  };
}

/** NO ACTION is the usual and not written down. */
const actions: ReadonlyMap<string, ReferentialAction> = new Map([
  ['r', 'restrict'],
  ['c', 'cascade'],
  ['n', 'set null'],
  ['d', 'set default'],
]);

function exclusionOf(builder: RecordBuilder, row: ConstraintRow) {
  const index = builder.picture.indexByOid.get(row.indexOid);
  if (index === undefined) return { elements: undefined };
  const elements = elementsOf(index.definition).map((element, place) => ({
    ...elementOf(builder, index.relationOid, element),
    operator: row.operators?.[place] ?? '=',
  }));
  const predicate = index.predicate === null ? undefined : withoutParentheses(index.predicate);
  return {
    elements,
    method: index.method === 'gist' ? undefined : index.method,
    predicate,
    include: includedColumns(builder, index),
    storage: optionsText(index.options),
    tablespace: index.tablespace,
    ...deferrabilityOf(row),
    columnRefs: builder.columnRefs(index.relationOid, expressionsOf(elements, predicate)),
  };
}

/** Indexes that neither a constraint nor an index of the table above has made. */
export function ownIndexes(builder: RecordBuilder): readonly IndexRow[] {
  const ofConstraints = new Set(
    builder.picture.constraints
      .filter(({ kind }) => kind === 'p' || kind === 'u' || kind === 'x')
      .map(({ indexOid }) => indexOid),
  );
  return builder.picture.indexes.filter((row) => row.parentOid === null && !ofConstraints.has(row.oid));
}

export function buildIndex(builder: RecordBuilder, row: IndexRow): void {
  const elements = elementsOf(row.definition).map((one) => elementOf(builder, row.relationOid, one));
  const predicate = row.predicate === null ? undefined : withoutParentheses(row.predicate);
  const id = builder.add('index', {
    tableId: builder.idOf(address('pg_class', row.relationOid)),
    elements,
    name: row.name,
    method: row.method === 'btree' ? undefined : row.method,
    unique: row.isUnique,
    predicate,
    include: includedColumns(builder, row),
    nullsNotDistinct: row.nullsNotDistinct,
    storage: optionsText(row.options),
    tablespace: row.tablespace,
    comment: row.comment,
    columnRefs: builder.columnRefs(row.relationOid, expressionsOf(elements, predicate)),
  });
  if (id === undefined) return;
  builder.bind(id, address('pg_class', row.oid));
  builder.takeComment(address('pg_class', row.oid));
}

function elementOf(builder: RecordBuilder, relationOid: string, element: PrintedElement): IndexElement {
  const { direction, nulls, opclass, collation } = element;
  const options = {
    ...(direction !== undefined && { direction }),
    ...(nulls !== undefined && { nulls }),
    ...(opclass !== undefined && { opclass }),
    ...(collation !== undefined && { collation }),
  };
  if (element.isExpression) return { expression: element.text, ...options };
  return { columnId: columnIdOfText(builder, relationOid, element.text) ?? '', ...options };
}

function expressionsOf(elements: readonly IndexElement[], predicate: string | undefined): readonly string[] {
  const found = elements.flatMap((one) => ('expression' in one ? [one.expression] : []));
  return predicate === undefined ? found : [...found, predicate];
}

function includedColumns(builder: RecordBuilder, index: IndexRow): string[] | undefined {
  const numbers = index.columns.slice(index.keyCount).map(Number);
  return numbers.length > 0 ? builder.columnIds(index.relationOid, numbers) : undefined;
}
