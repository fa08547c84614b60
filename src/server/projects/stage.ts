import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../core/protocol/records';
import type { ChangeEntry } from '../../core/schema/change';
import type { Operation } from '../../core/schema/operation';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import { withRetry } from '../storage/with-retry';
import { commit, projectFrozen } from './commit';
import { pieceId } from './import-ids';
import { writeLogRow } from './log-row';
import type { Outcome } from './outcome';

type Import = {
  readonly actor: Actor;
  readonly projectId: string;
  readonly id: string;
  /** Stands for what is asked: see `importPrefix`. */
  readonly prefix: string;
  /** Whoever asked is gone: what is staged is taken away again, unless it is published already. */
  readonly signal?: AbortSignal | undefined;
};
type Pieces = readonly (readonly Operation[])[];

/**
 * Writes an import all or nothing, whatever its size. What fits one transaction is one mutation. More is
 * staged: pieces that nobody sees, with their names claimed, then one small transaction publishes all of
 * them at once. When a piece is refused, what was staged is taken away again; after a crash `clearStale`
 * does that. An import whose id was published already is done; one that is under way is left alone.
 */
export async function writePieces(
  pool: Pool,
  request: Import,
  pieces: Pieces,
): Promise<Result<null, Problem>> {
  const { actor, projectId, id, prefix } = request;
  if (pieces.length === 1 && pieces[0]) {
    const done = await commit(pool, { actor, projectId, mutation: { id, operations: pieces[0] } });
    return done.ok ? ok(null) : done;
  }
  const begun = await begin(pool, request);
  if (begun === 'published') return ok(null);
  if (begun === 'running') return refused(underWay);
  if (begun === 'frozen') return refused(projectFrozen);
  for (const [place, operations] of pieces.entries()) {
    if (request.signal?.aborted) return cancel(pool, request);
    const segment = { jobId: id, piece: place + 1 };
    const mutation = { id: pieceId(prefix, place + 1), operations };
    const staged = await stagePiece(pool, request, { actor, projectId, mutation, segment });
    if (!staged.ok) return staged;
  }
  return request.signal?.aborted ? cancel(pool, request) : publish(pool, request);
}

async function cancel(pool: Pool, { projectId, id }: Import): Promise<Result<null, Problem>> {
  await abort(pool, projectId, id);
  return refused({ code: 'unavailable', detail: 'The import was cancelled. Nothing was imported.' });
}

async function begin(
  pool: Pool,
  { actor, projectId, id }: Import,
): Promise<'started' | 'running' | 'published' | 'frozen'> {
  const { value } = await withRetry(pool, async (client) => {
    const { rows } = await client.query<{ outcome: string | null; state: string }>(statements.head, [
      projectId,
      actor.id,
      id,
    ]);
    if (rows[0]?.outcome) return 'published';
    if (rows[0]?.state === 'frozen') return 'frozen';
    const started = await client.query(statements.startJob, [projectId, id]);
    return started.rowCount === 1 ? 'started' : 'running';
  });
  return value;
}

async function stagePiece(
  pool: Pool,
  { projectId, id }: Import,
  piece: Parameters<typeof commit>[1],
): Promise<Result<null, Problem>> {
  try {
    const staged = await commit(pool, piece);
    if (staged.ok) return ok(null);
    // When somebody else has taken away the pieces before this one, it was refused for want of them.
    return (await abort(pool, projectId, id)) ? staged : refused(givenUp);
  } catch (error) {
    // The piece may be there or not: nothing of the import may be seen, so all of it goes.
    if (!(await abort(pool, projectId, id))) return refused(givenUp);
    throw error;
  }
}

async function publish(pool: Pool, { actor, projectId, id, prefix }: Import): Promise<Result<null, Problem>> {
  const outcome: Outcome = { kind: 'applied', retries: 0, elapsedMs: 0, merges: [], unchanged: [] };
  const { value } = await withRetry(pool, async (client, tryNumber): Promise<Result<null, Problem>> => {
    const { rows } = await client.query<{ outcome: string | null }>(statements.head, [
      projectId,
      actor.id,
      id,
    ]);
    if (rows[0]?.outcome) return ok(null);
    const published = await client.query(statements.publishJob, [projectId, id]);
    if (published.rowCount !== 1) return refused(givenUp);
    await writeLogRow(client, {
      projectId,
      id,
      actor,
      outcome,
      entries: [],
      retries: tryNumber - 1,
      requestHash: prefix,
      publishes: id,
    });
    return ok(null);
  });
  return value;
}

const underWay: Problem = {
  code: 'try-again',
  detail: 'This import is under way already, or was just broken off. Try again in a few minutes.',
};

const givenUp: Problem = {
  code: 'try-again',
  detail: 'The import stood still for so long that it was given up. Nothing was imported. Try again.',
};

/** Gives an import up unless it is published. Says whether it was this call that did. */
async function abort(pool: Pool, projectId: string, jobId: string): Promise<boolean> {
  const aborted = await withRetry(pool, (client) => client.query(statements.abortJob, [projectId, jobId]));
  await clear(pool, projectId, jobId);
  return aborted.value.rowCount === 1;
}

/** Of one that was not given up nothing goes: what it wrote is, or will be, part of the project. */
async function clear(pool: Pool, projectId: string, jobId: string): Promise<void> {
  for (let isLeft = true; isLeft; ) {
    const cleared = await withRetry(pool, (client) => clearLastPiece(client, projectId, jobId));
    isLeft = cleared.value;
  }
  await withRetry(pool, (client) => client.query(statements.endJob, [projectId, jobId]));
}

/** Says whether there was one. Nobody writes another: the import was given up before. */
async function clearLastPiece(client: PoolClient, projectId: string, jobId: string): Promise<boolean> {
  const { rows } = await client.query<{ id: string; body: string }>(statements.lastPiece, [projectId, jobId]);
  const [piece] = rows;
  if (!piece) return false;
  const entries: readonly ChangeEntry[] = JSON.parse(piece.body);
  const ids = entries.map(({ record }) => record.id);
  await client.query(statements.removeRefs, [projectId, ids, [], []]);
  await client.query(statements.clearNames, [projectId, ids]);
  await client.query(statements.clearRecords, [projectId, ids, jobId]);
  await client.query(statements.clearPiece, [projectId, piece.id, jobId]);
  return true;
}

/** Takes away what imports left behind that were given up, or whose process died. Gives how many. */
export async function clearStale(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ project_id: string; id: string }>(statements.staleJobs);
  for (const job of rows) await abort(pool, job.project_id, job.id);
  return rows.length;
}
