import type { RecordId } from '../schema/ids';
import { update } from '../schema/operation-shorthand';
import type { Column, ReviewContext } from './context';
import type { Fix } from './rule';

/**
 * Whether a column's type can be changed without a look at anything else: nothing refers to it, no expression
 * and no partition key uses it, no operator class is chosen for it, and no other table inherits it.
 */
export function isFreeToRetype(context: ReviewContext, column: Column): boolean {
  return (
    !context.isInForeignKey(column) &&
    !context.isInExpression(column) &&
    column.body.identity === undefined &&
    column.body.generated === undefined &&
    isLooseInTable(context, column)
  );
}

/** The same, but it may be in foreign keys and be an identity column. */
export function isLooseInTable(context: ReviewContext, { id, body }: Column): boolean {
  const table = context.table(body.tableId);
  if (!table || context.isInherited(table.id) || body.typeId !== undefined) return false;
  const partitionKey = table.table.body.partitionBy?.elements ?? [];
  const indexed = table.indexes.flatMap((index) => index.body.elements);
  return (
    !partitionKey.some((element) => 'columnId' in element && element.columnId === id) &&
    !indexed.some((element) => 'columnId' in element && element.columnId === id && element.opclass) &&
    !isExcluded(context, id)
  );
}

function isExcluded(context: ReviewContext, id: RecordId): boolean {
  return context
    .ofKind('exclusion')
    .some(({ body }) => body.elements.some((element) => 'columnId' in element && element.columnId === id));
}

/** Gives a column another type, or undefined where that is not safe. */
export function retype(context: ReviewContext, column: Column, type: string): Fix | undefined {
  if (!isFreeToRetype(context, column)) return undefined;
  return { label: `Use ${type}`, operations: () => [update(column, { type })] };
}

/** Whether a default is none, or a literal that reads the same in another type of the same family. */
export function hasPlainDefault({ body }: Column): boolean {
  return body.default === undefined || body.default.kind === 'literal';
}
