import { remove } from '../../schema/operation-shorthand';
import { significantTokens } from '../../std/sql-tokens';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const checkAlwaysTrue: Rule = {
  code: 'check-always-true',
  title: 'Check that is always true',
  severity: 'warning',
  why: 'It holds for every row, so it says nothing, and somebody may believe it does.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS'),
  *check(context) {
    for (const { checks } of context.tables) {
      for (const check of checks) {
        const words = significantTokens(check.body.expression)
          .map(({ start, end }) => check.body.expression.slice(start, end).toLowerCase())
          .filter((word) => word !== '(' && word !== ')');
        const [left, operator, right] = words;
        const isTrue = words.length === 1 && left === 'true';
        const isEqual = words.length === 3 && operator === '=' && left === right && /^\d+$/.test(left ?? '');
        if (!isTrue && !isEqual) continue;
        yield {
          record: check,
          message: `${context.nameOf(check)} is true for every row.`,
          fix: { label: `Delete ${check.body.name}`, operations: () => [remove(check)] },
        };
      }
    }
  },
};
