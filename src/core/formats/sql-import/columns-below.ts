import { renderExpression } from '../../schema/expression';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import type { ImportContext } from './context';

type Table = SchemaRecord<'table'>;

/** Columns of a table above by their names here; undefined when one is missing. */
export function columnsBelow(
  { catalog }: ImportContext,
  table: Table,
  ids: readonly RecordId[],
): RecordId[] | undefined {
  const found = ids.map((id) => catalog.column(table.id, catalog.live(id, 'column')?.body.name ?? '')?.id);
  return found.every((id) => id !== undefined) ? found : undefined;
}

/** An expression of a table above with the present names of its columns. */
export function rendered(
  { catalog }: ImportContext,
  text: string,
  refs: Readonly<Record<string, RecordId>> | undefined,
): string {
  return renderExpression(text, refs, (id) => catalog.live(id, 'column')?.body.name);
}
