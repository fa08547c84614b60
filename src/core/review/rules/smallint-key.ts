import { countedKey, widenKey } from '../counted-key';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const smallintKey: Rule = {
  code: 'smallint-key',
  title: 'Counted key of type smallint',
  severity: 'warning',
  why: 'It ends at 32,767, and numbers are also used up by rows that were rolled back or deleted.',
  docs: docs('datatype-numeric.html#DATATYPE-INT'),
  *check(context) {
    for (const table of context.tables) {
      const column = countedKey(context, table);
      if (!column || context.builtIn(column) !== 'smallint') continue;
      yield {
        record: column,
        message: `${context.nameOf(column)} counts up to 32,767 and then refuses new rows.`,
        fix: widenKey(context, column),
      };
    }
  },
};
