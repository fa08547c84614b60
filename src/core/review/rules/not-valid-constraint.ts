import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const notValidConstraint: Rule = {
  code: 'not-valid-constraint',
  title: 'Constraint that was never validated',
  severity: 'warning',
  why: 'NOT VALID is meant for the time until the rows that were there are checked. Until then they may break the rule, and the planner does not rely on it.',
  docs: docs('sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT'),
  *check(context) {
    for (const { foreignKeys, checks } of context.tables) {
      for (const constraint of [...foreignKeys, ...checks]) {
        if (!constraint.body.notValid || constraint.body.notEnforced) continue;
        yield {
          record: constraint,
          message: `${context.nameOf(constraint)} is NOT VALID: rows that were there before it are not checked.`,
          fix: {
            label: 'Validate',
            operations: () => [
              constraint.kind === 'check'
                ? update(constraint, { notValid: null })
                : update(constraint, { notValid: null }),
            ],
          },
        };
      }
    }
  },
};
