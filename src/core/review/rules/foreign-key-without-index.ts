import { create } from '../../schema/operation-shorthand';
import { isCovered } from '../index-shape';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const foreignKeyWithoutIndex: Rule = {
  code: 'foreign-key-without-index',
  title: 'Foreign key without an index',
  severity: 'warning',
  why: 'PostgreSQL makes no index for a foreign key. Without one, every delete or key change in the referenced table reads this whole table, and so do joins from there.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    for (const table of context.tables) {
      for (const foreignKey of table.foreignKeys) {
        const { columnIds, notEnforced } = foreignKey.body;
        if (notEnforced || isCovered(table, columnIds)) continue;
        yield {
          record: foreignKey,
          message: `${context.nameOf(foreignKey)} on (${context.columnNames(columnIds)}) has no index that begins with ${columnIds.length === 1 ? 'this column' : 'these columns'}.`,
          fix: {
            label: 'Add an index',
            operations: (mintId) => [
              create('index', mintId(), {
                tableId: table.id,
                elements: columnIds.map((columnId) => ({ columnId })),
              }),
            ],
          },
        };
      }
    }
  },
};
