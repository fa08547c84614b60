import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const selfReferenceNotNull: Rule = {
  code: 'self-reference-not-null',
  title: 'Reference to its own table that may not be NULL',
  severity: 'warning',
  why: 'The first row has nothing to refer to but itself, and the top of a tree can only be told by a row that is its own parent.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    for (const { foreignKeys, primaryKey } of context.tables) {
      for (const foreignKey of foreignKeys) {
        const { tableId, referencedTableId, columnIds, deferrable, notEnforced } = foreignKey.body;
        if (tableId !== referencedTableId || deferrable || notEnforced) continue;
        const columns = columnIds.map((id) => context.column(id));
        if (!columns.every((column) => column?.body.nullable === false)) continue;
        const outside = columns
          .filter((one) => one !== undefined)
          .filter(({ id }) => !primaryKey?.body.columnIds.includes(id));
        const [column] = outside;
        yield {
          record: foreignKey,
          message: `${context.nameOf(foreignKey)} refers to its own table, and ${context.columnNames(columnIds)} may not be NULL: no row can be the first.`,
          fix:
            column && column.body.identity === undefined && column.body.notNullName === undefined
              ? {
                  label: `Allow NULL in ${column.body.name}`,
                  operations: () => [update(column, { nullable: true })],
                }
              : undefined,
        };
      }
    }
  },
};
