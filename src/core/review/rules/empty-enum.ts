import type { Rule } from '../rule';
import { docs } from '../rule';

export const emptyEnum: Rule = {
  code: 'empty-enum',
  title: 'Enum without labels',
  severity: 'warning',
  why: 'A column of this type can hold nothing but NULL.',
  docs: docs('datatype-enum.html'),
  *check(context) {
    for (const one of context.ofKind('enum')) {
      if (one.body.labels.length > 0) continue;
      yield { record: one, message: `${context.nameOf(one)} has no labels, so no value is possible.` };
    }
  },
};
