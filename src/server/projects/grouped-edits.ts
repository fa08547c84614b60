import type { Pool, PoolClient } from 'pg';
import type { Applied } from '../../core/schema/apply';
import { applyOperations } from '../../core/schema/apply';
import type { RecordId } from '../../core/schema/ids';
import { isLive } from '../../core/schema/record';
import { ok } from '../../core/std/result';
import type { CommitOutcome } from '../observe/measures';
import { tryOnce } from '../storage/with-retry';
import type { Answer, Attempt } from './attempt';
import { appliedOutcome, entryOf, logRowOf, maxWrites, responseOf } from './attempt';
import { idsNamedBy, LoadedState } from './loaded-state';
import type { LoggedEdit, Written } from './log-row';
import { writeEdits } from './log-row';
import type { CommittedChange, LiveFeed } from './project-service';
import { RecordMemory } from './record-memory';
import type { WriteRow } from './write-rows';
import { writeRows } from './write-rows';

/** An answer, what kind of one it is, and whether the feed has been read behind what it tells of. */
export type Sent = {
  readonly answer: Answer;
  readonly outcome: CommitOutcome;
  readonly isRead: boolean;
};

type Feed = Pick<LiveFeed, 'readBehind' | 'tellOwn'>;

/** An edit that waits for its turn; settled with undefined it has to be read first. */
type Waiting = {
  readonly attempt: Attempt;
  readonly ids: readonly RecordId[];
  readonly resolve: (sent: Sent | undefined) => void;
  readonly reject: (error: unknown) => void;
};

/** An edit that is on its way, and what is told of it once its place in time is known. */
type OnItsWay = {
  readonly waiting: Waiting;
  readonly logged: LoggedEdit;
  readonly answer: (at: string) => Answer;
  readonly change: (at: string) => CommittedChange;
};

/** The edits of one project: those that wait, and per statement under way its records and the ids of its edits. */
type Lane = { waiting: readonly Waiting[]; readonly underWay: Set<ReadonlySet<string>> };

/**
 * Statements of one project that may be under way at once. With one, an edit that comes behind another waits for
 * all of it before its own begins, which is where the slowest of a few dozen people found theirs.
 */
const atOnceByDefault = 2;

/**
 * The short way of edits that need no reading: of records that this process wrote last, changing no name, no
 * reference and nothing that others rely on. What waits for one project while such statements of it are under
 * way goes together in the next: one way to the database, one COMMIT, one reading of the feed. The statement
 * judges each edit by itself, so none can make its neighbours fail; and it makes two edits of one record wait
 * for each other instead of meeting in the database.
 */
export class GroupedEdits {
  readonly #memory = new RecordMemory();
  readonly #lanes = new Map<string, Lane>();
  readonly #atOnce: number;

  /** @param atOnce how many statements of one project are under way at most; tests have one, to know what goes together */
  constructor(atOnce: number = atOnceByDefault) {
    this.#atOnce = atOnce;
  }

  /**
   * Makes the edit, or gives undefined when it has to be read first: then nothing has happened.
   *
   * @throws StorageError `outcome-unknown`, to all that went together
   */
  async send(pool: Pool, attempt: Attempt, feed: Feed | undefined): Promise<Sent | undefined> {
    const { projectId, mutation, segment } = attempt;
    if (segment !== undefined || !mutation.operations.every(({ verb }) => verb === 'update'))
      return undefined;
    const ids = idsNamedBy(mutation.operations);
    const lane: Lane = this.#lanes.get(projectId) ?? { waiting: [], underWay: new Set() };
    const isKnown = (id: RecordId) => isHeld(lane, id) || this.#memory.recall(projectId, [id]);
    if (!ids.every(isKnown)) return undefined;
    return new Promise((resolve, reject) => {
      lane.waiting = [...lane.waiting, { attempt, ids, resolve, reject }];
      this.#lanes.set(projectId, lane);
      this.#begin(pool, projectId, lane, feed);
    });
  }

  /** Takes rows that were committed in another way. */
  remember(projectId: string, rows: readonly WriteRow[]): void {
    this.#memory.remember(projectId, rows);
  }

  /** Begins statements for what waits, as long as another one may be under way and something may go. */
  #begin(pool: Pool, projectId: string, lane: Lane, feed: Feed | undefined): void {
    while (lane.waiting.length > 0 && lane.underWay.size < this.#atOnce) {
      const edits = this.#take(lane);
      if (edits.length === 0) break;
      const held = new Set(edits.flatMap(({ waiting }) => [waiting.attempt.mutation.id, ...waiting.ids]));
      lane.underWay.add(held);
      void this.#sendTogether(pool, projectId, edits, feed).finally(() => {
        lane.underWay.delete(held);
        this.#begin(pool, projectId, lane, feed);
      });
    }
    if (lane.waiting.length === 0 && lane.underWay.size === 0) this.#lanes.delete(projectId);
  }

  /** Those that may go together; later ones of the same records, and of those under way, go on waiting. */
  #take(lane: Lane): readonly OnItsWay[] {
    const edits: OnItsWay[] = [];
    const later: Waiting[] = [];
    const held = new Set([...lane.underWay].flatMap((ids) => [...ids]));
    let writes = 0;
    for (const waiting of lane.waiting) {
      const { mutation } = waiting.attempt;
      const mustWait = [mutation.id, ...waiting.ids].some((id) => held.has(id));
      const edit = mustWait ? undefined : this.#judgeAlone(waiting);
      const count = edit?.logged.rows.length ?? 0;
      if (mustWait || writes + count > maxWrites) {
        later.push(waiting);
      } else if (edit === undefined) {
        waiting.resolve(undefined);
        continue;
      } else {
        edits.push(edit);
        writes += count;
      }
      for (const id of [mutation.id, ...waiting.ids]) held.add(id);
    }
    lane.waiting = later;
    return edits;
  }

  /** A fault in the rules is met again, and told to whoever asked for it, when the edit is read first. */
  #judgeAlone(waiting: Waiting): OnItsWay | undefined {
    try {
      return this.#judge(waiting);
    } catch {
      return undefined;
    }
  }

  /** The edit by what is remembered, where that is all that its rules ask for. */
  #judge(waiting: Waiting): OnItsWay | undefined {
    const { attempt, ids } = waiting;
    const { projectId, mutation } = attempt;
    const known = this.#memory.recall(projectId, ids);
    if (known === undefined) return undefined;
    const loaded = new LoadedState(projectId, null);
    loaded.believe(known);
    const judged = applyOperations(loaded, mutation.operations);
    if (!judged.ok || loaded.isMissingSomething || !isMereEdit(judged.value)) return undefined;
    const applied = judged.value;
    const entries = applied.writes.map(entryOf);
    const outcome = appliedOutcome(attempt, applied, []);
    const rows = writeRows(applied, loaded, mutation.id);
    return {
      waiting,
      logged: { rows, log: { ...logRowOf(attempt), outcome, entries } },
      answer: (at) => ok(responseOf(mutation.id, at, outcome, entries)),
      change: (at) => ({ id: mutation.id, at, actor: attempt.actor, outcome, entries }),
    };
  }

  /** Whether all who watch were told. A fault in that is not one of the edits, which are committed: then they are read. */
  #tell(
    { client, written }: { readonly client: PoolClient; readonly written: Written },
    projectId: string,
    edits: readonly OnItsWay[],
    feed: Feed | undefined,
  ): boolean {
    if (written.transaction === undefined || feed === undefined) return false;
    try {
      const changes = changesOf(edits, written.times);
      return feed.tellOwn(client, { projectId, ...written.transaction, changes });
    } catch {
      return false;
    }
  }

  async #sendTogether(
    pool: Pool,
    projectId: string,
    edits: readonly OnItsWay[],
    feed: Feed | undefined,
  ): Promise<void> {
    let isRead = false;
    try {
      const sent = await tryOnce(
        pool,
        async (client) => ({ client, written: await writeEdits(client, projectId, edits.map(loggedOf)) }),
        (client) => {
          const reading = feed?.readBehind(projectId, client, true);
          isRead = reading !== undefined;
          return reading;
        },
      );
      if (sent !== undefined && this.#tell(sent, projectId, edits, feed)) isRead = true;
      for (const { waiting, logged, answer } of edits) {
        const at = sent?.written.times.get(waiting.attempt.mutation.id);
        if (at === undefined) this.#memory.forget(projectId, waiting.ids);
        else this.#memory.remember(projectId, logged.rows);
        waiting.resolve(at === undefined ? undefined : { answer: answer(at), outcome: 'applied', isRead });
      }
    } catch (error) {
      for (const { waiting } of edits) {
        this.#memory.forget(projectId, waiting.ids);
        waiting.reject(error);
      }
    }
  }
}

const loggedOf = ({ logged }: OnItsWay) => logged;

/** Those that were made, as the log has them. */
function changesOf(edits: readonly OnItsWay[], times: Written['times']): readonly CommittedChange[] {
  return edits.flatMap(({ waiting, change }) => {
    const at = times.get(waiting.attempt.mutation.id);
    return at === undefined ? [] : [change(at)];
  });
}

function isHeld({ underWay }: Lane, id: string): boolean {
  return [...underWay].some((held) => held.has(id));
}

/** Whether it changes nothing but the bodies of records that stay where they are. */
function isMereEdit({ writes, merges, releases, claims, references, shaken }: Applied): boolean {
  return (
    writes.length > 0 &&
    writes.length <= maxWrites &&
    merges.length + releases.length + claims.length + references.size + shaken.size === 0 &&
    writes.every(({ before, after }) => isLive(before) && isLive(after) && before.parentId === after.parentId)
  );
}
