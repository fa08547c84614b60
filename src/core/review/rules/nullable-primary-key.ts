import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const nullablePrimaryKey: Rule = {
  code: 'nullable-primary-key',
  title: 'Primary key column that says it may be NULL',
  severity: 'info',
  why: 'PostgreSQL makes every column of a primary key NOT NULL, whatever the design says. Saying so keeps design and database equal.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS'),
  *check(context) {
    for (const { primaryKey, isPartition } of context.tables) {
      if (!primaryKey || isPartition) continue;
      for (const id of primaryKey.body.columnIds) {
        const column = context.column(id);
        if (!column?.body.nullable) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is in the primary key, so it is never NULL, but the design says it may be.`,
          fix: { label: 'Set NOT NULL', operations: () => [update(column, { nullable: false })] },
        };
      }
    }
  },
};
