import type { RecordId } from '../../schema/ids';
import type { Index, TableFacts } from '../context';
import { dropFix } from '../drop-fix';
import { indexColumns, indexShape, isBtree, isPlainElement } from '../index-shape';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const redundantIndex: Rule = {
  code: 'redundant-index',
  title: 'Index that another one already covers',
  severity: 'warning',
  why: 'A B-tree index on (a, b) also finds rows by a. An index on a alone is then rarely worth what it costs with every write.',
  docs: docs('indexes-multicolumn.html'),
  *check(context) {
    for (const table of context.tables) {
      if (table.isPartition) continue;
      for (const index of table.indexes) {
        const columns = plainColumns(index);
        const larger = columns && coveredBy(table, index, columns);
        if (!larger) continue;
        yield {
          record: index,
          message: `${context.nameOf(index)} on (${context.columnNames(columns)}) is covered by ${larger}, which begins with the same columns.`,
          fix: dropFix(context, index),
        };
      }
    }
  },
};

/** The columns of an index that promises nothing beside finding rows by them. */
function plainColumns(index: Index): readonly RecordId[] | null {
  const { unique, predicate, include, elements } = index.body;
  if (unique || predicate !== undefined || include || !isBtree(index)) return null;
  return elements.every(isPlainElement) ? indexColumns(index) : null;
}

/** The name of what begins with these columns: a key, or another index. */
function coveredBy(table: TableFacts, index: Index, columns: readonly RecordId[]): string | undefined {
  const begins = (list: readonly RecordId[]) => columns.every((id, place) => list[place] === id);
  const keys = table.primaryKey ? [table.primaryKey, ...table.uniques] : table.uniques;
  const key = keys.find((one) => begins(one.body.columnIds));
  if (key) return key.body.name;
  const other = table.indexes.find((one) => {
    if (one === index || one.body.predicate !== undefined || !isBtree(one)) return false;
    if (!one.body.elements.slice(0, columns.length).every(isPlainElement)) return false;
    const leading = one.body.elements.map((element) => ('columnId' in element ? element.columnId : ''));
    // Of two equal ones `duplicate-index` speaks.
    return begins(leading) && indexShape(one) !== indexShape(index);
  });
  return other?.body.name;
}
