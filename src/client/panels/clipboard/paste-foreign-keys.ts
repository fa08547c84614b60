/** Where the foreign keys of copied tables go. Pure. */
import type { BodyOf } from '../../../core/schema/bodies';
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { SchemaRecord } from '../../../core/schema/record';
import { referencedKey } from '../../../core/schema/references';
import type { PasteContext } from './paste-context';

type Surroundings = {
  readonly state: MemoryState;
  readonly clip: MemoryState;
  readonly context: PasteContext;
};

type Target = Pick<BodyOf<'foreign-key'>, 'referencedTableId' | 'referencedColumnIds'>;

/**
 * The table and columns that a foreign key to a table that was not copied goes to: those that it went to where
 * they are still there, else those of their names. Null where there are none, or no key on them.
 */
export function outsideTarget(
  { state, clip, context }: Surroundings,
  { body }: SchemaRecord<'foreign-key'>,
): Target | null {
  const target = sameTarget(state, body) ?? namedTarget({ state, clip, context }, body);
  return target && referencedKey(target, state) ? target : null;
}

function sameTarget(state: MemoryState, { referencedTableId, referencedColumnIds }: Target): Target | null {
  const isThere = referencedColumnIds.every(
    (id) => state.live(id, 'column')?.body.tableId === referencedTableId,
  );
  return isThere ? { referencedTableId, referencedColumnIds } : null;
}

function namedTarget({ state, clip, context }: Surroundings, body: Target): Target | null {
  const table = clip.live(body.referencedTableId, 'table');
  const namespaceId = table && context.existingNamespace(table.body.namespaceId);
  if (!table || namespaceId === undefined) return null;
  const referencedTableId = state.holder(scopes.relations(namespaceId), table.body.name);
  if (referencedTableId === undefined) return null;
  const referencedColumnIds = body.referencedColumnIds.flatMap((id) => {
    const name = clip.live(id, 'column')?.body.name;
    return name === undefined ? [] : (state.holder(scopes.columns(referencedTableId), name) ?? []);
  });
  const isWhole = referencedColumnIds.length === body.referencedColumnIds.length;
  return isWhole ? { referencedTableId, referencedColumnIds } : null;
}

/** `Left out the foreign key orders_customer_id_fkey: there is no table customers here with the key that it goes to.` */
export function leftOut(clip: MemoryState, { body }: SchemaRecord<'foreign-key'>): string {
  const target = clip.live(body.referencedTableId, 'table')?.body.name ?? 'table';
  return `Left out the foreign key ${body.name}: there is no table ${target} here with the key that it goes to.`;
}
