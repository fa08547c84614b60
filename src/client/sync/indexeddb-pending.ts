import type { KeptDatabase } from './indexeddb';
import type { PendingMutation } from './pending';

/** Whose a pending mutation is: the name that the tab holds which sends it; null without locks, and before there were. */
export type Owner = string | null;

function ofProject(projectId: string): IDBKeyRange {
  return IDBKeyRange.bound([projectId, 0], [projectId, Infinity]);
}

/** Keeps it as this owner's, in its place, or behind all others. */
export async function putPending(
  database: KeptDatabase,
  projectId: string,
  mutation: PendingMutation,
  owner: Owner,
): Promise<void> {
  const transaction = database.transaction('pending', 'readwrite');
  const known = await transaction.store.get([projectId, mutation.id]);
  const last = await transaction.store.index('by-place').openKeyCursor(ofProject(projectId), 'prev');
  const place = known?.place ?? (last ? last.key[1] + 1 : 1);
  await transaction.store.put({ projectId, id: mutation.id, place, mutation, owner });
  await transaction.done;
}

/** One that is there no more stays away. */
export async function replacePending(
  database: KeptDatabase,
  projectId: string,
  mutation: PendingMutation,
): Promise<void> {
  const transaction = database.transaction('pending', 'readwrite');
  const known = await transaction.store.get([projectId, mutation.id]);
  if (known) await transaction.store.put({ ...known, mutation });
  await transaction.done;
}

/** In the order in which they were first kept. */
export async function readPending(
  database: KeptDatabase,
  projectId: string,
): Promise<readonly { readonly mutation: PendingMutation; readonly owner: Owner }[]> {
  const kept = await database.getAllFromIndex('pending', 'by-place', ofProject(projectId));
  return kept.map(({ mutation, owner = null }) => ({ mutation, owner }));
}

/** All of one owner become another's. */
export async function handOver(
  database: KeptDatabase,
  projectId: string,
  from: Owner,
  to: Owner,
): Promise<void> {
  const transaction = database.transaction('pending', 'readwrite');
  for (const kept of await transaction.store.index('by-place').getAll(ofProject(projectId))) {
    if ((kept.owner ?? null) === from) await transaction.store.put({ ...kept, owner: to });
  }
  await transaction.done;
}
