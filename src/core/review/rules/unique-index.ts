import { create, remove } from '../../schema/operation-shorthand';
import { indexColumns, isPlainElement } from '../index-shape';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const uniqueIndex: Rule = {
  code: 'unique-index',
  title: 'Unique index that could be a constraint',
  severity: 'info',
  why: 'A rule about the data is better said as a constraint: it stands with the table, can be deferred, and ON CONFLICT can name it. The index comes with it.',
  docs: docs('indexes-unique.html'),
  *check(context) {
    for (const { indexes, isPartition, table } of context.tables) {
      if (isPartition) continue;
      for (const index of indexes) {
        const { unique, predicate, elements, name, include, nullsNotDistinct, comment } = index.body;
        const columnIds = unique && predicate === undefined ? indexColumns(index) : null;
        if (!columnIds || !elements.every(isPlainElement)) continue;
        const isReferredTo = context
          .foreignKeysTo(table.id)
          .some(({ body }) => body.referencedColumnIds.every((id) => columnIds.includes(id)));
        const constraint = {
          tableId: table.id,
          columnIds: [...columnIds],
          name,
          ...(include ? { include } : {}),
          ...(nullsNotDistinct ? { nullsNotDistinct } : {}),
          ...(comment === undefined ? {} : { comment }),
        };
        yield {
          record: index,
          message: `${context.nameOf(index)} keeps (${context.columnNames(columnIds)}) unique and could be a unique constraint.`,
          fix: isReferredTo
            ? undefined
            : {
                label: 'Make it a constraint',
                operations: (mintId) => [remove(index), create('unique', mintId(), constraint)],
              },
        };
      }
    }
  },
};
