import type { DBSchema } from 'idb';
import { openDB } from 'idb';
import type { PendingMutation } from './pending';
import type { PendingStorage } from './pending-storage';

type Kept = { readonly projectId: string; readonly id: string; readonly place: number } & {
  readonly mutation: PendingMutation;
};

interface Database extends DBSchema {
  pending: { key: [string, string]; value: Kept; indexes: { 'by-place': [string, number] } };
}

/**
 * Keeps them in IndexedDB, in one store for all projects of the browser profile. Their order is the order
 * of the first `put` of each, also when the clock jumps between two of them.
 */
export function indexedDbPendingStorage(name = 'versionzero'): PendingStorage {
  const opened = openDB<Database>(name, 1, {
    upgrade: (database) => {
      const store = database.createObjectStore('pending', { keyPath: ['projectId', 'id'] });
      store.createIndex('by-place', ['projectId', 'place']);
    },
  });
  // Whoever calls gets the failure; nobody calling is no unhandled rejection.
  opened.catch(() => undefined);
  const ofProject = (projectId: string) => IDBKeyRange.bound([projectId, 0], [projectId, Infinity]);
  return {
    load: async (projectId) => {
      const database = await opened;
      const kept = await database.getAllFromIndex('pending', 'by-place', ofProject(projectId));
      return kept.map(({ mutation }) => mutation);
    },
    put: async (projectId, mutation) => {
      const database = await opened;
      const transaction = database.transaction('pending', 'readwrite');
      const known = await transaction.store.get([projectId, mutation.id]);
      const last = await transaction.store.index('by-place').openKeyCursor(ofProject(projectId), 'prev');
      const place = known?.place ?? (last ? last.key[1] + 1 : 1);
      await transaction.store.put({ projectId, id: mutation.id, place, mutation });
      await transaction.done;
    },
    remove: async (projectId, mutationId) => {
      const database = await opened;
      await database.delete('pending', [projectId, mutationId]);
    },
  };
}
