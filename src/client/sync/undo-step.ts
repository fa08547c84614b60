import type { LiveChange } from '../../core/protocol/change';
import { maxOperations } from '../../core/protocol/mutation';
import type { AuditEntry } from '../../core/schema/change';
import type { RecordId } from '../../core/schema/ids';
import type { MemoryState } from '../../core/schema/memory-state';
import type { RecordState } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { PendingMutation } from './pending';

/** A mutation of mine that I may take back, and what it did. Plain data: it is kept in IndexedDB. */
export type UndoStep = {
  readonly mutationId: string;
  readonly label: string;
  readonly entries: readonly AuditEntry[];
  /** At which it left its records; empty as long as the server has not answered. */
  readonly versions: Readonly<Record<RecordId, number>>;
  /** About what it takes to keep. */
  readonly bytes: number;
};

/** The step of a mutation as it was shown when it was made. */
export function stepShown({ id, label, entries = [] }: PendingMutation): UndoStep {
  return { mutationId: id, label, entries, versions: {}, bytes: 0 };
}

/** The step of a mutation that was answered with these records, having met these values of others. */
export function stepAnswered(
  mutation: PendingMutation,
  records: readonly RecordState[],
  overwritten: readonly Overwritten[],
): UndoStep {
  const entries = withAnswer(mutation.entries ?? [], records, overwritten);
  const versions = Object.fromEntries(records.map(({ id, version }) => [id, version]));
  return sized({ ...stepShown(mutation), entries, versions });
}

/** The step of a change that the server made for me. */
export function stepLogged({ id, operations, records }: LiveChange, label: string): UndoStep {
  const versions = Object.fromEntries(records.map((record) => [record.id, record.version]));
  const entries = operations as readonly AuditEntry[];
  return sized({ mutationId: id, label, entries, versions, bytes: 0 });
}

/** The step with what it really did, once the log says so. */
export function corrected(step: UndoStep, entries: readonly AuditEntry[]): UndoStep {
  return sized({ ...step, entries });
}

function sized(step: UndoStep): UndoStep {
  return { ...step, bytes: JSON.stringify(step.entries).length };
}

/**
 * Why a step must wait, when this mirror lacks what it did: one of another tab may be known before the stream has
 * brought it here. Old tombstones are not in a snapshot: a deleted record may be missing.
 */
export function notArrived({ entries, versions }: UndoStep, confirmed: MemoryState): Problem | null {
  const isHere = entries.every(({ recordId, after }) => {
    const version = versions[recordId];
    const known = confirmed.get(recordId);
    return version === undefined || (known ? known.version >= version : after === null);
  });
  if (isHere) return null;
  const detail = 'It was done in another tab and has not arrived in this one yet. Try again in a moment.';
  return { code: 'unavailable', detail };
}

type Body = Readonly<Record<string, unknown>>;

/**
 * Whether a step is more than one mutation takes back: it, or it with the places that its tables got since. What was
 * written in several pieces has an entry of the log that says nothing of them.
 */
export function isLarge({ entries }: UndoStep, state: MemoryState): boolean {
  const places = entries.filter(
    ({ kind, before, recordId }) =>
      kind === 'table' &&
      before === null &&
      state.children(recordId).some((child) => child.kind === 'layout'),
  );
  return entries.length === 0 || entries.length + places.length > maxOperations;
}

/** A value of somebody else that a mutation replaced. */
export type Overwritten = { readonly recordId: RecordId; readonly field: string; readonly theirs?: unknown };

/** Brings what was expected in line with the records that the server answered, and with values it met. */
function withAnswer(
  entries: readonly AuditEntry[],
  records: readonly RecordState[],
  overwritten: readonly Overwritten[],
): readonly AuditEntry[] {
  const states = new Map(records.map((state) => [state.id, state]));
  return entries.map((entry) => {
    const state = states.get(entry.recordId);
    if (!isLive(state) || entry.after === null) return entry;
    const body: Body = state.body;
    if (entry.before === null) return { ...entry, after: body };
    const before: Record<string, unknown> = { ...entry.before };
    for (const { recordId, field, theirs } of overwritten) {
      if (recordId === entry.recordId && field in before) before[field] = theirs ?? null;
    }
    const after = Object.fromEntries(Object.keys(entry.after).map((field) => [field, body[field] ?? null]));
    return { ...entry, before, after };
  });
}
