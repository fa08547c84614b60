import type { Rule } from '../rule';
import { docs } from '../rule';

/** Beyond this many, writes are slow enough to ask which indexes are used. */
const many = 10;

export const manyIndexes: Rule = {
  code: 'many-indexes',
  title: 'Many indexes on one table',
  severity: 'info',
  why: 'Every index is written with every new row and with most updates. pg_stat_user_indexes tells which ones are used.',
  docs: docs('indexes-examine.html'),
  *check({ tables }) {
    for (const { table, name, indexes, uniques, primaryKey, isPartition } of tables) {
      const count = indexes.length + uniques.length + (primaryKey ? 1 : 0);
      if (count <= many || isPartition) continue;
      yield { record: table, message: `${name} has ${count} indexes, those of its keys included.` };
    }
  },
};
