import { hasPlainDefault, retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const timeWithTimeZone: Rule = {
  code: 'time-with-time-zone',
  title: 'Time with time zone',
  severity: 'warning',
  why: 'An offset without a date means little: it changes with summer time. PostgreSQL has the type for the standard’s sake and does not recommend it.',
  docs: docs('datatype-datetime.html#DATATYPE-TIMEZONES'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (context.builtIn(column) !== 'time with time zone') continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is a time of day with an offset but without a date.`,
          fix: hasPlainDefault(column) ? retype(context, column, 'time without time zone') : undefined,
        };
      }
    }
  },
};
