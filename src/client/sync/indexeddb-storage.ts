import type { Changing } from './indexeddb';
import { allStores, openKept } from './indexeddb';
import { changeHistoryIn, readHistory } from './indexeddb-history';
import { changeOutcomesIn, readOutcomes } from './indexeddb-outcomes';
import { handOver, putPending, readPending, replacePending } from './indexeddb-pending';
import type { Outcome } from './outcome';
import type { PendingMutation } from './pending';
import type { PendingStorage } from './pending-storage';
import { tabChannel } from './tab-channel';
import type { TabLocks } from './tab-locks';
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

/** What pages kept with their last breath, by key. */
function keptLast(
  place: LastPlace | null,
  projectId: string,
): ReadonlyMap<string, readonly PendingMutation[]> {
  if (!place) return new Map();
  const keys = Array.from({ length: place.length }, (_, index) => place.key(index) ?? '');
  const ofProject = keys.filter((key) => key.startsWith(`${lastPrefix}${projectId}.`));
  return new Map(ofProject.map((key) => [key, JSON.parse(place.getItem(key) ?? '[]')]));
}

export type IndexedDbOptions = {
  readonly name?: string;
  readonly lastPlace?: LastPlace | null;
  /** Tells tabs apart, so that each sends what is its own; `id` names this one, and no other ever. */
  readonly tab?: { readonly id: string; readonly locks: TabLocks } | null;
};

type ClosableStorage = PendingStorage & {
  /** This tab is done with it: what is still pending is for others to send. */
  close(): void;
};

/**
 * Keeps them in IndexedDB, for all projects of the browser profile. The order of mutations is that of the first
 * `put` of each, also when the clock jumps between two of them. Tabs tell each other of changes by a channel.
 */
export function indexedDbPendingStorage(options: IndexedDbOptions = {}): ClosableStorage {
  const { name = 'versionzero', lastPlace = browserStorage(), tab = null } = options;
  const owner = tab && `${name}.tab.${tab.id}`;
  const held = tab && owner !== null ? tab.locks.hold(owner) : Promise.resolve(() => undefined);
  const opened = openKept(name);
  // Whoever calls gets the failure; nobody calling is no unhandled rejection.
  opened.catch(() => undefined);
  const channel = tabChannel(`${name}.history`);
  /** Nothing is kept, or taken from others, before it can be seen that this tab is there. */
  const ready = async () => {
    await held;
    return opened;
  };
  const load = async (projectId: string): Promise<readonly PendingMutation[]> => {
    const database = await ready();
    for (const [key, mutations] of keptLast(lastPlace, projectId)) {
      for (const mutation of mutations) await putPending(database, projectId, mutation, owner);
      lastPlace?.removeItem(key);
    }
    const owners = new Set((await readPending(database, projectId)).map((kept) => kept.owner));
    for (const other of owners) {
      const take = () => handOver(database, projectId, other, owner);
      if (other === null || !tab) await take();
      else if (other !== owner) await tab.locks.ifFree(other, take);
    }
    const kept = await readPending(database, projectId);
    return kept.filter((one) => one.owner === owner).map(({ mutation }) => mutation);
  };
  const settle = async (
    projectId: string,
    mutationId: string,
    change: HistoryChange | null,
    outcome: Outcome | null = null,
  ) => {
    const database = await opened;
    if (!change && !outcome) return database.delete('pending', [projectId, mutationId]);
    const transaction = database.transaction(allStores, 'readwrite');
    const pending = transaction.objectStore('pending');
    const wasKept = (await pending.getKey([projectId, mutationId])) !== undefined;
    if (wasKept) {
      await pending.delete([projectId, mutationId]);
      if (change) await changeHistoryIn(transaction, projectId, change);
      if (outcome) await changeOutcomesIn(transaction, projectId, { kind: 'add', outcome });
    }
    await transaction.done;
    if (wasKept) channel.tellOthers(projectId);
    else channel.tellOwn(projectId);
  };
  const change = async (projectId: string, write: (transaction: Changing) => Promise<void>) => {
    const transaction = (await opened).transaction(allStores, 'readwrite');
    await write(transaction);
    await transaction.done;
    channel.tellOthers(projectId);
  };
  return {
    load,
    ...(tab ? { adopt: load } : {}),
    put: async (projectId, mutation) => putPending(await ready(), projectId, mutation, owner),
    replace: async (projectId, mutation) => replacePending(await opened, projectId, mutation),
    settle,
    changeHistory: (projectId, history) =>
      change(projectId, (transaction) => changeHistoryIn(transaction, projectId, history)),
    loadHistory: async (projectId) => readHistory(await opened, projectId),
    changeOutcomes: (projectId, outcomes) =>
      change(projectId, (transaction) => changeOutcomesIn(transaction, projectId, outcomes)),
    loadOutcomes: async (projectId) => readOutcomes(await opened, projectId),
    watch: channel.watch,
    keepNow: (projectId, mutations) => keepLast(lastPlace, projectId, mutations),
    close: () => void held.then((release) => release()),
  };
}

function keepLast(place: LastPlace | null, projectId: string, mutations: readonly PendingMutation[]): void {
  const [first] = mutations;
  if (!first) return;
  try {
    // A key of its own: several tabs may go at once.
    place?.setItem(`${lastPrefix}${projectId}.${first.id}`, JSON.stringify(mutations));
  } catch {
    // Full: what IndexedDB has by now is what is kept.
  }
}
