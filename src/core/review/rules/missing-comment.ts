import type { Rule } from '../rule';
import { docs } from '../rule';

export const missingComment: Rule = {
  code: 'missing-comment',
  title: 'Table without a comment',
  severity: 'info',
  why: 'Most tables of this design say in a comment what they are for. Comments are in the database, where every tool and every new colleague finds them.',
  docs: docs('sql-comment.html'),
  *check({ tables }) {
    const candidates = tables.filter(({ isPartition }) => !isPartition);
    const lacking = candidates.filter(({ table }) => table.body.comment === undefined);
    // Silent where comments are not the custom: a finding for every table helps nobody.
    if (lacking.length * 2 >= candidates.length) return;
    for (const { table, name } of lacking) {
      yield { record: table, message: `${name} has no comment, unlike most tables here.` };
    }
  },
};
