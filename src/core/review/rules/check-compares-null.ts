import { significantTokens } from '../../std/sql-tokens';
import type { Rule } from '../rule';
import { docs } from '../rule';

const comparisons: ReadonlySet<string> = new Set(['=', '<>', '!=']);

export const checkComparesNull: Rule = {
  code: 'check-compares-null',
  title: 'Check that compares with NULL',
  severity: 'warning',
  why: 'A comparison with NULL is never true and never false, and a check that is not false lets the row in. IS NULL and IS NOT NULL are meant.',
  docs: docs('functions-comparison.html'),
  *check(context) {
    for (const { checks } of context.tables) {
      for (const check of checks) {
        const tokens = significantTokens(check.body.expression);
        const at = tokens.findIndex(
          ({ kind, value }, place) =>
            kind === 'operator' &&
            comparisons.has(value) &&
            tokens[place + 1]?.kind === 'identifier' &&
            tokens[place + 1]?.value === 'null',
        );
        if (at < 0) continue;
        yield {
          record: check,
          message: `${context.nameOf(check)} compares with NULL by ${tokens[at]?.value}, which never refuses a row.`,
        };
      }
    }
  },
};
