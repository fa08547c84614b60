import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const partlyNullForeignKey: Rule = {
  code: 'partly-null-foreign-key',
  title: 'Foreign key of several columns that may be partly NULL',
  severity: 'info',
  why: 'When one of its columns is NULL the foreign key is not checked at all: the others may then say anything. MATCH FULL asks for all of them or none.',
  docs: docs('sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES'),
  *check(context) {
    for (const { foreignKeys } of context.tables) {
      for (const foreignKey of foreignKeys) {
        const { columnIds, match, period } = foreignKey.body;
        if (columnIds.length < 2 || match === 'full' || period) continue;
        // With one nullable column beside required ones (a tenant) NULL simply means none.
        const nullable = columnIds.filter((id) => context.column(id)?.body.nullable);
        if (nullable.length < 2) continue;
        yield {
          record: foreignKey,
          message: `${context.nameOf(foreignKey)} is not checked when only some of (${context.columnNames(nullable)}) are NULL.`,
          fix: { label: 'Set MATCH FULL', operations: () => [update(foreignKey, { match: 'full' })] },
        };
      }
    }
  },
};
