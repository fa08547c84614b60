import type { Index } from '../context';
import { dropFix } from '../drop-fix';
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
    for (const { id, indexes } of context.tables) {
      const kept = new Map<string, Index>();
      for (const index of indexes) {
        // Those of its partitioned table, which a partition has as well, are told there.
        if (index.body.tableId !== id) continue;
        const shape = indexShape(index);
        const same = kept.get(shape);
        if (!same) {
          kept.set(shape, index);
          continue;
        }
        yield {
          record: index,
          message: `${context.nameOf(index)} is the same as ${same.body.name}.`,
          fix: dropFix(context, index),
        };
      }
    }
  },
};
