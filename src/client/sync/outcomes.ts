import type { LiveChange } from '../../core/protocol/change';
import type { AuditEntry } from '../../core/schema/change';
import { Followed } from './followed';
import type { Notice } from './notices';
import { noticesOfOutcome, overwrittenIn } from './notices';
import type { Outage } from './outage';
import type { Outcome, OutcomeChange, Verdict } from './outcome';
import { advanceOutcomes, fallenUnseen, outcomeOf } from './outcome';
import type { PendingMutation } from './pending';
import type { PendingQueue } from './pending-queue';
import type { PendingStorage } from './pending-storage';
import type { Scheduler } from './scheduler';
import type { StoreStatus } from './store-contract';

/** What needs no look is kept for so long after somebody has heard of it. */
const keptForMs = 24 * 60 * 60 * 1000;

/** What became of own edits, until somebody has dismissed it. */
export type OutcomeList = {
  /** In the order in which it was known; another array whenever something in it changes. */
  readonly all: () => readonly Outcome[];
  readonly subscribe: (listener: (outcomes: readonly Outcome[]) => void) => () => void;
  readonly dismiss: (ids: readonly string[]) => void;
};

type Surroundings = {
  readonly scheduler: Scheduler;
  readonly outage: Outage;
  readonly status: () => Pick<StoreStatus, 'connection'>;
  readonly tell: (notice: Notice) => void;
};

/**
 * Notes what becomes of each own edit that waited for a connection, and of all others that met somebody's. What waited
 * is told together, once, when nothing of it is left without an answer; a page that was gone by then leaves that to
 * the next. The list is shared with the other tabs and survives the page.
 */
export class Outcomes implements OutcomeList {
  readonly #projectId: string;
  readonly #queue: PendingQueue;
  readonly #storage: PendingStorage | undefined;
  readonly #around: Surroundings;
  readonly #known = new Followed<readonly Outcome[]>([]);
  /** Edits that wait for having been away, and have no answer yet. */
  readonly #waiting = new Set<string>();
  /** Own deletions whose entry in the log has not come yet. */
  readonly #deletions = new Map<string, PendingMutation>();
  /** Outcomes that are this tab's to tell. */
  readonly #untold = new Set<string>();
  /** Changes made here: what was read before one of them is old. */
  #changes = 0;
  #hasRead = false;
  #leave: () => void = () => undefined;

  constructor(
    projectId: string,
    queue: PendingQueue,
    storage: PendingStorage | undefined,
    around: Surroundings,
  ) {
    this.#projectId = projectId;
    this.#queue = queue;
    this.#storage = storage;
    this.#around = around;
  }

  readonly all = this.#known.get;
  readonly subscribe = this.#known.subscribe;
  readonly dismiss = (ids: readonly string[]): void => this.#change({ kind: 'dismiss', ids });

  /** Reads what is kept, and again whenever another tab has changed it, until `stop`. */
  start(): void {
    this.stop();
    this.#leave = this.#storage?.watch(this.#projectId, () => this.#read()) ?? (() => undefined);
    this.#change({ kind: 'expire', before: this.#around.scheduler.now() - keptForMs });
    this.#read();
  }

  stop(): void {
    this.#leave();
  }

  /** All that has no answer now waits for having been away. */
  wait(): void {
    for (const { id } of this.#queue.all) this.#waiting.add(id);
  }

  /**
   * Notes what became of a mutation. What is answered is to be kept, in one with the end of the mutation; null when
   * that is nothing.
   */
  settled(mutation: PendingMutation, verdict: Verdict): Outcome | null {
    const deletes = mutation.operations.some(({ verb }) => verb === 'delete');
    if (deletes && mutation.intent.kind === 'edit' && verdict.kind !== 'refused') {
      this.#deletions.set(mutation.id, mutation);
    }
    const waited = this.#waiting.delete(mutation.id) || this.#around.outage.isTold;
    if (!waited && verdict.kind === 'applied') return null;
    const outcome = outcomeOf(mutation, verdict, { at: this.#around.scheduler.now(), waited });
    if (waited) this.#untold.add(outcome.id);
    this.#advance({ kind: 'add', outcome });
    return outcome;
  }

  /** Notes the values of mine that somebody's change replaced, of which the notices tell; gives these. */
  met({ id }: LiveChange, notices: readonly Notice[]): readonly Notice[] {
    const overwritten = overwrittenIn(notices, 'was-overwritten');
    if (overwritten.length > 0) {
      const told = { at: this.#around.scheduler.now(), waited: false, isTold: true };
      this.#change({
        kind: 'add',
        outcome: { id, label: '', kind: 'was-overwritten', overwritten, ...told },
      });
    }
    return notices;
  }

  /** The log's own words on a mutation of mine: of a deletion they say whether it took along what I had not seen. */
  logged({ id, operations }: LiveChange): readonly Notice[] {
    const mutation = this.#deletions.get(id);
    this.#deletions.delete(id);
    const fallen = fallenUnseen(mutation?.entries ?? [], operations as readonly AuditEntry[]);
    if (!mutation || fallen.length === 0) return [];
    const noted = this.all().find((outcome) => outcome.id === id);
    const known = { at: this.#around.scheduler.now(), waited: noted?.waited ?? false };
    const { mentioned = [] } = mutation;
    const outcome = outcomeOf(mutation, { kind: 'took-along', fallen, mentioned }, known);
    this.#change({ kind: 'correct', outcome });
    // What waits to be told is told with all else.
    return this.#untold.has(id) ? [] : noticesOfOutcome(outcome);
  }

  /** Tells of what waited, once all of it is answered and the connection stands. */
  tellWhenAllIsAnswered(): void {
    const { connection } = this.#around.status();
    if (this.#untold.size === 0 || this.#waiting.size > 0 || connection.kind !== 'live') return;
    const outcomes = this.all().filter(({ id }) => this.#untold.has(id));
    this.#untold.clear();
    this.#change({ kind: 'told', ids: outcomes.map(({ id }) => id) });
    this.#around.tell({ kind: 'returned', outcomes });
  }

  #change(change: OutcomeChange): void {
    this.#advance(change);
    this.#queue.write(async (storage) => storage.changeOutcomes(this.#projectId, change));
  }

  #advance(change: OutcomeChange): void {
    this.#changes += 1;
    this.#known.set(advanceOutcomes(this.all(), change));
  }

  #read(): void {
    const changes = this.#changes;
    this.#queue.write(async (storage) => {
      const kept = await storage.loadOutcomes(this.#projectId);
      if (changes !== this.#changes) return this.#read();
      if (!this.#hasRead) for (const { id, isTold } of kept) if (!isTold) this.#untold.add(id);
      this.#hasRead = true;
      this.#known.set(kept);
      this.tellWhenAllIsAnswered();
    });
  }
}
