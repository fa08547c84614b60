/** The type of a column as it is shown. Pure. */
import { parseDataType, printDataType } from '../../core/schema/data-type';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import { shortType } from './short-type';

/**
 * A column's type in its short spelling; an enum by the name that it has now, since renaming one leaves its
 * columns alone. `public` is left out.
 */
export function columnType({ body }: SchemaRecord<'column'>, state: MemoryState): string {
  const record = body.typeId === undefined ? undefined : state.live(body.typeId, 'enum');
  const parsed = record && parseDataType(body.type);
  if (!record || !parsed?.ok) return shortType(body.type);
  const namespace = state.live(record.body.namespaceId, 'namespace')?.body.name ?? null;
  const named = { name: record.body.name, namespace: namespace === 'public' ? null : namespace };
  return printDataType({ ...parsed.value, ...named });
}
