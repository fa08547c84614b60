import { update } from '../../schema/operation-shorthand';
import { isBtree } from '../index-shape';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const btreeOnDocument: Rule = {
  code: 'btree-on-document',
  title: 'B-tree index on a document or list',
  severity: 'warning',
  why: 'A B-tree compares whole values: it does not help to find what is inside a jsonb, an array or a tsvector, and a large value does not fit into it. GIN is made for that.',
  docs: docs('gin.html'),
  *check(context) {
    for (const { indexes, isPartition } of context.tables) {
      if (isPartition) continue;
      for (const index of indexes) {
        const [element, ...others] = index.body.elements;
        if (!element || others.length > 0 || !('columnId' in element) || !isBtree(index)) continue;
        const column = context.column(element.columnId);
        const type = column && context.typeOf(column);
        const isDocument =
          type &&
          (type.dimensions > 0 ||
            (type.namespace === 'pg_catalog' && ['jsonb', 'tsvector'].includes(type.name)));
        if (!isDocument || index.body.unique || element.opclass) continue;
        const { storage, include } = index.body;
        yield {
          record: index,
          message: `${context.nameOf(index)} is a B-tree over ${column.body.type}: it finds whole values only, not what is inside.`,
          fix:
            storage !== undefined || include || column.body.typeId !== undefined
              ? undefined
              : {
                  label: 'Use GIN',
                  operations: () => [update(index, { method: 'gin', elements: [{ columnId: column.id }] })],
                },
        };
      }
    }
  },
};
