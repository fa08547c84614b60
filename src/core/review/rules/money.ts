import type { Column } from '../context';
import { retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const money: Rule = {
  code: 'money',
  title: 'Type money',
  severity: 'warning',
  why: 'How many decimals it has, and which currency it shows, depends on a setting of the server. A dump that is loaded under another setting means other amounts.',
  docs: docs('datatype-money.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (context.builtIn(column) !== 'money') continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is money, whose decimals depend on lc_monetary.`,
          fix: hasNumberDefault(column) ? retype(context, column, 'numeric(19,4)') : undefined,
        };
      }
    }
  },
};

function hasNumberDefault({ body }: Column): boolean {
  const { default: value } = body;
  return value === undefined || (value.kind === 'literal' && /^-?\d+(\.\d+)?$/.test(value.text));
}
