/** A project in memory that edits are run on by the same rules as everywhere; for tests of edits. */
import { applyOperations } from '../../../core/schema/apply';
import type { RecordKind } from '../../../core/schema/kinds';
import { MemoryState } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import type { RecordState, SchemaRecord } from '../../../core/schema/record';
import { must } from '../../../core/std/assert';
import { newId } from './new-id';
import { create } from './operations';

type Runnable = { readonly operations: readonly Operation[] };

/** `public` with the table `orders` and its columns `tenant`, `number`, `total`, all nullable. */
export function editedProject() {
  const publicId = newId();
  const state = MemoryState.from([
    { id: publicId, kind: 'namespace', version: 1, parentId: null, body: { name: 'public' } } as RecordState,
  ]);
  const refusal = (edit: Runnable): string | null => {
    const applied = applyOperations(state, edit.operations);
    if (!applied.ok) return applied.problem.detail;
    for (const { after } of applied.value.writes) state.put(after);
    return null;
  };
  const run = (edit: Runnable) => {
    const problem = refusal(edit);
    if (problem !== null) throw new Error(problem);
  };
  const live = <Kind extends RecordKind>(id: string, kind: Kind): SchemaRecord<Kind> =>
    must(state.live(id, kind), `${kind} ${id}`);
  const table = newId();
  const columns = { tenant: newId(), number: newId(), total: newId() };
  const types = { tenant: 'uuid', number: 'integer', total: 'numeric(12,2)' };
  run({ operations: [create('table', table, { name: 'orders' })] });
  for (const name of ['tenant', 'number', 'total'] as const) {
    run({ operations: [create('column', columns[name], { tableId: table, name, type: types[name] })] });
  }
  return { state, publicId, table, columns, run, refusal, live };
}
