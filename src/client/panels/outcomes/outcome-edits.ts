/** What can be done about outcomes: an edit once more, a value back. */
import { applyOperations } from '../../../core/schema/apply';
import type { MemoryState } from '../../../core/schema/memory-state';
import { sameJson } from '../../../core/std/canonical-json';
import type { Outcome } from '../../sync/outcome';
import { forShown } from '../../sync/pending';
import type { Edit } from '../edits/edit';
import type { ReplacedValue } from './outcome-rows';

/** The refused edit as it would be made now, by somebody who sees what is there now. */
export function againEdit(
  { label, operations }: Extract<Outcome, { kind: 'refused' }>,
  state: MemoryState,
): Edit {
  return { label, operations: forShown(operations, (id) => state.get(id)?.version) };
}

/** Whether what is there now allows the edit. */
export function isPossible({ operations }: Edit, state: MemoryState): boolean {
  return applyOperations(state, operations).ok;
}

/** Whether a field has the value that was lost: there is nothing to bring back. */
export function isBack({ field: { recordId, field }, lost }: ReplacedValue, state: MemoryState): boolean {
  const record = state.get(recordId);
  const body: Readonly<Record<string, unknown>> | undefined =
    record && 'body' in record ? record.body : undefined;
  return body !== undefined && sameJson(body[field] ?? null, lost);
}
