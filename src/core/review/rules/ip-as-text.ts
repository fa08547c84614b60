import { retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

const textTypes: ReadonlySet<string> = new Set(['character', 'character varying', 'text']);

export const ipAsText: Rule = {
  code: 'ip-as-text',
  title: 'IP address kept as text',
  severity: 'info',
  why: 'The type inet refuses what is no address, sorts addresses as such, and knows whether one lies in a network. As text, 10.0.0.1 and 10.0.0.01 are two.',
  docs: docs('datatype-net-types.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (!textTypes.has(context.builtIn(column) ?? '')) continue;
        if (!/(^|_)(ip|ip_?addr|ip_?address|ipv4|ipv6)$/i.test(column.body.name)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} looks like an IP address and is ${column.body.type}.`,
          fix: column.body.default ? undefined : retype(context, column, 'inet'),
        };
      }
    }
  },
};
