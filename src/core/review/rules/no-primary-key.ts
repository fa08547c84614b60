import { create, update } from '../../schema/operation-shorthand';
import type { ReviewContext, TableFacts } from '../context';
import type { Fix, Rule } from '../rule';
import { docs } from '../rule';

export const noPrimaryKey: Rule = {
  code: 'no-primary-key',
  title: 'No primary key',
  severity: 'warning',
  why: 'Without a primary key a single row cannot be named for certain: duplicates creep in, logical replication refuses updates and deletes, and other tables have nothing to refer to.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS'),
  *check(context) {
    for (const table of context.tables) {
      if (table.primaryKey || table.isPartition || table.columns.length === 0) continue;
      yield {
        record: table.table,
        message: `${table.name} has no primary key.`,
        fix: fixFor(context, table),
      };
    }
  },
};

/** The columns that already say which row is meant; else a new `id`. */
function fixFor(context: ReviewContext, { id, table, ownColumns, foreignKeys }: TableFacts): Fix | undefined {
  if (table.body.partitionBy || table.body.inherits) return undefined;
  const named = ownColumns.find(({ body }) => body.name === 'id');
  const linking = new Set(foreignKeys.flatMap(({ body }) => body.columnIds));
  const isJoin = ownColumns.length === 2 && ownColumns.every((column) => linking.has(column.id));
  const key = named ? [named] : isJoin ? ownColumns : undefined;
  if (key?.some((column) => column.body.nullable && column.body.generated)) return undefined;
  if (key) {
    return {
      label: `Make (${context.columnNames(key.map((column) => column.id))}) the primary key`,
      operations: (mintId) => [
        ...key.filter(({ body }) => body.nullable).map((column) => update(column, { nullable: false })),
        create('primary-key', mintId(), { tableId: id, columnIds: key.map((column) => column.id) }),
      ],
    };
  }
  return {
    label: 'Add an id column',
    operations: (mintId) => {
      const columnId = mintId();
      const column = {
        tableId: id,
        name: 'id',
        type: 'bigint',
        nullable: false,
        identity: 'always',
      } as const;
      return [
        create('column', columnId, column),
        create('primary-key', mintId(), { tableId: id, columnIds: [columnId] }),
      ];
    },
  };
}
