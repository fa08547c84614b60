import { reservedKeywords, typeFunctionKeywords } from '../../std/sql-keywords';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const reservedWord: Rule = {
  code: 'reserved-word',
  title: 'Reserved word as a name',
  severity: 'warning',
  why: 'It has to stand in double quotes in every query. Forgotten, it is an error at best: SELECT * FROM user asks for the name of the role that is logged in.',
  docs: docs('sql-keywords-appendix.html'),
  *check(context) {
    const isReserved = (name: string) => reservedKeywords.has(name) || typeFunctionKeywords.has(name);
    for (const { table, name, ownColumns } of context.tables) {
      if (isReserved(table.body.name)) {
        yield { record: table, message: `${name} is a reserved word and always needs quotes.` };
      }
      for (const column of ownColumns) {
        if (!isReserved(column.body.name)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is a reserved word and always needs quotes.`,
        };
      }
    }
  },
};
