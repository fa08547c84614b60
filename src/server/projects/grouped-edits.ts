import type { Pool } from 'pg';
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
import type { LoggedEdit } from './log-row';
import { writeEdits } from './log-row';
import type { LiveFeed } from './project-service';
import { RecordMemory } from './record-memory';
import type { WriteRow } from './write-rows';
import { writeRows } from './write-rows';

/** An answer, what kind of one it is, and whether the feed has been read behind what it tells of. */
export type Sent = {
  readonly answer: Answer;
  readonly outcome: CommitOutcome;
  readonly isRead: boolean;
};

type Feed = Pick<LiveFeed, 'readBehind'>;

/** An edit that waits for its turn; settled with undefined it has to be read first. */
type Waiting = {
  readonly attempt: Attempt;
  readonly ids: readonly RecordId[];
  readonly resolve: (sent: Sent | undefined) => void;
  readonly reject: (error: unknown) => void;
};

/** An edit that is on its way, and its answer once its place in time is known. */
type OnItsWay = {
  readonly waiting: Waiting;
  readonly logged: LoggedEdit;
  readonly answer: (at: string) => Answer;
};

/** The edits of one project: those that wait, and the records of those that are on their way. */
type Lane = { waiting: readonly Waiting[]; held: ReadonlySet<string> };

/**
 * The short way of edits that need no reading: of records that this process wrote last, changing no name, no
 * reference and nothing that others rely on. What waits for one project while such a statement of it is under
 * way goes together in the next: one way to the database, one COMMIT, one reading of the feed. The statement
 * judges each edit by itself, so none can make its neighbours fail; and it makes two edits of one record wait
 * for each other instead of meeting in the database.
 */
export class GroupedEdits {
  readonly #memory = new RecordMemory();
  readonly #lanes = new Map<string, Lane>();

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
    const lane = this.#lanes.get(projectId);
    const isKnown = (id: RecordId) => lane?.held.has(id) || this.#memory.recall(projectId, [id]);
    if (!ids.every(isKnown)) return undefined;
    return new Promise((resolve, reject) => {
      const waiting = { attempt, ids, resolve, reject };
      if (lane) lane.waiting = [...lane.waiting, waiting];
      else void this.#run(pool, projectId, { waiting: [waiting], held: new Set() }, feed);
    });
  }

  /** Takes rows that were committed in another way. */
  remember(projectId: string, rows: readonly WriteRow[]): void {
    this.#memory.remember(projectId, rows);
  }

  async #run(pool: Pool, projectId: string, lane: Lane, feed: Feed | undefined): Promise<void> {
    this.#lanes.set(projectId, lane);
    while (lane.waiting.length > 0) {
      const edits = this.#take(lane);
      if (edits.length > 0) await this.#sendTogether(pool, projectId, edits, feed);
    }
    this.#lanes.delete(projectId);
  }

  /** Those that may go together; later ones of the same records go on waiting. */
  #take(lane: Lane): readonly OnItsWay[] {
    const edits: OnItsWay[] = [];
    const later: Waiting[] = [];
    const held = new Set<string>();
    let writes = 0;
    for (const waiting of lane.waiting) {
      const { mutation } = waiting.attempt;
      const isHeld = [mutation.id, ...waiting.ids].some((id) => held.has(id));
      const edit = isHeld ? undefined : this.#judgeAlone(waiting);
      const count = edit?.logged.rows.length ?? 0;
      if (isHeld || writes + count > maxWrites) {
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
    lane.held = held;
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
    };
  }

  async #sendTogether(
    pool: Pool,
    projectId: string,
    edits: readonly OnItsWay[],
    feed: Feed | undefined,
  ): Promise<void> {
    let isRead = false;
    try {
      const times = await tryOnce(
        pool,
        (client) =>
          writeEdits(
            client,
            projectId,
            edits.map(({ logged }) => logged),
          ),
        (client) => {
          const reading = feed?.readBehind(projectId, client);
          isRead = reading !== undefined;
          return reading;
        },
      );
      for (const { waiting, logged, answer } of edits) {
        const at = times?.get(waiting.attempt.mutation.id);
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

/** Whether it changes nothing but the bodies of records that stay where they are. */
function isMereEdit({ writes, merges, releases, claims, references, shaken }: Applied): boolean {
  return (
    writes.length > 0 &&
    writes.length <= maxWrites &&
    merges.length + releases.length + claims.length + references.size + shaken.size === 0 &&
    writes.every(({ before, after }) => isLive(before) && isLive(after) && before.parentId === after.parentId)
  );
}
