import { countedKey, widenKey } from '../counted-key';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const integerPrimaryKey: Rule = {
  code: 'integer-primary-key',
  title: 'Counted key of type integer',
  severity: 'info',
  why: 'It ends at 2,147,483,647, and numbers are also used up by rows that were rolled back or deleted. Changing the type of a large table later rewrites it; bigint costs four bytes a row now.',
  docs: docs('datatype-numeric.html#DATATYPE-INT'),
  *check(context) {
    for (const table of context.tables) {
      const column = countedKey(context, table);
      if (!column || context.builtIn(column) !== 'integer') continue;
      yield {
        record: column,
        message: `${context.nameOf(column)} counts up to 2,147,483,647 and then refuses new rows.`,
        fix: widenKey(context, column),
      };
    }
  },
};
