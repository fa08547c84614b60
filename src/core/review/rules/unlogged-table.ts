import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const unloggedTable: Rule = {
  code: 'unlogged-table',
  title: 'Unlogged table',
  severity: 'warning',
  why: 'After a crash it is empty, and it is not on replicas. That is right for caches and for staging, and for nothing that has to last.',
  docs: docs('sql-createtable.html#SQL-CREATETABLE-UNLOGGED'),
  *check({ tables }) {
    for (const { table, name } of tables) {
      if (!table.body.unlogged) continue;
      yield {
        record: table,
        message: `${name} is unlogged: a crash empties it.`,
        fix: { label: 'Make it logged', operations: () => [update(table, { unlogged: null })] },
      };
    }
  },
};
