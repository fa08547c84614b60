import { openKept } from './indexeddb';
import { changeHistoryIn, readHistory } from './indexeddb-history';
import type { PendingMutation } from './pending';
import type { PendingStorage } from './pending-storage';
import { tabChannel } from './tab-channel';
import type { HistoryChange } from './undo-history';

/** What a page may still write while it is taken down: `localStorage`, unlike IndexedDB, is done when it returns. */
export type LastPlace = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const lastPrefix = 'versionzero.pending.';

/** Null where a browser does not allow any. */
function browserStorage(): LastPlace | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** Takes out what pages kept with their last breath, by project. */
function takeLast(place: LastPlace | null, projectId: string): readonly PendingMutation[] {
  if (!place) return [];
  const keys = Array.from({ length: place.length }, (_, index) => place.key(index) ?? '');
  return keys
    .filter((key) => key.startsWith(`${lastPrefix}${projectId}.`))
    .flatMap((key) => {
      const kept: readonly PendingMutation[] = JSON.parse(place.getItem(key) ?? '[]');
      place.removeItem(key);
      return kept;
    });
}

/**
 * Keeps them in IndexedDB, for all projects of the browser profile. The order of mutations is that of the first
 * `put` of each, also when the clock jumps between two of them. Tabs tell each other of changes by a channel.
 */
export function indexedDbPendingStorage(
  name = 'versionzero',
  lastPlace: LastPlace | null = browserStorage(),
): PendingStorage {
  const opened = openKept(name);
  // Whoever calls gets the failure; nobody calling is no unhandled rejection.
  opened.catch(() => undefined);
  const channel = tabChannel(`${name}.history`);
  const ofProject = (projectId: string) => IDBKeyRange.bound([projectId, 0], [projectId, Infinity]);
  const put = async (projectId: string, mutation: PendingMutation): Promise<void> => {
    const database = await opened;
    const transaction = database.transaction('pending', 'readwrite');
    const known = await transaction.store.get([projectId, mutation.id]);
    const last = await transaction.store.index('by-place').openKeyCursor(ofProject(projectId), 'prev');
    const place = known?.place ?? (last ? last.key[1] + 1 : 1);
    await transaction.store.put({ projectId, id: mutation.id, place, mutation });
    await transaction.done;
  };
  const settle = async (projectId: string, mutationId: string, change: HistoryChange | null) => {
    const database = await opened;
    if (!change) return database.delete('pending', [projectId, mutationId]);
    const transaction = database.transaction(['pending', 'history', 'steps'], 'readwrite');
    const pending = transaction.objectStore('pending');
    const wasKept = (await pending.getKey([projectId, mutationId])) !== undefined;
    if (wasKept) {
      await pending.delete([projectId, mutationId]);
      await changeHistoryIn(transaction, projectId, change);
    }
    await transaction.done;
    if (wasKept) channel.tellOthers(projectId);
    else channel.tellOwn(projectId);
  };
  return {
    load: async (projectId) => {
      const database = await opened;
      for (const mutation of takeLast(lastPlace, projectId)) await put(projectId, mutation);
      const kept = await database.getAllFromIndex('pending', 'by-place', ofProject(projectId));
      return kept.map(({ mutation }) => mutation);
    },
    put,
    replace: async (projectId, mutation) => {
      const transaction = (await opened).transaction('pending', 'readwrite');
      const known = await transaction.store.get([projectId, mutation.id]);
      if (known) await transaction.store.put({ ...known, mutation });
      await transaction.done;
    },
    settle,
    changeHistory: async (projectId, change) => {
      const database = await opened;
      const transaction = database.transaction(['pending', 'history', 'steps'], 'readwrite');
      await changeHistoryIn(transaction, projectId, change);
      await transaction.done;
      channel.tellOthers(projectId);
    },
    loadHistory: async (projectId) => readHistory(await opened, projectId),
    watchHistory: channel.watch,
    keepNow: (projectId, mutations) => {
      const [first] = mutations;
      if (!first) return;
      try {
        // A key of its own: several tabs may go at once.
        lastPlace?.setItem(`${lastPrefix}${projectId}.${first.id}`, JSON.stringify(mutations));
      } catch {
        // Full: what IndexedDB has by now is what is kept.
      }
    },
  };
}
