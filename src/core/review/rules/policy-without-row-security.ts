import { update } from '../../schema/operation-shorthand';
import { policiesByTable, tablesWithRowSecurity } from '../row-security';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const policyWithoutRowSecurity: Rule = {
  code: 'policy-without-row-security',
  title: 'Policy on a table without row security',
  severity: 'error',
  why: 'Policies do nothing until row security is enabled on the table: everybody with the privilege sees every row, although a policy seems to say otherwise.',
  docs: docs('ddl-rowsecurity.html'),
  *check(context) {
    const enabled = tablesWithRowSecurity(context);
    for (const [id, policy] of policiesByTable(context)) {
      const facts = context.table(id);
      if (!facts || enabled.has(id)) continue;
      yield {
        record: facts.table,
        message: `${facts.name} has the policy ${policy.body.name}, but row security is not enabled, so it does nothing.`,
        fix: {
          label: 'Enable row security',
          operations: () => [update(facts.table, { rowSecurity: true })],
        },
      };
    }
  },
};
