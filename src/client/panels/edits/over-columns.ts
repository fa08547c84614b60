/** Records over other columns than before. Pure. */
import type { RecordId } from '../../../core/schema/ids';
import type { SchemaRecord } from '../../../core/schema/record';

/** Columns, and what stands in the place of each. */
export type Columns = ReadonlyMap<RecordId, RecordId>;

/** A table's partition key, or a part of a table, over these columns in the place of others. */
export function overColumns(record: SchemaRecord, columns: Columns): SchemaRecord {
  const ids = (all: readonly RecordId[]) => all.map((id) => columns.get(id) ?? id);
  const refs = ({ columnRefs }: { readonly columnRefs?: Readonly<Record<string, RecordId>> | undefined }) =>
    columnRefs && { columnRefs: refsOver(columnRefs, columns) };
  switch (record.kind) {
    case 'primary-key': {
      const { columnIds, include } = record.body;
      const body = { ...record.body, columnIds: ids(columnIds), ...(include && { include: ids(include) }) };
      return { ...record, body };
    }
    case 'unique': {
      const { columnIds, include } = record.body;
      const body = { ...record.body, columnIds: ids(columnIds), ...(include && { include: ids(include) }) };
      return { ...record, body };
    }
    case 'foreign-key': {
      const { columnIds, onDeleteColumnIds: some } = record.body;
      const set = some && { onDeleteColumnIds: ids(some) };
      return { ...record, body: { ...record.body, columnIds: ids(columnIds), ...set } };
    }
    case 'check':
      return { ...record, body: { ...record.body, ...refs(record.body) } };
    case 'index': {
      const elements = elementsOver(record.body.elements, columns);
      const include = record.body.include && { include: ids(record.body.include) };
      return { ...record, body: { ...record.body, elements, ...include, ...refs(record.body) } };
    }
    case 'exclusion': {
      const elements = elementsOver(record.body.elements, columns);
      const include = record.body.include && { include: ids(record.body.include) };
      return { ...record, body: { ...record.body, elements, ...include, ...refs(record.body) } };
    }
    case 'table': {
      const { partitionBy } = record.body;
      if (!partitionBy) return record;
      const by = { ...partitionBy, elements: elementsOver(partitionBy.elements, columns) };
      return { ...record, body: { ...record.body, partitionBy: by, ...refs(record.body) } };
    }
    default:
      return record;
  }
}

/** A foreign key to these columns in the place of others; anything else as it is. */
export function overReferencedColumns(record: SchemaRecord, columns: Columns): SchemaRecord {
  if (record.kind !== 'foreign-key') return record;
  const referencedColumnIds = record.body.referencedColumnIds.map((id) => columns.get(id) ?? id);
  return { ...record, body: { ...record.body, referencedColumnIds } };
}

function elementsOver<One extends object>(elements: readonly One[], columns: Columns): One[] {
  return elements.map((one) => {
    if (!('columnId' in one)) return one;
    const id = String(one.columnId);
    return { ...one, columnId: columns.get(id) ?? id };
  });
}

function refsOver(refs: Readonly<Record<string, RecordId>>, columns: Columns): Record<string, RecordId> {
  // Not by assigning: a column named __proto__ would be lost.
  return Object.fromEntries(Object.entries(refs).map(([name, id]) => [name, columns.get(id) ?? id]));
}
