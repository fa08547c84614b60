import type { Rule } from '../rule';
import { docs } from '../rule';

export const setDefaultWithoutDefault: Rule = {
  code: 'set-default-without-default',
  title: 'SET DEFAULT on a column without a default',
  severity: 'error',
  why: 'Without a default the column is set to NULL, and where it is NOT NULL the delete or update always fails.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    for (const { foreignKeys } of context.tables) {
      for (const foreignKey of foreignKeys) {
        const { onDelete, onUpdate, columnIds, onDeleteColumnIds } = foreignKey.body;
        if (onDelete !== 'set default' && onUpdate !== 'set default') continue;
        const set = onDelete === 'set default' ? (onDeleteColumnIds ?? columnIds) : columnIds;
        const lacking = set.filter((id) => {
          const body = context.column(id)?.body;
          return body && !body.nullable && !body.default && !body.identity;
        });
        if (lacking.length === 0) continue;
        yield {
          record: foreignKey,
          message: `${context.nameOf(foreignKey)} says SET DEFAULT, but ${context.columnNames(lacking)} is NOT NULL and has no default.`,
        };
      }
    }
  },
};
