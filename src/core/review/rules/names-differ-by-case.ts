import type { Rule } from '../rule';
import { docs } from '../rule';

export const namesDifferByCase: Rule = {
  code: 'names-differ-by-case',
  title: 'Two names that differ only in capitals',
  severity: 'warning',
  why: 'Which of the two an unquoted name means is decided by folding to small letters; a forgotten pair of quotes reads or writes the wrong one.',
  docs: docs('sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'),
  *check(context) {
    const seenTables = new Map<string, string>();
    for (const { table, name, ownColumns } of context.tables) {
      const key = `${table.body.namespaceId} ${table.body.name.toLowerCase()}`;
      const other = seenTables.get(key);
      if (other !== undefined)
        yield { record: table, message: `${name} and ${other} differ only in capitals.` };
      seenTables.set(key, name);
      const seen = new Map<string, string>();
      for (const column of ownColumns) {
        const folded = column.body.name.toLowerCase();
        const first = seen.get(folded);
        if (first !== undefined) {
          yield {
            record: column,
            message: `${context.nameOf(column)} and ${first} differ only in capitals.`,
          };
        }
        seen.set(folded, column.body.name);
      }
    }
  },
};
