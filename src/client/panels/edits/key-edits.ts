/** Primary keys and unique constraints over one or more columns, as operations. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import type { SchemaRecord } from '../../../core/schema/record';
import { changeLabel } from './change';
import type { Edit } from './edit';
import type { Patch } from './operations';
import { create, remove, update } from './operations';

export type KeyRecord = SchemaRecord<'primary-key'> | SchemaRecord<'unique'>;
export type KeyKind = KeyRecord['kind'];

/** What both kinds of key have; `nullsNotDistinct` is for unique constraints. */
export type KeyPatch = Patch<'primary-key'> & Patch<'unique'>;

/** A key over these columns, in this order, named by the rules. A primary key makes its columns NOT NULL. */
export function createKey(
  state: MemoryState,
  kind: KeyKind,
  id: string,
  tableId: string,
  columnIds: readonly string[],
): Edit {
  const words = kind === 'primary-key' ? 'primary key' : 'unique';
  const names = columnIds.map((columnId) => state.live(columnId, 'column')?.body.name ?? '?');
  const required = kind === 'primary-key' ? requiring(state, columnIds) : [];
  return {
    label: `Add ${words} (${names.join(', ')})`,
    operations: [...required, create(kind, id, { tableId, columnIds: [...columnIds] })],
  };
}

/** Changes a key. With its last column it goes; columns that join a primary key become NOT NULL. */
export function changeKey(state: MemoryState, key: KeyRecord, patch: KeyPatch): Edit {
  const { name } = key.body;
  if (patch.columnIds?.length === 0) return { label: `Delete ${name}`, operations: [remove(key)] };
  const required = key.kind === 'primary-key' ? requiring(state, patch.columnIds ?? []) : [];
  const changed = key.kind === 'unique' ? update(key, patch) : update(key, withoutNulls(patch));
  return { label: changeLabel(name, patch), operations: [...required, changed] };
}

/** A primary key implies NOT NULL (PostgreSQL, CREATE TABLE). */
function requiring(state: MemoryState, columnIds: readonly string[]): readonly Operation[] {
  return columnIds.flatMap((id) => {
    const column = state.live(id, 'column');
    return column?.body.nullable ? [update(column, { nullable: false })] : [];
  });
}

/** Nothing in a primary key is null, so it has no say in how nulls compare. */
function withoutNulls({ nullsNotDistinct: _unused, ...patch }: KeyPatch): Patch<'primary-key'> {
  return patch;
}
