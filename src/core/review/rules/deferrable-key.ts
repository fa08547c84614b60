import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const deferrableKey: Rule = {
  code: 'deferrable-key',
  title: 'Deferrable primary key',
  severity: 'info',
  why: 'No foreign key can refer to a deferrable key, ON CONFLICT cannot use it, and logical replication does not take it to tell rows apart.',
  docs: docs('sql-createtable.html#SQL-CREATETABLE-PARMS-DEFERRABLE'),
  *check(context) {
    for (const { primaryKey, isPartition } of context.tables) {
      if (!primaryKey?.body.deferrable || isPartition) continue;
      yield {
        record: primaryKey,
        message: `${context.nameOf(primaryKey)} is deferrable, so no foreign key can refer to it.`,
        fix: {
          label: 'Check at once',
          operations: () => [update(primaryKey, { deferrable: null, initiallyDeferred: null })],
        },
      };
    }
  },
};
