import { applyOperations } from '../../core/schema/apply';
import type { AuditEntry } from '../../core/schema/change';
import type { RecordId } from '../../core/schema/ids';
import { entriesOf } from '../../core/schema/invert';
import { MemoryState } from '../../core/schema/memory-state';
import type { Operation } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import { sameJson } from '../../core/std/canonical-json';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok } from '../../core/std/result';
import type { PendingMutation } from './pending';
import { forShown } from './pending';

/** Called for each record whose shown state became another, with both. */
export type Observe = (before: RecordState | undefined, after: RecordState | undefined) => void;

/**
 * What the server has confirmed, and what is shown: that, with the pending mutations applied over it.
 * Both are whole states that share their records; only the overlay, the records that pending mutations
 * wrote, is taken back and written again when the ground moves.
 */
export class Mirror {
  #confirmed = new MemoryState();
  #shown = new MemoryState();
  readonly #overlay = new Set<RecordId>();
  /** The pending mutations that were applied last, all of them. */
  #laidOver: readonly PendingMutation[] = [];
  readonly #observe: Observe;

  constructor(observe: Observe) {
    this.#observe = observe;
  }

  get confirmed(): MemoryState {
    return this.#confirmed;
  }

  get shown(): MemoryState {
    return this.#shown;
  }

  /** Ids of records that differ from what is confirmed, as far as pending mutations wrote them. */
  get overlay(): ReadonlySet<RecordId> {
    return this.#overlay;
  }

  /** Starts over from a snapshot: nothing of what was there before is kept. The observer is not called. */
  reset(states: readonly RecordState[], pending: readonly PendingMutation[]): void {
    this.#confirmed = MemoryState.from(states);
    this.#shown = MemoryState.from(states);
    this.#overlay.clear();
    this.#laidOver = pending;
    for (const mutation of pending) this.#show(mutation.operations, () => undefined);
  }

  /**
   * Takes in confirmed states and applies the pending mutations anew. One that no longer applies is left
   * out of what is shown; whether it stands is the server's decision. Gives the ids that changed.
   */
  rebase(states: readonly RecordState[], pending: readonly PendingMutation[]): ReadonlySet<RecordId> {
    const before = new Map<RecordId, RecordState | undefined>();
    const remember = (id: RecordId): void => {
      if (!before.has(id)) before.set(id, this.#shown.get(id));
    };
    for (const state of states) {
      if (this.#confirmed.put(state)) remember(state.id);
    }
    // What an answer has brought already, the stream brings once more: many edits that wait need not be shown anew.
    if (before.size === 0 && pending === this.#laidOver) return new Set();
    this.#laidOver = pending;
    for (const id of this.#overlay) remember(id);
    for (const id of before.keys()) this.#settle(id);
    this.#overlay.clear();
    for (const mutation of pending) this.#show(mutation.operations, remember);
    return this.#differences(before);
  }

  /** Shows a new mutation on top of all others, if the rules allow it. */
  apply(
    operations: readonly Operation[],
  ): Result<{ readonly changed: ReadonlySet<RecordId>; readonly entries: readonly AuditEntry[] }, Problem> {
    const before = new Map<RecordId, RecordState | undefined>();
    const applied = this.#show(operations, (id) => {
      if (!before.has(id)) before.set(id, this.#shown.get(id));
    });
    return applied.ok ? ok({ changed: this.#differences(before), entries: applied.value }) : applied;
  }

  #show(
    operations: readonly Operation[],
    remember: (id: RecordId) => void,
  ): Result<readonly AuditEntry[], Problem> {
    const versionOf = (id: RecordId) => this.#shown.get(id)?.version;
    const applied = applyOperations(this.#shown, forShown(operations, versionOf));
    if (!applied.ok) return applied;
    for (const { after } of applied.value.writes) {
      remember(after.id);
      this.#shown.replace(after);
      this.#overlay.add(after.id);
    }
    return ok(entriesOf(applied.value.writes));
  }

  /** Shows what is confirmed of this record. */
  #settle(id: RecordId): void {
    const confirmed = this.#confirmed.get(id);
    if (confirmed === this.#shown.get(id)) return;
    if (confirmed) this.#shown.replace(confirmed);
    else this.#shown.forget(id);
  }

  /** What is shown anew but says the same keeps its identity, so that nobody draws it again. */
  #differences(before: ReadonlyMap<RecordId, RecordState | undefined>): ReadonlySet<RecordId> {
    const changed = new Set<RecordId>();
    for (const [id, was] of before) {
      const is = this.#shown.get(id);
      if (is === was) continue;
      if (is && was && sameJson(is, was)) {
        this.#shown.replace(was);
        continue;
      }
      changed.add(id);
      this.#observe(was, is);
    }
    return changed;
  }
}
