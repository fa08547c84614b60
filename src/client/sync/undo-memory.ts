import type { AuditEntry } from '../../core/schema/change';
import type { RecordState } from '../../core/schema/record';
import { sameJson } from '../../core/std/canonical-json';
import type { PendingMutation } from './pending';
import type { PendingQueue } from './pending-queue';
import type { PendingStorage } from './pending-storage';
import type { History, HistoryChange } from './undo-history';
import { advance, changeOf, historyShown, noHistory } from './undo-history';
import type { Overwritten, UndoStep } from './undo-step';
import { corrected, stepAnswered } from './undo-step';

/**
 * The history of one project as this tab knows it. What is answered is shared with the other tabs and survives the
 * page; what this tab has pending comes on top. When another tab changes what is shared, it is read anew, behind
 * all that this tab has to write.
 */
export class UndoMemory {
  readonly #projectId: string;
  readonly #queue: PendingQueue;
  readonly #storage: PendingStorage | undefined;
  readonly #changed: () => void;
  #answered: History = noHistory;
  #shown: { readonly answered: History; readonly pending: unknown; readonly history: History } | null = null;
  /** Changes made here: what was read before one of them is old. */
  #changes = 0;
  #leave: () => void = () => undefined;

  constructor(
    projectId: string,
    queue: PendingQueue,
    storage: PendingStorage | undefined,
    changed: () => void,
  ) {
    this.#projectId = projectId;
    this.#queue = queue;
    this.#storage = storage;
    this.#changed = changed;
  }

  /** With what is pending applied: the same object as long as nothing changes. */
  get shown(): History {
    const pending = this.#queue.all;
    if (this.#shown?.answered !== this.#answered || this.#shown.pending !== pending) {
      const history = historyShown(this.#answered, pending);
      this.#shown = { answered: this.#answered, pending, history };
    }
    return this.#shown.history;
  }

  /** Reads what is kept, and again whenever another tab has changed it, until `stop`. */
  start(): void {
    this.stop();
    this.#leave = this.#storage?.watch(this.#projectId, () => this.#read()) ?? (() => undefined);
    this.#read();
  }

  stop(): void {
    this.#leave();
  }

  /** What an answer means for the history: to be written together with the end of the pending mutation. */
  answer(
    mutation: PendingMutation,
    records: readonly RecordState[],
    overwritten: readonly Overwritten[],
  ): HistoryChange | null {
    const change = changeOf(mutation, stepAnswered(mutation, records, overwritten));
    if (change) this.#advance(change);
    return change;
  }

  /** The server did what was never pending. */
  did(
    intent: { readonly kind: 'edit' } | { readonly kind: 'undo' | 'redo'; readonly of: string },
    step: UndoStep,
  ): void {
    this.#change({ ...intent, step });
  }

  /** The log says what it really did. */
  correct(mutationId: string, entries: readonly AuditEntry[]): void {
    const { undo, redo } = this.#answered;
    const step = [...undo, ...redo].find((known) => known.mutationId === mutationId);
    if (!step || sameJson(step.entries, entries)) return;
    this.#change({ kind: 'correct', step: corrected(step, entries) });
  }

  /** It cannot be taken back. */
  drop(mutationId: string): void {
    this.#change({ kind: 'drop', of: mutationId });
  }

  #change(change: HistoryChange): void {
    this.#advance(change);
    this.#queue.write((storage) => storage.changeHistory(this.#projectId, change));
  }

  #advance(change: HistoryChange): void {
    this.#changes += 1;
    this.#answered = advance(this.#answered, change);
  }

  #read(): void {
    const changes = this.#changes;
    this.#queue.write(async (storage) => {
      const kept = await storage.loadHistory(this.#projectId);
      if (changes !== this.#changes) return this.#read();
      this.#answered = kept;
      this.#changed();
    });
  }
}
