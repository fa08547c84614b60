import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const notEnforcedConstraint: Rule = {
  code: 'not-enforced-constraint',
  title: 'Constraint that is not enforced',
  severity: 'info',
  why: 'NOT ENFORCED only documents a rule: PostgreSQL lets every row in.',
  docs: docs('sql-createtable.html#SQL-CREATETABLE-PARMS-ENFORCED'),
  *check(context) {
    for (const { foreignKeys, checks } of context.tables) {
      for (const constraint of [...foreignKeys, ...checks]) {
        if (!constraint.body.notEnforced) continue;
        yield {
          record: constraint,
          message: `${context.nameOf(constraint)} is NOT ENFORCED: nothing checks it.`,
          fix: {
            label: 'Enforce it',
            operations: () => [
              constraint.kind === 'check'
                ? update(constraint, { notEnforced: null })
                : update(constraint, { notEnforced: null }),
            ],
          },
        };
      }
    }
  },
};
