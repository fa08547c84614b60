import { create } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const tsvectorWithoutIndex: Rule = {
  code: 'tsvector-without-index',
  title: 'Search column without an index',
  severity: 'info',
  why: 'A tsvector is kept to be searched. Without an index every search reads the whole table.',
  docs: docs('textsearch-indexes.html'),
  *check(context) {
    for (const { ownColumns, indexes, id } of context.tables) {
      for (const column of ownColumns) {
        if (context.builtIn(column) !== 'tsvector') continue;
        const isIndexed = indexes.some(({ body }) =>
          body.elements.some((element) => 'columnId' in element && element.columnId === column.id),
        );
        if (isIndexed || context.isInExpression(column)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} has no index to search it by.`,
          fix: {
            label: 'Add a GIN index',
            operations: (mintId) => [
              create('index', mintId(), { tableId: id, method: 'gin', elements: [{ columnId: column.id }] }),
            ],
          },
        };
      }
    }
  },
};
