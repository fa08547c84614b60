import type { Rule } from '../rule';
import { docs } from '../rule';

/** More than a person can survey; PostgreSQL's own limit is 1,600. */
const wide = 60;

export const wideTable: Rule = {
  code: 'wide-table',
  title: 'Very wide table',
  severity: 'info',
  why: 'Every update writes the whole row anew, whichever columns it changes. Groups of columns that are set together often are a table of their own.',
  docs: docs('limits.html'),
  *check({ tables }) {
    for (const { table, name, columns, isPartition } of tables) {
      if (columns.length <= wide || isPartition) continue;
      yield { record: table, message: `${name} has ${columns.length} columns.` };
    }
  },
};
