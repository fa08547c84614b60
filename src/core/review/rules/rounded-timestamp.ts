import { retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const roundedTimestamp: Rule = {
  code: 'rounded-timestamp',
  title: 'Timestamp rounded to seconds',
  severity: 'info',
  why: 'Precision 0 rounds to the nearest second and does not cut: half of all moments are stored up to half a second in the future. Keep the microseconds, and use date_trunc where seconds are shown.',
  docs: docs('datatype-datetime.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        const name = context.builtIn(column);
        if (!name?.startsWith('timestamp ') || context.typeOf(column)?.modifiers[0] !== '0') continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is rounded to whole seconds, forwards as often as backwards.`,
          fix: retype(context, column, name),
        };
      }
    }
  },
};
