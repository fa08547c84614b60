import { indexColumns } from '../index-shape';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const indexOnBoolean: Rule = {
  code: 'index-on-boolean',
  title: 'Index on a boolean alone',
  severity: 'info',
  why: 'Half of the rows are seldom found faster by an index than by reading the table. Where one value is rare, an index with WHERE on just those rows is small and used.',
  docs: docs('indexes-partial.html'),
  *check(context) {
    for (const { indexes, isPartition } of context.tables) {
      if (isPartition) continue;
      for (const index of indexes) {
        const [id, ...others] = index.body.predicate === undefined ? (indexColumns(index) ?? []) : [];
        const column = id === undefined || others.length > 0 ? undefined : context.column(id);
        if (!column || context.builtIn(column) !== 'boolean' || index.body.unique) continue;
        yield {
          record: index,
          message: `${context.nameOf(index)} is on ${column.body.name} alone, which is true or false.`,
        };
      }
    }
  },
};
