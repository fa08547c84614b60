import type { PendingMutation } from '../../src/client/sync/pending';
import type { PendingStorage } from '../../src/client/sync/pending-storage';
import { memoryPendingStorage } from '../../src/client/sync/pending-storage';

/** What the tabs of one browser keep, of one project: each has its own pending ones, and what is left by the gone. */
export class SimulatedStorage {
  readonly all = memoryPendingStorage();
  readonly #owners = new Map<string, string>();
  readonly #there = new Set<string>();

  gone(owner: string): void {
    this.#there.delete(owner);
  }

  of(owner: string): PendingStorage {
    this.#there.add(owner);
    const { all } = this;
    const adopt = async (projectId: string): Promise<readonly PendingMutation[]> => {
      const kept = await all.load(projectId);
      const free = kept.filter(({ id }) => !this.#there.has(this.#owners.get(id) ?? ''));
      for (const { id } of free) this.#owners.set(id, owner);
      return free;
    };
    return {
      ...all,
      load: adopt,
      adopt,
      put: async (projectId, mutation) => {
        this.#owners.set(mutation.id, owner);
        await all.put(projectId, mutation);
      },
    };
  }
}
