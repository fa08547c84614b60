import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../core/protocol/records';
import type { RestoreAnswer } from '../../core/protocol/restore';
import type { Applied } from '../../core/schema/apply';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import { withRetry } from '../storage/with-retry';
import { entryOf, maxRows, maxWrites, rowsOf } from './attempt';
import { pieceId, uuidPrefix } from './import-ids';
import type { LogRow } from './log-row';
import { writeLogRow } from './log-row';
import type { Outcome } from './outcome';
import type { Piece } from './restore-pieces';
import { restorePieces } from './restore-pieces';
import type { RestorePlan } from './restore-plan';
import { run, writeApplied } from './write-applied';
import { writeRows } from './write-rows';

/** A restore that has frozen its project, or the undo of one change, which is written the same way. */
export type RestoreJob = {
  readonly kind: 'restore' | 'undo';
  readonly actor: Actor;
  readonly projectId: string;
  /** The client's; of the change in the log too. */
  readonly id: string;
  /** The change to come back to, or to take back. */
  readonly to: string;
  readonly requestHash: string;
};

/** Somebody else has gone on with this restore, or has forgotten it. */
const givenUp: Problem = {
  code: 'try-again',
  detail:
    'Bringing the project back took so long that it was given up here. Look at the activity before you try again.',
};

/**
 * Writes a plan and lets the others in again: in one transaction where it fits, else in pieces that nobody
 * sees, and one small transaction that makes all of them visible.
 *
 * @param done how many pieces are there already, of a restore that is resumed
 */
export async function writeRestore(
  pool: Pool,
  job: RestoreJob,
  plan: RestorePlan,
  done = 0,
): Promise<Result<RestoreAnswer, Problem>> {
  const isSmall = plan.applied.writes.length <= maxWrites && rowsOf(plan.applied) <= maxRows;
  if (isSmall && done === 0) return writeAtOnce(pool, job, plan);
  const pieces = restorePieces(plan, job.id);
  const prefix = prefixOf(job);
  for (let place = done; place < pieces.length; place += 1) {
    const piece = pieces[place];
    if (
      piece &&
      !(await writePiece(pool, job, piece, { id: pieceId(prefix, place + 1), place: place + 1 }))
    ) {
      return refused(givenUp);
    }
  }
  return publish(pool, job, plan);
}

function writeAtOnce(
  pool: Pool,
  job: RestoreJob,
  plan: RestorePlan,
): Promise<Result<RestoreAnswer, Problem>> {
  const { applied, stored } = plan;
  return finish(pool, job, plan, async (client, log) => {
    const rows = writeRows(applied, stored, job.id);
    await Promise.all(
      writeApplied(client, stored, applied, rows, { projectId: job.projectId, segment: undefined }),
    );
    return writeLogRow(client, { ...log, entries: applied.writes.map(entryOf), written: applied });
  });
}

function publish(pool: Pool, job: RestoreJob, plan: RestorePlan): Promise<Result<RestoreAnswer, Problem>> {
  return finish(pool, job, plan, (client, log) => writeLogRow(client, { ...log, publishes: job.id }));
}

/** The last transaction of a restore: its entry in the log, and the project is everybody's again. */
async function finish(
  pool: Pool,
  job: RestoreJob,
  { moment, applied }: RestorePlan,
  write: (client: PoolClient, log: LogRow) => Promise<string>,
): Promise<Result<RestoreAnswer, Problem>> {
  const began = performance.now();
  const { projectId, id } = job;
  const records = applied.writes.length;
  const { value } = await withRetry(
    pool,
    async (client, tryNumber): Promise<Result<RestoreAnswer, Problem>> => {
      const published = await client.query(statements.publishJob, [projectId, id]);
      if (published.rowCount !== 1) return refused(givenUp);
      await client.query(statements.thawProject, [projectId]);
      const elapsedMs = Math.round(performance.now() - began);
      const outcome = outcomeOf({ ...moment, records, kind: job.kind }, tryNumber - 1, elapsedMs);
      const at = await write(client, logRowOf(job, outcome, tryNumber - 1));
      return ok({ id, at, to: moment, records });
    },
  );
  return value;
}

/** Says whether it is there now; not when somebody else has gone on with this restore. */
async function writePiece(
  pool: Pool,
  job: RestoreJob,
  piece: Piece,
  { id, place }: { readonly id: string; readonly place: number },
): Promise<boolean> {
  const { projectId } = job;
  const { value } = await withRetry(pool, async (client, tryNumber) => {
    const next = await client.query(statements.nextPiece, [projectId, job.id, place]);
    if (next.rowCount !== 1) return false;
    const { due, writes } = piece;
    await Promise.all(
      due.map(({ statement, values, expected }) => run(client, statement, [projectId, ...values], expected)),
    );
    if (writes.length === 0) return true;
    const log = logRowOf(job, outcomeOf(undefined, tryNumber - 1, 0), tryNumber - 1);
    const written: Pick<Applied, 'writes' | 'claims'> = { writes, claims: [] };
    await writeLogRow(client, { ...log, id, segment: job.id, entries: writes.map(entryOf), written });
    return true;
  });
  return value;
}

function outcomeOf(
  restored: Extract<Outcome, { kind: 'applied' }>['restored'],
  retries: number,
  elapsedMs: number,
): Outcome {
  return { kind: 'applied', retries, elapsedMs, merges: [], unchanged: [], restored };
}

function logRowOf(
  { projectId, id, actor, requestHash }: RestoreJob,
  outcome: Outcome,
  retries: number,
): LogRow {
  return { projectId, id, actor, outcome, entries: [], retries, requestHash };
}

/** The beginning of the ids of the pieces: see `importPrefix`. Another try under this id makes the same. */
function prefixOf({ kind, projectId, id, to }: RestoreJob): string {
  return uuidPrefix(createHash('sha256').update(`${kind} ${projectId} ${id} ${to}`).digest('hex'));
}
