import { update } from '../../schema/operation-shorthand';
import { circlesOf } from '../cycles';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const cyclicForeignKeys: Rule = {
  code: 'cyclic-foreign-keys',
  title: 'Tables that need each other first',
  severity: 'warning',
  why: 'Each of these tables wants its row in the next one to be there already, and none of the keys waits for the end of the transaction. The first rows can only be put in by one single statement for all of them.',
  docs: docs('sql-set-constraints.html'),
  *check(context) {
    const strict = context
      .ofKind('foreign-key')
      .filter(({ body }) => !body.deferrable && !body.notEnforced)
      .filter(({ body }) => body.columnIds.every((id) => context.column(id)?.body.nullable === false));
    for (const circle of circlesOf(strict)) {
      const [first] = circle;
      if (!first) continue;
      const names = new Set(circle.map(({ body }) => context.table(body.tableId)?.name ?? '?'));
      yield {
        record: first,
        message: `${[...names].join(', ')} refer to each other in a circle of NOT NULL columns, and no foreign key in it is deferrable.`,
        fix: {
          label: `Defer ${first.body.name}`,
          operations: () => [update(first, { deferrable: true, initiallyDeferred: true })],
        },
      };
    }
  },
};
