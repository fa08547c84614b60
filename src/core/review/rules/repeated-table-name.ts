import type { Rule } from '../rule';
import { docs } from '../rule';

export const repeatedTableName: Rule = {
  code: 'repeated-table-name',
  title: 'Columns that repeat the name of their table',
  severity: 'info',
  why: 'customer.customer_name says customer twice, in every query. The table is known wherever a column is.',
  docs: docs('ddl-basics.html'),
  *check({ tables }) {
    for (const { table, name, ownColumns, primaryKey, foreignKeys } of tables) {
      const keys = new Set([
        ...(primaryKey?.body.columnIds ?? []),
        ...foreignKeys.flatMap(({ body }) => body.columnIds),
      ]);
      const whole = table.body.name.toLowerCase();
      const prefixes = [...new Set([whole, whole.replace(/s$/, '')])].map((prefix) => `${prefix}_`);
      const repeating = ownColumns.filter(
        ({ id, body }) =>
          !keys.has(id) && prefixes.some((prefix) => body.name.toLowerCase().startsWith(prefix)),
      );
      const others = ownColumns.filter(({ id }) => !keys.has(id));
      if (repeating.length < 3 || repeating.length * 2 < others.length) continue;
      yield {
        record: table,
        message: `${repeating.length} columns of ${name} begin with its name, such as ${repeating[0]?.body.name}.`,
      };
    }
  },
};
