import { policiesByTable, tablesWithRowSecurity } from '../row-security';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const rowSecurityWithoutPolicy: Rule = {
  code: 'row-security-without-policy',
  title: 'Row security without a policy',
  severity: 'warning',
  why: 'Without a policy nobody but the owner sees or writes any row: the default is to deny.',
  docs: docs('ddl-rowsecurity.html'),
  *check(context) {
    const policies = policiesByTable(context);
    for (const { id, table, name } of tablesWithRowSecurity(context).values()) {
      if (policies.has(id)) continue;
      yield {
        record: table,
        message: `${name} has row security enabled and no policy: it looks empty to everybody.`,
      };
    }
  },
};
