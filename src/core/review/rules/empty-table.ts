import type { Rule } from '../rule';
import { docs } from '../rule';

export const emptyTable: Rule = {
  code: 'empty-table',
  title: 'Table without columns',
  severity: 'warning',
  why: 'PostgreSQL makes it, but it can hold nothing. It is probably not finished.',
  docs: docs('ddl-basics.html'),
  *check({ tables }) {
    for (const { table, name, columns, isPartition } of tables) {
      if (columns.length > 0 || isPartition) continue;
      yield { record: table, message: `${name} has no columns.` };
    }
  },
};
