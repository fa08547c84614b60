/** Indexes and keys of partitioned tables: each has a part on every partition. */
import type { BodyOf } from '../../schema/bodies';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { columnRefsOf } from './columns';
import { columnsBelow, rendered } from './columns-below';
import type { ImportContext } from './context';
import { qualifiedName } from './context';
import type { IndexLabel } from './index-elements';
import { indexName } from './index-elements';

type Table = SchemaRecord<'table'>;
/** A record that is an index in PostgreSQL's catalogue. */
export type IndexRecord =
  | SchemaRecord<'index'>
  | SchemaRecord<'primary-key'>
  | SchemaRecord<'unique'>
  | SchemaRecord<'exclusion'>;

export function isIndexRecord(record: SchemaRecord | undefined): record is IndexRecord {
  return (
    record !== undefined &&
    (record.kind === 'index' ||
      record.kind === 'primary-key' ||
      record.kind === 'unique' ||
      record.kind === 'exclusion')
  );
}

/**
 * After an index or key has been made: parts for all partitions. Made for the partitioned table ONLY it has
 * none; what the script attaches to it later are its parts.
 */
export function indexPartitions(context: ImportContext, index: IndexRecord, isForAll: boolean): void {
  const { catalog, lineage, source } = context;
  const table = catalog.live(index.body.tableId, 'table');
  if (!table?.body.partitionBy) return;
  if (!isForAll) {
    const { text } = source;
    lineage.noteOnly(index.id, () => text);
    return;
  }
  for (const heir of catalog.heirs(table.id)) clonePart(context, heir, index);
}

/**
 * The part of an index on one partition, and on the partitions of that; an equal index that is there already
 * is taken (DefineIndex in indexcmds.c).
 */
export function clonePart(context: ImportContext, partition: Table, whole: IndexRecord): void {
  const { catalog, lineage } = context;
  if (!partition.body.partitionOf) return;
  const body = bodyBelow(context, partition, whole);
  if (!body) return;
  const same = catalog
    .childrenOf(partition.id, whole.kind)
    .find((one) => lineage.wholeOf(one.id) === undefined && isSameIndex(one.body, body));
  const part = same ?? createPart(context, partition, whole, body);
  if (!isIndexRecord(part)) return;
  lineage.attach(part.id, whole.id);
  for (const heir of catalog.heirs(partition.id)) clonePart(context, heir, part);
}

/** An index of another table, made anew on this one with a name of its own: LIKE … INCLUDING INDEXES. */
export function copyIndex(
  context: ImportContext,
  table: Table,
  index: IndexRecord,
  hasComment: boolean,
): void {
  const body = bodyBelow(context, table, index);
  const created = body && createPart(context, table, index, body);
  const { comment } = index.body;
  if (hasComment && comment && isIndexRecord(created)) {
    context.catalog.update<typeof created.kind>(created, { comment });
  }
}

function createPart(
  context: ImportContext,
  partition: Table,
  whole: IndexRecord,
  body: object,
): SchemaRecord | undefined {
  const { catalog, lineage } = context;
  const names = partColumnNames(context, whole);
  const name = indexName(context, partition, labelOf(whole), names);
  const part = catalog.create(whole.kind, { ...body, name } as BodyOf<typeof whole.kind>);
  const own = lineage.columnNames(whole.id);
  if (part && own) lineage.noteColumnNames(part.id, own);
  if (isKind(part, 'primary-key')) {
    for (const id of part.body.columnIds) {
      const column = catalog.live(id, 'column');
      if (column?.body.nullable) catalog.update(column, { nullable: false });
    }
  }
  return part;
}

export function labelOf({ kind }: IndexRecord): IndexLabel {
  if (kind === 'primary-key') return 'pkey';
  if (kind === 'unique') return 'key';
  return kind === 'exclusion' ? 'excl' : 'idx';
}

/** The column names that a part's own name is made of. */
export function partColumnNames({ catalog, lineage }: ImportContext, index: IndexRecord): readonly string[] {
  const nameOf = (id: RecordId) => catalog.live(id, 'column')?.body.name ?? '';
  const include = (index.body.include ?? []).map(nameOf);
  if (index.kind === 'primary-key' || index.kind === 'unique') {
    return [...index.body.columnIds.map(nameOf), ...include];
  }
  const known = lineage.columnNames(index.id);
  const names = index.body.elements.map((element, place) =>
    'columnId' in element ? nameOf(element.columnId) : (known?.[place] ?? 'expr'),
  );
  return [...names, ...include];
}

/** What the index would be on the partition, without its name; undefined when the partition lacks a column. */
function bodyBelow(context: ImportContext, partition: Table, whole: IndexRecord): object | undefined {
  const { name: _name, comment: _comment, ...kept } = whole.body;
  const include = kept.include && columnsBelow(context, partition, kept.include);
  const common = { ...kept, tableId: partition.id, ...(include && { include }) };
  if (!('elements' in kept)) {
    const columnIds = columnsBelow(context, partition, kept.columnIds);
    return columnIds && { ...common, columnIds };
  }
  const elements: object[] = [];
  for (const element of kept.elements) {
    if ('columnId' in element) {
      const [columnId] = columnsBelow(context, partition, [element.columnId]) ?? [];
      if (columnId === undefined) return undefined;
      elements.push({ ...element, columnId });
    } else elements.push({ ...element, expression: rendered(context, element.expression, kept.columnRefs) });
  }
  const predicate = kept.predicate && rendered(context, kept.predicate, kept.columnRefs);
  const texts = elements.flatMap((one) => ('expression' in one ? [String(one.expression)] : []));
  if (predicate) texts.push(predicate);
  const columnRefs = texts.length > 0 ? columnRefsOf(context, partition.id, texts) : undefined;
  return { ...common, elements, ...(predicate && { predicate }), ...(columnRefs && { columnRefs }) };
}

/** Settings and names of no matter, as to CompareIndexInfo in index.c. */
function isSameIndex(one: object, other: object): boolean {
  return comparable(one) === comparable(other);
}

function comparable(body: object): string {
  const fields = Object.entries(body).filter(
    ([field]) => !['name', 'comment', 'storage', 'tablespace', 'columnRefs'].includes(field),
  );
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** ALTER INDEX … ATTACH PARTITION. */
export function attachIndex(context: ImportContext, whole: SchemaRecord, part: SchemaRecord): boolean {
  if (!isIndexRecord(whole) || !isIndexRecord(part)) return false;
  const partition = context.catalog.live(part.body.tableId, 'table');
  if (partition?.body.partitionOf?.tableId !== whole.body.tableId) return false;
  context.lineage.attach(part.id, whole.id);
  return true;
}

/** Whether every partition has its part of the index: without, PostgreSQL does not use it. */
export function isComplete(context: ImportContext, index: IndexRecord): boolean {
  const { catalog, lineage } = context;
  const parts = new Map(
    lineage.partsOf(index.id).flatMap((part) => (isIndexRecord(part) ? [[part.body.tableId, part]] : [])),
  );
  return catalog.heirs(index.body.tableId).every((heir) => {
    const part = parts.get(heir.id);
    return part !== undefined && isComplete(context, part);
  });
}

/** A part's name as text of a statement. */
export function indexNameText(
  { catalog }: ImportContext,
  index: IndexRecord,
  name = index.body.name,
): string {
  const table = catalog.live(index.body.tableId, 'table');
  return table ? qualifiedName(catalog, { body: { namespaceId: table.body.namespaceId, name } }) : name;
}
