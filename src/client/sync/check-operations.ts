import { maxOperations } from '../../core/protocol/mutation';
import { mayEdit } from '../../core/protocol/project';
import type { RecordId } from '../../core/schema/ids';
import type { MemoryState } from '../../core/schema/memory-state';
import type { Operation } from '../../core/schema/operation';
import { fromWire, toWire, wireOperationSchema } from '../../core/schema/operation';
import { isLive } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import type { StoreStatus } from './store-contract';

/** Checks the form of operations as the server will, so that a name too long is said at once. */
export function checkOperations(operations: readonly Operation[]): Result<readonly Operation[], Problem> {
  const checked: Operation[] = [];
  for (const [place, operation] of operations.entries()) {
    const parsed = wireOperationSchema.safeParse(toWire(operation));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const path = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
      const detail = issue?.message ?? 'This edit is not well formed.';
      return refused({
        code: 'invalid-operation',
        detail,
        pointer: `/operations/${place}${path}`,
        recordId: operation.id,
      });
    }
    checked.push(fromWire(parsed.data));
  }
  return ok(checked);
}

/** Why nothing can be edited at the moment, whatever it is. */
export function hindranceTo(
  operations: readonly Operation[],
  { project, connection }: StoreStatus,
): Problem | null {
  if (connection.kind === 'failed') {
    return { code: 'forbidden', detail: 'You no longer have access to this project.' };
  }
  if (!project) return { code: 'unavailable', detail: 'The project is still loading.' };
  if (!mayEdit(project.role)) {
    return { code: 'read-only-role', detail: `As ${project.role} you can look at this project only.` };
  }
  if (operations.length <= maxOperations) return null;
  return { code: 'too-large', detail: `One edit has at most ${maxOperations} parts; this has more.` };
}

/** The operation that gives one field of what is shown a value. */
export function settingField(
  shown: MemoryState,
  id: RecordId,
  field: string,
  value: unknown,
): Result<Operation, Problem> {
  const record = shown.get(id);
  if (!isLive(record)) {
    return refused({ code: 'deleted', recordId: id, detail: 'It has been deleted meanwhile.' });
  }
  const { kind, version } = record;
  return ok({ verb: 'update', kind, id, version, body: { [field]: value ?? null } });
}
