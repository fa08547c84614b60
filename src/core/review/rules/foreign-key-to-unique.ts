import type { Rule } from '../rule';
import { docs } from '../rule';

export const foreignKeyToUnique: Rule = {
  code: 'foreign-key-to-unique',
  title: 'Foreign key to something else than the primary key',
  severity: 'info',
  why: 'It works, but readers and tools expect foreign keys to go to the primary key, and a natural key that changes has to be changed everywhere.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    for (const { foreignKeys } of context.tables) {
      for (const foreignKey of foreignKeys) {
        const referenced = context.table(foreignKey.body.referencedTableId);
        const key = referenced?.primaryKey?.body.columnIds;
        if (!referenced || !key) continue;
        const { referencedColumnIds } = foreignKey.body;
        // A key with the primary key in it, as for a tenant that is carried along, is on purpose.
        if (key.every((id) => referencedColumnIds.includes(id))) continue;
        yield {
          record: foreignKey,
          message: `${context.nameOf(foreignKey)} refers to ${referenced.name} (${context.columnNames(referencedColumnIds)}), not to its primary key (${context.columnNames(key)}).`,
        };
      }
    }
  },
};
