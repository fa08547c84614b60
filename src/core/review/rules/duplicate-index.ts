import { remove } from '../../schema/operation-shorthand';
import type { Index } from '../context';
import { indexShape } from '../index-shape';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const duplicateIndex: Rule = {
  code: 'duplicate-index',
  title: 'Two equal indexes',
  severity: 'warning',
  why: 'PostgreSQL keeps both up to date with every write and uses one of them.',
  docs: docs('sql-createindex.html'),
  *check(context) {
    for (const { indexes, isPartition } of context.tables) {
      if (isPartition) continue;
      const kept = new Map<string, Index>();
      for (const index of indexes) {
        const shape = indexShape(index);
        const same = kept.get(shape);
        if (!same) {
          kept.set(shape, index);
          continue;
        }
        yield {
          record: index,
          message: `${context.nameOf(index)} is the same as ${same.body.name}.`,
          fix: { label: `Delete ${index.body.name}`, operations: () => [remove(index)] },
        };
      }
    }
  },
};
