/** The columns that SET NULL and SET DEFAULT set (PostgreSQL 15, CREATE TABLE, REFERENCES). Pure. */
import type { SchemaRecord } from '../../../core/schema/record';
import type { Patch } from './operations';

/**
 * Takes one of a foreign key's columns in or out of those that its action on delete sets. In the order of the
 * key; all of them is PostgreSQL's own, so that leaves no trace. The last one stays: an action sets something.
 */
export function deletedColumnsPatch(
  { body }: SchemaRecord<'foreign-key'>,
  columnId: string,
): Patch<'foreign-key'> {
  const now = new Set(body.onDeleteColumnIds ?? body.columnIds);
  if (!now.delete(columnId)) now.add(columnId);
  const next = body.columnIds.filter((id) => now.has(id));
  if (next.length === 0) return {};
  return { onDeleteColumnIds: next.length === body.columnIds.length ? null : next };
}
