import { update } from '../schema/operation-shorthand';
import type { SchemaRecord } from '../schema/record';
import type { Column, ReviewContext, TableFacts } from './context';
import { isLooseInTable } from './retype';
import type { Fix } from './rule';

/** The single column of a table's primary key, when it counts up: identity, or a default from a sequence. */
export function countedKey(context: ReviewContext, table: TableFacts): Column | undefined {
  const [id, ...others] = table.primaryKey?.body.columnIds ?? [];
  const column = id === undefined || others.length > 0 || table.isPartition ? undefined : context.column(id);
  if (!column || column.body.tableId !== table.id) return undefined;
  return column.body.identity || column.body.default?.kind === 'sequence' ? column : undefined;
}

/**
 * Makes a key and everything that refers to it bigint, sequences too; undefined where an expression or an
 * inherited table stands in the way.
 */
export function widenKey(context: ReviewContext, key: Column): Fix | undefined {
  const columns = new Map([[key.id, key]]);
  const queue = [key];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const foreignKey of context.foreignKeysTo(next.body.tableId)) {
      const place = foreignKey.body.referencedColumnIds.indexOf(next.id);
      const column = place < 0 ? undefined : context.column(foreignKey.body.columnIds[place] ?? '');
      if (!column || columns.has(column.id) || !isNarrow(context, column)) continue;
      columns.set(column.id, column);
      queue.push(column);
    }
  }
  const all = [...columns.values()];
  const isSafe = all.every((column) => isLooseInTable(context, column) && !context.isInExpression(column));
  if (!isSafe || all.some(({ body }) => body.generated)) return undefined;
  return {
    label: all.length === 1 ? 'Use bigint' : `Use bigint, in ${all.length - 1} referring columns too`,
    operations: () => [
      ...all.map((column) => update(column, { type: 'bigint' })),
      ...sequencesOf(context, all).map((sequence) => update(sequence, { type: null, maximum: null })),
    ],
  };
}

function isNarrow(context: ReviewContext, column: Column): boolean {
  const type = context.builtIn(column);
  return type === 'integer' || type === 'smallint';
}

function sequencesOf(
  context: ReviewContext,
  columns: readonly Column[],
): readonly SchemaRecord<'sequence'>[] {
  const found = new Set<SchemaRecord<'sequence'>>();
  for (const { body } of columns) {
    const sequence = body.default?.kind === 'sequence' ? context.get(body.default.sequenceId) : undefined;
    if (sequence?.kind === 'sequence' && sequence.body.type !== undefined) found.add(sequence);
  }
  return [...found];
}
