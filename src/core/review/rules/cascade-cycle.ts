import { circlesOf } from '../cycles';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const cascadeCycle: Rule = {
  code: 'cascade-cycle',
  title: 'ON DELETE CASCADE in a circle',
  severity: 'warning',
  why: 'Deleting one row deletes rows in the next table, and so on round the circle back to this one: much more can go than was meant.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    const cascading = context.ofKind('foreign-key').filter(({ body }) => body.onDelete === 'cascade');
    for (const circle of circlesOf(cascading)) {
      const [first] = circle;
      if (!first) continue;
      const names = new Set(circle.map(({ body }) => context.table(body.tableId)?.name ?? '?'));
      yield {
        record: first,
        message: `A delete goes round in a circle by ON DELETE CASCADE: ${[...names].join(', ')}.`,
      };
    }
  },
};
