import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const notNullDomain: Rule = {
  code: 'not-null-domain',
  title: 'Domain that is NOT NULL',
  severity: 'info',
  why: 'A value of the domain can be NULL all the same, after an outer join or a subquery without rows. PostgreSQL advises to let the domain take NULL and to say NOT NULL at the columns.',
  docs: docs('sql-createdomain.html'),
  *check(context) {
    for (const domain of context.ofKind('domain')) {
      if (!domain.body.notNull) continue;
      const columns = context
        .ofKind('column')
        .filter(({ body }) => body.typeId === domain.id && body.nullable && !body.type.endsWith(']'));
      yield {
        record: domain,
        message: `${context.nameOf(domain)} is NOT NULL, which does not hold everywhere.`,
        fix: {
          label: 'Say NOT NULL at its columns instead',
          operations: () => [
            update(domain, { notNull: null }),
            ...columns.map((column) => update(column, { nullable: false })),
          ],
        },
      };
    }
  },
};
