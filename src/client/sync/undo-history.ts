import type { AuditEntry } from '../../core/schema/change';
import type { RecordId } from '../../core/schema/ids';
import type { MemoryState } from '../../core/schema/memory-state';
import type { RecordState } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import { sameJson } from '../../core/std/canonical-json';
import type { Problem } from '../../core/std/problem';

/** A mutation of mine that I may take back, and what it did. */
export type UndoStep = {
  readonly mutationId: string;
  readonly label: string;
  readonly entries: readonly AuditEntry[];
};

/** More than anybody takes back; an import of a day does not fill the memory. */
const maxSteps = 500;

/** What one person did in one tab, in order. Undoing moves a step's inverse to the other side. */
export class UndoHistory {
  #undo: readonly UndoStep[] = [];
  #redo: readonly UndoStep[] = [];

  get nextUndo(): UndoStep | undefined {
    return this.#undo.at(-1);
  }

  get nextRedo(): UndoStep | undefined {
    return this.#redo.at(-1);
  }

  /** A new edit: what was undone before it cannot be redone any more. */
  push(step: UndoStep): void {
    this.#undo = [...this.#undo, step].slice(-maxSteps);
    this.#redo = [];
  }

  /** The next undo was done by this step, which redo takes back in turn. */
  undone(by: UndoStep): void {
    this.#undo = this.#undo.slice(0, -1);
    this.#redo = [...this.#redo, by];
  }

  redone(by: UndoStep): void {
    this.#redo = this.#redo.slice(0, -1);
    this.#undo = [...this.#undo, by];
  }

  /** The mutation did not happen, or cannot be taken back. */
  drop(mutationId: string): void {
    const others = (step: UndoStep) => step.mutationId !== mutationId;
    this.#undo = this.#undo.filter(others);
    this.#redo = this.#redo.filter(others);
  }

  /** What the mutation really did, once the server says so: it may have filled in, or met somebody. */
  correct(mutationId: string, change: (entries: readonly AuditEntry[]) => readonly AuditEntry[]): void {
    const corrected = (step: UndoStep) =>
      step.mutationId === mutationId ? { ...step, entries: change(step.entries) } : step;
    this.#undo = this.#undo.map(corrected);
    this.#redo = this.#redo.map(corrected);
  }
}

type Body = Readonly<Record<string, unknown>>;

/** Brings what was expected in line with the records that the server answered, and with values it met. */
export function withAnswer(
  entries: readonly AuditEntry[],
  records: readonly RecordState[],
  overwritten: readonly { readonly recordId: RecordId; readonly field: string; readonly theirs?: unknown }[],
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

/**
 * Why a step must not be taken back although the rules would allow it: somebody has built on it. Null when
 * everything it wrote is still as it left it, and nothing new belongs to what it created.
 */
export function builtOn(step: UndoStep, state: MemoryState): Problem | null {
  const created = new Set(
    step.entries.filter(({ before }) => before === null).map(({ recordId }) => recordId),
  );
  for (const entry of step.entries) {
    if (!standsAsLeft(entry, state)) return changedSince(entry.recordId, 'was changed');
    if (entry.before !== null) continue;
    const added = state
      .children(entry.recordId)
      .find((child) => child.kind !== 'layout' && !created.has(child.id));
    if (added) return changedSince(entry.recordId, `got a ${added.kind.replace('-', ' ')}`);
  }
  return null;
}

/** Derived fields follow others; where something is drawn is nobody's building on it. */
const unjudged: ReadonlySet<string> = new Set(['typeId', 'columnRefs']);

function standsAsLeft({ recordId, kind, before, after }: AuditEntry, state: MemoryState): boolean {
  const record = state.get(recordId);
  if (after === null) return !isLive(record);
  if (!isLive(record)) return false;
  if (kind === 'layout' && before === null) return true;
  const body: Body = record.body;
  const fields =
    before === null ? new Set([...Object.keys(after), ...Object.keys(body)]) : Object.keys(after);
  return [...fields].every(
    (field) => unjudged.has(field) || sameJson(body[field] ?? null, after[field] ?? null),
  );
}

function changedSince(recordId: RecordId, what: string): Problem {
  return {
    code: 'changed-since',
    recordId,
    detail: `It ${what} since, so undoing would take that away too.`,
  };
}
