import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const nullableUnique: Rule = {
  code: 'nullable-unique',
  title: 'Unique over several columns of which one may be NULL',
  severity: 'warning',
  why: 'Two NULLs are not equal for a unique constraint. As soon as one of its columns is NULL the row is not compared with any other, and duplicates of the rest are let in.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS'),
  *check(context) {
    for (const { uniques, isPartition } of context.tables) {
      if (isPartition) continue;
      for (const unique of uniques) {
        const { columnIds, nullsNotDistinct, withoutOverlaps } = unique.body;
        // One nullable column alone is how an optional unique value is written.
        if (columnIds.length < 2 || nullsNotDistinct || withoutOverlaps) continue;
        const nullable = columnIds.filter((id) => context.column(id)?.body.nullable);
        if (nullable.length === 0) continue;
        yield {
          record: unique,
          message: `${context.nameOf(unique)} lets duplicates in where ${context.columnNames(nullable)} is NULL.`,
          fix: {
            label: 'Set NULLS NOT DISTINCT',
            operations: () => [update(unique, { nullsNotDistinct: true })],
          },
        };
      }
    }
  },
};
