import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const hashIndex: Rule = {
  code: 'hash-index',
  title: 'Hash index',
  severity: 'info',
  why: 'It only finds equal values: no ranges, no order, no uniqueness, one column. A B-tree does all of it at about the same speed; a hash index pays for long values.',
  docs: docs('indexes-types.html#INDEXES-TYPES-HASH'),
  *check(context) {
    for (const { indexes, isPartition } of context.tables) {
      if (isPartition) continue;
      for (const index of indexes) {
        if (index.body.method !== 'hash') continue;
        const hasOpclass = index.body.elements.some(({ opclass }) => opclass !== undefined);
        yield {
          record: index,
          message: `${context.nameOf(index)} is a hash index, which only finds equal values.`,
          fix: hasOpclass
            ? undefined
            : { label: 'Use a B-tree', operations: () => [update(index, { method: null })] },
        };
      }
    }
  },
};
