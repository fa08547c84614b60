import { Listeners } from './listeners';
import type { Outcome, OutcomeChange } from './outcome';
import { advanceOutcomes } from './outcome';
import type { PendingMutation } from './pending';
import type { History, HistoryChange } from './undo-history';
import { advance, noHistory } from './undo-history';

/**
 * Where mutations without an answer, and what can be taken back, survive the page. The tabs of a browser share the
 * history; what is pending belongs to the one tab that sends it, and each tab has an object of its own. `put`
 * replaces the one of the same id; calls take effect in the order in which they were made. Any call may reject: private windows and full disks do.
 */
export type PendingStorage = {
  /** This tab's, and from now on those that no other tab is there to send, in the order in which they were made. */
  load(projectId: string): Promise<readonly PendingMutation[]>;
  /** The same later on. Absent where it cannot be told which tabs are there. */
  adopt?(projectId: string): Promise<readonly PendingMutation[]>;
  put(projectId: string, mutation: PendingMutation): Promise<void>;
  /** Replaces the one of the same id; one that another tab has settled stays away. */
  replace(projectId: string, mutation: PendingMutation): Promise<void>;
  /**
   * Forgets a mutation, changes the history and keeps the outcome: all or nothing. Of several tabs that were told one
   * answer the first does it; whoever watches in a later one is called.
   */
  settle(
    projectId: string,
    mutationId: string,
    change: HistoryChange | null,
    outcome?: Outcome | null,
  ): Promise<void>;
  /** Changes the history by what is no answer. */
  changeHistory(projectId: string, change: HistoryChange): Promise<void>;
  loadHistory(projectId: string): Promise<History>;
  /** Changes the outcomes by what is no answer. */
  changeOutcomes(projectId: string, change: OutcomeChange): Promise<void>;
  /** In the order in which they were first kept. */
  loadOutcomes(projectId: string): Promise<readonly Outcome[]>;
  /** Calls when a tab, maybe this one, has changed the history or the outcomes. The answer ends that. */
  watch(projectId: string, changed: () => void): () => void;
  /**
   * Keeps all of these before it returns, as the page may be gone the moment after: the next `load` gives them.
   * Where that cannot be done, what `put` has done by then has to do. Never throws.
   */
  keepNow(projectId: string, mutations: readonly PendingMutation[]): void;
};

type Kept = {
  readonly pending: Map<string, PendingMutation>;
  history: History;
  outcomes: readonly Outcome[];
};

/** Keeps them as long as this object lives: for programs, and where nothing better is to be had. */
export function memoryPendingStorage(): PendingStorage {
  const projects = new Map<string, Kept>();
  const watching = new Listeners<string>();
  const of = (projectId: string) => {
    const known = projects.get(projectId) ?? { pending: new Map(), history: noHistory, outcomes: [] };
    projects.set(projectId, known);
    return known;
  };
  const changeHistory = async (projectId: string, change: HistoryChange) => {
    const project = of(projectId);
    project.history = advance(project.history, change);
    watching.tell(projectId);
  };
  const changeOutcomes = async (projectId: string, change: OutcomeChange) => {
    const project = of(projectId);
    project.outcomes = advanceOutcomes(project.outcomes, change);
    watching.tell(projectId);
  };
  return {
    load: async (projectId) => [...of(projectId).pending.values()],
    put: async (projectId, mutation) => {
      of(projectId).pending.set(mutation.id, mutation);
    },
    replace: async (projectId, mutation) => {
      const { pending } = of(projectId);
      if (pending.has(mutation.id)) pending.set(mutation.id, mutation);
    },
    settle: async (projectId, mutationId, change, outcome = null) => {
      const wasKept = of(projectId).pending.delete(mutationId);
      if (wasKept && outcome) await changeOutcomes(projectId, { kind: 'add', outcome });
      if (wasKept && change) await changeHistory(projectId, change);
      // Another tab was first: this one's idea of what is shared may be a wrong one.
      if (!wasKept && (change || outcome)) watching.tell(projectId);
    },
    changeHistory,
    changeOutcomes,
    loadOutcomes: async (projectId) => of(projectId).outcomes,
    loadHistory: async (projectId) => of(projectId).history,
    watch: (projectId, changed) =>
      watching.add((other) => {
        if (other === projectId) changed();
      }),
    keepNow: (projectId, mutations) => {
      for (const mutation of mutations) of(projectId).pending.set(mutation.id, mutation);
    },
  };
}
