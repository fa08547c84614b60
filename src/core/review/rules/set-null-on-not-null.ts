import { update } from '../../schema/operation-shorthand';
import type { Column, ForeignKey, ReviewContext } from '../context';
import type { Fix, Rule } from '../rule';
import { docs } from '../rule';

export const setNullOnNotNull: Rule = {
  code: 'set-null-on-not-null',
  title: 'SET NULL on a column that is NOT NULL',
  severity: 'error',
  why: 'When a referenced row goes, PostgreSQL tries to set the column to NULL, which it may not be: the delete or update always fails, and says so only then.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    for (const { foreignKeys } of context.tables) {
      for (const foreignKey of foreignKeys) {
        const stuck = stuckColumns(context, foreignKey);
        if (stuck.length === 0) continue;
        const event = foreignKey.body.onDelete === 'set null' ? 'ON DELETE' : 'ON UPDATE';
        yield {
          record: foreignKey,
          message: `${context.nameOf(foreignKey)} says ${event} SET NULL, but ${stuck.map(({ body }) => body.name).join(', ')} is NOT NULL.`,
          fix: fixFor(context, foreignKey, stuck),
        };
      }
    }
  },
};

function stuckColumns(context: ReviewContext, { body }: ForeignKey): readonly Column[] {
  const onDelete = body.onDelete === 'set null' ? (body.onDeleteColumnIds ?? body.columnIds) : [];
  const onUpdate = body.onUpdate === 'set null' ? body.columnIds : [];
  return [...new Set([...onDelete, ...onUpdate])]
    .map((id) => context.column(id))
    .filter((column) => column !== undefined)
    .filter((column) => !column.body.nullable);
}

/** NULL is allowed where the column is in no key; else the action goes, and deleting is refused as it is now. */
function fixFor(context: ReviewContext, foreignKey: ForeignKey, stuck: readonly Column[]): Fix {
  const key = context.table(foreignKey.body.tableId)?.primaryKey?.body.columnIds ?? [];
  if (stuck.every(({ id, body }) => !key.includes(id) && body.identity === undefined)) {
    return {
      label: `Allow NULL in ${stuck.map(({ body }) => body.name).join(', ')}`,
      operations: () =>
        stuck.map((column) =>
          update(column, {
            nullable: true,
            ...(column.body.notNullName === undefined ? {} : { notNullName: null }),
            ...(column.body.notNullNoInherit === undefined ? {} : { notNullNoInherit: null }),
          }),
        ),
    };
  }
  const { onDelete, onUpdate, onDeleteColumnIds } = foreignKey.body;
  return {
    label: 'Refuse the delete instead',
    operations: () => [
      update(foreignKey, {
        ...(onDelete === 'set null' ? { onDelete: null } : {}),
        ...(onUpdate === 'set null' ? { onUpdate: null } : {}),
        ...(onDeleteColumnIds && onDelete === 'set null' ? { onDeleteColumnIds: null } : {}),
      }),
    ],
  };
}
