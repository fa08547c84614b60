import type { Column, ReviewContext } from '../context';
import { retype } from '../retype';
import type { Fix, Rule } from '../rule';
import { docs } from '../rule';

export const timestampWithoutTimeZone: Rule = {
  code: 'timestamp-without-time-zone',
  title: 'Timestamp without time zone',
  severity: 'info',
  why: 'It keeps the digits of a clock, not a moment: two servers or sessions in different zones write different things for the same instant, and the hour is ambiguous when clocks go back. timestamptz keeps the moment, in the same 8 bytes.',
  docs: docs('datatype-datetime.html#DATATYPE-TIMEZONES'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (context.builtIn(column) !== 'timestamp without time zone') continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} keeps no time zone, so it does not say which moment is meant.`,
          fix: fixFor(context, column),
        };
      }
    }
  },
};

/** Defaults that mean the present moment in either type. */
const presentMoments = /^\(*\s*(now\s*\(\s*\)|current_timestamp|transaction_timestamp\s*\(\s*\))\s*\)*$/i;

function fixFor(context: ReviewContext, column: Column): Fix | undefined {
  const { default: value } = column.body;
  if (value && !(value.kind === 'expression' && presentMoments.test(value.text))) return undefined;
  const [precision] = context.typeOf(column)?.modifiers ?? [];
  return retype(
    context,
    column,
    `timestamp${precision === undefined ? '' : `(${precision})`} with time zone`,
  );
}
