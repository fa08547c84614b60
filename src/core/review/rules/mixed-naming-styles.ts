import { minorityOf, namingStyleOf } from '../naming-style';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const mixedNamingStyles: Rule = {
  code: 'mixed-naming-styles',
  title: 'Name in another style than the others',
  severity: 'info',
  why: 'Where most names are written one way, the one that is not has to be remembered, and in PostgreSQL capital letters need quotes as well.',
  docs: docs('sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'),
  *check(context) {
    const tables = minorityOf(context.tables, ({ table }) => namingStyleOf(table.body.name));
    for (const { table, name } of tables?.others ?? []) {
      yield { record: table, message: `${name} is not in ${tables?.usual}, as most table names here are.` };
    }
    const columns = minorityOf(
      context.tables.flatMap(({ ownColumns }) => ownColumns),
      ({ body }) => namingStyleOf(body.name),
    );
    for (const column of columns?.others ?? []) {
      yield {
        record: column,
        message: `${context.nameOf(column)} is not in ${columns?.usual}, as most column names here are.`,
      };
    }
  },
};
