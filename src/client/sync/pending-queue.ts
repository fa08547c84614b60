import type { RecordState } from '../../core/schema/record';
import type { Outcome } from './outcome';
import type { PendingMutation } from './pending';
import { afterOwn } from './pending';
import type { PendingStorage } from './pending-storage';
import type { HistoryChange } from './undo-history';

/** Mutations without an answer, oldest first, each kept in storage until it has one. */
export class PendingQueue {
  #mutations: readonly PendingMutation[] = [];
  readonly #settled = new Set<string>();
  #writing: Promise<unknown> = Promise.resolve();
  readonly #storage: PendingStorage | undefined;
  readonly #projectId: string;
  readonly #failed: () => void;

  constructor(projectId: string, storage: PendingStorage | undefined, failed: () => void) {
    this.#projectId = projectId;
    this.#storage = storage;
    this.#failed = failed;
  }

  get all(): readonly PendingMutation[] {
    return this.#mutations;
  }

  get(id: string): PendingMutation | undefined {
    return this.#mutations.find((mutation) => mutation.id === id);
  }

  /** Brings back what an earlier page did not get answered, in front of what was made since. */
  async load(): Promise<void> {
    if (!this.#storage) return;
    try {
      const kept = await this.#storage.load(this.#projectId);
      this.#mutations = [...kept.filter(({ id }) => !this.isOwn(id)), ...this.#mutations];
    } catch {
      this.#failed();
    }
  }

  /** Whether it was ever here: what the stream brings under its id is mine. */
  isOwn(id: string): boolean {
    return this.#settled.has(id) || this.get(id) !== undefined;
  }

  /** Brings in what a tab that is gone has left, behind what waits here. Says whether there was any. */
  async adopt(): Promise<boolean> {
    const left = (await this.#storage?.adopt?.(this.#projectId).catch(() => [])) ?? [];
    const fresh = left.filter(({ id }) => !this.isOwn(id));
    // A page that came back from the browser's cache finds its last words, and may have been answered since.
    for (const { id } of left) if (this.#settled.has(id)) this.remove(id);
    this.#mutations = [...this.#mutations, ...fresh];
    return fresh.length > 0;
  }

  add(mutation: PendingMutation): void {
    this.#mutations = [...this.#mutations, mutation];
    this.write((storage) => storage.put(this.#projectId, mutation));
  }

  /** Answered: later ones of the same records take note, and the history with them. */
  acknowledge(
    mutation: PendingMutation,
    records: readonly RecordState[],
    change: HistoryChange | null,
    outcome: Outcome | null,
  ): void {
    this.remove(mutation.id, change, outcome);
    this.#mutations = this.#mutations.map((later) => {
      const next = afterOwn(later, mutation, records);
      if (next !== later) this.write((storage) => storage.replace(this.#projectId, next));
      return next;
    });
  }

  remove(id: string, change: HistoryChange | null = null, outcome: Outcome | null = null): void {
    this.#settled.add(id);
    this.#mutations = this.#mutations.filter((mutation) => mutation.id !== id);
    this.write((storage) => storage.settle(this.#projectId, id, change, outcome));
  }

  /** What is to take back this one, or that in turn, none of which can happen without it. */
  after(id: string): readonly PendingMutation[] {
    const next = this.#mutations.filter(({ intent }) => intent.kind !== 'edit' && intent.of === id);
    return next.flatMap((later) => [later, ...this.after(later.id)]);
  }

  /** The page may be gone the moment after. */
  keepNow(): void {
    this.#storage?.keepNow(this.#projectId, this.#mutations);
  }

  /** Resolves when everything so far is written, or could not be. */
  async kept(): Promise<void> {
    await this.#writing;
  }

  /** One after the other: a removal must not overtake the write that it undoes. */
  write(task: (storage: PendingStorage) => Promise<void>): void {
    const storage = this.#storage;
    if (!storage) return;
    this.#writing = this.#writing.then(() => task(storage)).catch(() => this.#failed());
  }
}
