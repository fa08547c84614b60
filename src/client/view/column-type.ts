/** The type of a column as it is shown. Pure. */
import { parseDataType, printDataType } from '../../core/schema/data-type';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import { typeNameOf } from '../../core/schema/type-names';
import { shortType } from './short-type';

/** What is of a type: a column, a domain, a range, an attribute of a composite type. */
export type Typed = { readonly type: string; readonly typeId?: string | undefined };

/**
 * A type in its short spelling; one of the project's own by the name that it has now, since renaming it leaves
 * what is of it alone. `public` is left out.
 */
export function shownType({ type, typeId }: Typed, state: MemoryState): string {
  const parsed = typeId === undefined ? undefined : parseDataType(type);
  const own = parsed?.ok ? typeNameOf(state.get(typeId ?? ''), parsed.value.name) : undefined;
  if (!own || !parsed?.ok) return shortType(type);
  const namespace = state.live(own.namespaceId, 'namespace')?.body.name ?? null;
  const named = { name: own.name, namespace: namespace === 'public' ? null : namespace };
  return printDataType({ ...parsed.value, ...named });
}

/** A column's type as it is shown. */
export function columnType({ body }: SchemaRecord<'column'>, state: MemoryState): string {
  return shownType(body, state);
}
