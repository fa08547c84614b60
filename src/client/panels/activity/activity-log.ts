import type { ChangeLog } from '../../../core/protocol/change';
import { ApiProblem } from '../../api/api-problem';
import type { ProjectStore } from '../../sync/store-contract';
import type { ValueStore } from '../session/value-store';
import { createValueStore } from '../session/value-store';
import type { LoggedChange } from './logged-change';
import { changesOfPage, changesOfStream, mergeChanges } from './logged-change';

export type ActivityState = {
  /** Newest first, without gaps down to the last. */
  readonly changes: readonly LoggedChange[];
  /** idle: nobody has asked yet. `failed` says so with a problem; what is there stays. */
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly problem: string | null;
  /** Where the log goes on; null once its beginning is here. */
  readonly next: string | null;
};

/** An edit to go back to. */
export type RestoreTarget = { readonly id: string; readonly at: string };

export type Marked = { readonly since: string; readonly me: string };

/** As much of a project's log as somebody wanted to see, kept up with what comes in live. */
export type ActivityLog = {
  readonly state: ValueStore<ActivityState>;
  /** Edits of others than `me` after this time are marked in the list; null: none. */
  readonly marked: ValueStore<Marked | null>;
  /** The edit that somebody is asked about going back to. */
  readonly restoring: ValueStore<RestoreTarget | null>;
  /** Reads the newest page: the first time, after a break, and for what the stream does not tell. Never rejects. */
  open(): Promise<void>;
  /** Reads the next older page, if there is one. Never rejects. */
  loadMore(): Promise<void>;
  dispose(): void;
};

type Options = {
  readonly store: Pick<ProjectStore, 'subscribe' | 'subscribeChanges'>;
  readonly read: (page: { before?: string; limit: number }) => Promise<ChangeLog>;
};

/** How many edits are asked for at a time. */
export const pageSize = 50;

const nothing: ActivityState = { changes: [], status: 'idle', problem: null, next: null };

/** Makes the log of one project; nothing is read before `open`. */
export function createActivityLog({ store, read }: Options): ActivityLog {
  const state = createValueStore<ActivityState>(nothing);
  const marked = createValueStore<Marked | null>(null);
  const restoring = createValueStore<RestoreTarget | null>(null);
  const patch = (part: Partial<ActivityState>) => state.set({ ...state.get(), ...part });
  let hasPage = false;
  let last: Promise<void> = Promise.resolve();

  /** One request after the other, so that each knows what the one before brought. */
  const inOrder = (task: () => Promise<void>): Promise<void> => {
    last = last.then(task);
    return last;
  };

  const ask = async (before: string | null, take: (page: ChangeLog) => void): Promise<void> => {
    patch({ status: 'loading', problem: null });
    try {
      take(await read(before === null ? { limit: pageSize } : { before, limit: pageSize }));
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem.detail : undefined;
      patch({ status: 'failed', problem: problem ?? 'The server did not answer.' });
    }
  };

  const loadNewest = async (before: ReadonlySet<string>): Promise<void> => {
    await ask(null, (page) => {
      const { changes, next } = state.get();
      const incoming = changesOfPage(page);
      const joins = hasPage && (page.next === null || incoming.some(({ id }) => before.has(id)));
      const kept = joins ? changes : newerThan(changes, incoming.at(-1));
      patch({
        changes: mergeChanges(kept, incoming),
        next: joins && page.next !== null ? next : page.next,
        status: 'ready',
      });
      hasPage = true;
    });
  };

  const open = (): Promise<void> => {
    // Taken now: what comes live from here on says nothing about a gap behind the page.
    const before = new Set(state.get().changes.map(({ id }) => id));
    return inOrder(() => loadNewest(before));
  };

  const loadOlder = async (): Promise<void> => {
    const { next } = state.get();
    if (next === null) return;
    await ask(next, (page) =>
      patch({
        changes: mergeChanges(state.get().changes, changesOfPage(page)),
        next: page.next,
        status: 'ready',
      }),
    );
  };

  const leaveChanges = store.subscribeChanges((changes) => {
    const { status, changes: known } = state.get();
    if (status !== 'idle') patch({ changes: mergeChanges(known, changesOfStream(changes)) });
  });
  const leaveRecords = store.subscribe((changed) => {
    // Everything was read anew: what happened meanwhile did not come through the stream.
    if (changed === 'all' && state.get().status !== 'idle') void open();
  });
  return {
    state,
    marked,
    restoring,
    open,
    loadMore: () => inOrder(loadOlder),
    dispose: () => {
      leaveChanges();
      leaveRecords();
    },
  };
}

/** What is newer than this one; all of it when there is none. */
function newerThan(
  changes: readonly LoggedChange[],
  oldest: LoggedChange | undefined,
): readonly LoggedChange[] {
  return oldest ? changes.filter(({ at }) => at >= oldest.at) : changes;
}
