import type { Rule } from '../rule';
import { docs } from '../rule';

export const singleLabelEnum: Rule = {
  code: 'single-label-enum',
  title: 'Enum with one label',
  severity: 'info',
  why: 'It says the same in every row. Labels may still be missing; they can be added later, but never removed.',
  docs: docs('datatype-enum.html'),
  *check(context) {
    for (const one of context.ofKind('enum')) {
      if (one.body.labels.length !== 1) continue;
      yield { record: one, message: `${context.nameOf(one)} has only the label '${one.body.labels[0]}'.` };
    }
  },
};
