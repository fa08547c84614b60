import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const permanentReferencesUnlogged: Rule = {
  code: 'permanent-references-unlogged',
  title: 'Foreign key to an unlogged table',
  severity: 'error',
  why: 'An unlogged table is empty after a crash, so PostgreSQL does not let a table that keeps its rows refer to one: the script will not load.',
  docs: docs('sql-createtable.html#SQL-CREATETABLE-UNLOGGED'),
  *check(context) {
    for (const { foreignKeys, table } of context.tables) {
      for (const foreignKey of foreignKeys) {
        const referenced = context.table(foreignKey.body.referencedTableId);
        if (table.body.unlogged || !referenced?.table.body.unlogged) continue;
        yield {
          record: foreignKey,
          message: `${context.nameOf(foreignKey)} refers to ${referenced.name}, which is unlogged, from a table that is not.`,
          fix: {
            label: `Make ${referenced.name} logged`,
            operations: () => [update(referenced.table, { unlogged: null })],
          },
        };
      }
    }
  },
};
