import { remove } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

const words = { domain: 'Domain', composite: 'Composite type', range: 'Range type' } as const;

export const unusedType: Rule = {
  code: 'unused-type',
  title: 'Domain, composite or range type that nothing uses',
  severity: 'info',
  why: 'No column or other type is of this type, and no kept statement mentions it. It may be left over.',
  docs: docs('sql-createtype.html'),
  *check(context) {
    const types = [...context.ofKind('domain'), ...context.ofKind('composite'), ...context.ofKind('range')];
    for (const one of types) {
      if (context.isTypeInUse(one.id) || context.isMentioned(one.body.name)) continue;
      yield {
        record: one,
        message: `${words[one.kind]} ${context.nameOf(one)} is used nowhere in this design.`,
        fix: { label: `Delete ${one.body.name}`, operations: () => [remove(one)] },
      };
    }
  },
};
