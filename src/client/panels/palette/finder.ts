import type { RecordId } from '../../../core/schema/ids';
import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import type { ProjectStore } from '../../sync/store-contract';
import type { Entry } from './entries';
import { entryOf, isFindable } from './entries';

/** Everything that can be found in a project, kept up with it. */
export type Finder = {
  /** As the project is now. The first call reads all of it, later ones only what has changed since. */
  entries(): Iterable<Entry>;
  entry(id: RecordId): Entry | undefined;
  dispose(): void;
};

/** A finder over a store. Costs nothing before it is asked for the first time. */
export function createFinder(store: Pick<ProjectStore, 'state' | 'subscribe'>): Finder {
  let entries: Map<RecordId, Entry> | null = null;
  const changed = new Set<RecordId>();
  const stop = store.subscribe((ids) => {
    if (!entries) return;
    if (ids === 'all') entries = null;
    else for (const id of ids) changed.add(id);
  });
  const current = (): Map<RecordId, Entry> => {
    const state = store.state();
    if (!entries) entries = readAll(state);
    else for (const id of changed) readAgain(entries, state, id);
    changed.clear();
    return entries;
  };
  return {
    entries: () => current().values(),
    entry: (id) => current().get(id),
    dispose: () => {
      stop();
      entries = null;
    },
  };
}

function readAll(state: MemoryState): Map<RecordId, Entry> {
  const entries = new Map<RecordId, Entry>();
  for (const record of state.records()) {
    if (isFindable(record)) entries.set(record.id, entryOf(record, state));
  }
  return entries;
}

/** One record anew, and what has its name in its path when that is another one now. */
function readAgain(entries: Map<RecordId, Entry>, state: MemoryState, id: RecordId): void {
  const record = state.get(id);
  if (!isLive(record) || !isFindable(record)) {
    entries.delete(id);
    return;
  }
  const before = entries.get(id);
  const entry = entryOf(record, state);
  entries.set(id, entry);
  if (before?.path.text === entry.path.text) return;
  for (const child of state.children(id)) readAgain(entries, state, child.id);
}
