/** Namespaces (PostgreSQL's schemas), as operations. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { SchemaRecord } from '../../../core/schema/record';
import { change } from './change';
import type { Edit } from './edit';
import type { Patch } from './operations';
import { createNumbered, remove } from './operations';
import { freeName } from './sequence';

type Namespace = SchemaRecord<'namespace'>;

/** A namespace with a free name. */
export function createNamespace(state: MemoryState, id: string): Edit {
  const name = freeName(
    'new_schema',
    (candidate) => state.holder(scopes.namespaces, candidate) !== undefined,
  );
  return { label: `Create schema ${name}`, operations: [createNumbered('namespace', id, { name })] };
}

/** Renames a namespace or comments on it. */
export function changeNamespace(record: Namespace, patch: Patch<'namespace'>): Edit {
  return change(record, record.body.name, patch);
}

/** Deletes a namespace with everything in it and everything that relies on that; the label counts the tables. */
export function deleteNamespace(state: MemoryState, record: Namespace): Edit {
  const tables = state.childrenOf(record.id, 'table').length;
  const extent = tables === 0 ? '' : ` with ${tables} table${tables === 1 ? '' : 's'}`;
  return {
    label: `Delete schema ${record.body.name}${extent}`,
    operations: [remove(record, { cascade: true })],
  };
}
