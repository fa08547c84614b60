import type { IndexElement } from '../schema/body-parts';
import type { RecordId } from '../schema/ids';
import { canonicalJson } from '../std/canonical-json';
import type { Index, TableFacts } from './context';

/** The columns of an index in their order, or null when one of its elements is an expression. */
export function indexColumns(index: Index): readonly RecordId[] | null {
  const ids = index.body.elements.map((element) => ('columnId' in element ? element.columnId : null));
  return ids.every((id) => id !== null) ? ids : null;
}

export function isBtree(index: Index): boolean {
  return index.body.method === undefined || index.body.method === 'btree';
}

/** The same text for two indexes that find the same rows in the same way. */
export function indexShape(index: Index): string {
  const { name: _name, comment: _comment, storage: _storage, tablespace: _tablespace, ...shape } = index.body;
  return canonicalJson({ ...shape, method: shape.method ?? 'btree' });
}

/** Column lists that an index of all rows begins with: those of keys, and of indexes without a predicate. */
export function orderedColumnLists(table: TableFacts): readonly (readonly RecordId[])[] {
  const lists: (readonly RecordId[])[] = table.uniques.map(({ body }) => body.columnIds);
  if (table.primaryKey) lists.push(table.primaryKey.body.columnIds);
  for (const index of table.indexes) if (isBtree(index)) lists.push(leadingColumns(index));
  return lists;
}

function leadingColumns({ body }: Index): readonly RecordId[] {
  if (body.predicate !== undefined && !/^\(*\s*[\w."]+\s+is\s+not\s+null\s*\)*$/i.test(body.predicate))
    return [];
  const columns: RecordId[] = [];
  for (const element of body.elements) {
    if (!('columnId' in element)) break;
    columns.push(element.columnId);
  }
  return columns;
}

/** Whether rows can be found by these columns through an index: it begins with them, in any order. */
export function isCovered(table: TableFacts, columnIds: readonly RecordId[]): boolean {
  const wanted = new Set(columnIds);
  const ordered = orderedColumnLists(table).some(
    (list) => list.length >= wanted.size && list.slice(0, wanted.size).every((id) => wanted.has(id)),
  );
  if (ordered) return true;
  return table.indexes.some((index) => {
    const [first, ...others] = index.body.elements;
    const isHash = index.body.method === 'hash' && wanted.size === 1 && others.length === 0;
    return isHash && first !== undefined && 'columnId' in first && wanted.has(first.columnId);
  });
}

/** An element that says nothing but its column. */
export function isPlainElement(element: IndexElement): boolean {
  const { direction, nulls, opclass, collation } = element;
  return [direction, nulls, opclass, collation].every((option) => option === undefined);
}
