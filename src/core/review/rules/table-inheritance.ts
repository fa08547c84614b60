import type { Rule } from '../rule';
import { docs } from '../rule';

export const tableInheritance: Rule = {
  code: 'table-inheritance',
  title: 'Table inheritance',
  severity: 'info',
  why: 'Primary keys, unique constraints and foreign keys hold in each table alone and are not inherited. For parts of one large table, declarative partitioning has taken its place.',
  docs: docs('ddl-inherit.html#DDL-INHERIT-CAVEATS'),
  *check(context) {
    for (const { table, name } of context.tables) {
      const parents = (table.body.inherits ?? []).map((id) => context.table(id)?.name ?? '?');
      if (parents.length === 0) continue;
      yield {
        record: table,
        message: `${name} inherits from ${parents.join(', ')}, whose keys do not hold in it.`,
      };
    }
  },
};
