import { create } from '../../schema/operation-shorthand';
import type { Column, ReviewContext, TableFacts } from '../context';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const missingForeignKey: Rule = {
  code: 'missing-foreign-key',
  title: 'Column that looks like a foreign key and is none',
  severity: 'info',
  why: 'Without a foreign key nothing keeps the rows together: what it refers to can be deleted, or never have been there.',
  docs: docs('tutorial-fk.html'),
  *check(context) {
    const byName = new Map(
      context.tables.map((table) => [`${table.table.body.namespaceId} ${table.table.body.name}`, table]),
    );
    for (const table of context.tables) {
      for (const column of table.ownColumns) {
        const target = targetOf(context, table, column, byName);
        const key = target?.primaryKey?.body.columnIds[0];
        if (!target || key === undefined) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} looks like a reference to ${target.name}, but no foreign key says so.`,
          fix: {
            label: `Add a foreign key to ${target.name}`,
            operations: (mintId) => [
              create('foreign-key', mintId(), {
                tableId: table.id,
                columnIds: [column.id],
                referencedTableId: target.id,
                referencedColumnIds: [key],
              }),
            ],
          },
        };
      }
    }
  },
};

/** The table of the same schema that `customer_id` names, when its primary key is one column of the same type. */
function targetOf(
  context: ReviewContext,
  table: TableFacts,
  column: Column,
  byName: ReadonlyMap<string, TableFacts>,
): TableFacts | undefined {
  const stem = /^(.+)_id$/.exec(column.body.name)?.[1];
  if (stem === undefined || context.foreignKeysFrom(column.id).length > 0) return undefined;
  // `x_type` beside it: which table is meant depends on the row.
  if (table.columns.some(({ body }) => body.name === `${stem}_type`)) return undefined;
  for (const name of [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')]) {
    const target = byName.get(`${table.table.body.namespaceId} ${name}`);
    const key = target?.primaryKey?.body;
    if (!target || target.id === table.id || key?.columnIds.length !== 1 || key.deferrable) continue;
    const referenced = context.column(key.columnIds[0] ?? '');
    const isSame =
      referenced?.body.type === column.body.type && referenced.body.typeId === column.body.typeId;
    return isSame && !target.table.body.partitionOf ? target : undefined;
  }
  return undefined;
}
