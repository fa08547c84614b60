import { hasPlainDefault, retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

const floats: ReadonlySet<string> = new Set(['real', 'double precision']);
/** Names of amounts of money; a rate or a percentage is none. */
const amounts = /(^|_)(amount|price|balance|salary|fee|fees|subtotal|invoice_total|total_price)$/i;

export const floatAmount: Rule = {
  code: 'float-amount',
  title: 'Amount of money as a floating-point number',
  severity: 'warning',
  why: 'Floating-point numbers are inexact: 0.1 + 0.2 is not 0.3, and sums of amounts drift. numeric is exact.',
  docs: docs('datatype-numeric.html#DATATYPE-FLOAT'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (!floats.has(context.builtIn(column) ?? '') || !amounts.test(column.body.name)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} looks like an amount of money and is ${column.body.type}, which is inexact.`,
          fix: hasPlainDefault(column) ? retype(context, column, 'numeric') : undefined,
        };
      }
    }
  },
};
