import { remove } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const unusedEnum: Rule = {
  code: 'unused-enum',
  title: 'Enum that nothing uses',
  severity: 'info',
  why: 'No column, domain or composite type is of this type, and no kept statement mentions it. It may be left over.',
  docs: docs('datatype-enum.html'),
  *check(context) {
    for (const one of context.ofKind('enum')) {
      if (context.isTypeInUse(one.id) || context.isMentioned(one.body.name)) continue;
      yield {
        record: one,
        message: `Nothing in this design is of type ${context.nameOf(one)}.`,
        fix: { label: `Delete ${one.body.name}`, operations: () => [remove(one)] },
      };
    }
  },
};
