import type { PendingMutation } from './pending';

/**
 * Where mutations without an answer survive the page. `put` replaces the one of the same id; calls take
 * effect in the order in which they were made. Any call may reject: private windows and full disks do.
 */
export type PendingStorage = {
  /** In the order in which they were made. */
  load(projectId: string): Promise<readonly PendingMutation[]>;
  put(projectId: string, mutation: PendingMutation): Promise<void>;
  remove(projectId: string, mutationId: string): Promise<void>;
  /**
   * Keeps all of these before it returns, as the page may be gone the moment after: the next `load` gives them.
   * Where that cannot be done, what `put` has done by then has to do. Never throws.
   */
  keepNow(projectId: string, mutations: readonly PendingMutation[]): void;
};

/** Keeps them as long as this object lives: for programs, and where nothing better is to be had. */
export function memoryPendingStorage(): PendingStorage {
  const kept = new Map<string, Map<string, PendingMutation>>();
  const of = (projectId: string) => {
    const known = kept.get(projectId) ?? new Map<string, PendingMutation>();
    kept.set(projectId, known);
    return known;
  };
  return {
    load: async (projectId) => [...of(projectId).values()],
    put: async (projectId, mutation) => {
      of(projectId).set(mutation.id, mutation);
    },
    remove: async (projectId, mutationId) => {
      of(projectId).delete(mutationId);
    },
    keepNow: (projectId, mutations) => {
      for (const mutation of mutations) of(projectId).set(mutation.id, mutation);
    },
  };
}
