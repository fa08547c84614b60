import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Actor } from '../../core/protocol/records';
import type { Operation } from '../../core/schema/operation';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok } from '../../core/std/result';
import { statements } from '../storage/statements';
import { withRetry } from '../storage/with-retry';
import { commit } from './commit';
import { writeLogRow } from './log-row';
import type { Outcome } from './outcome';

type Import = { readonly actor: Actor; readonly projectId: string; readonly id: string };
type Pieces = readonly (readonly Operation[])[];

/**
 * Writes an import all or nothing, whatever its size. What fits one transaction is one mutation. More is
 * staged: pieces that nobody sees, with their names claimed, then one small transaction publishes all of
 * them at once. When a piece is refused, what was staged is taken away again; after a crash `clearStale`
 * does that.
 */
export async function writePieces(
  pool: Pool,
  request: Import,
  pieces: Pieces,
): Promise<Result<null, Problem>> {
  const { actor, projectId, id } = request;
  if (pieces.length === 1 && pieces[0]) {
    const done = await commit(pool, { actor, projectId, mutation: { id, operations: pieces[0] } });
    return done.ok ? ok(null) : done;
  }
  await withRetry(pool, (client) => client.query(statements.startJob, [projectId, id]));
  for (const [place, operations] of pieces.entries()) {
    const segment = { jobId: id, piece: place + 1 };
    const mutation = { id: randomUUID(), operations };
    const staged = await stagePiece(pool, request, { actor, projectId, mutation, segment });
    if (!staged.ok) return staged;
  }
  await publish(pool, request);
  return ok(null);
}

async function stagePiece(
  pool: Pool,
  { projectId, id }: Import,
  piece: Parameters<typeof commit>[1],
): Promise<Result<null, Problem>> {
  try {
    const staged = await commit(pool, piece);
    if (staged.ok) return ok(null);
    await abort(pool, projectId, id);
    return staged;
  } catch (error) {
    // The piece may be there or not: nothing of the import may be seen, so all of it goes.
    await abort(pool, projectId, id);
    throw error;
  }
}

async function publish(pool: Pool, { actor, projectId, id }: Import): Promise<void> {
  const outcome: Outcome = { kind: 'applied', retries: 0, elapsedMs: 0, merges: [], unchanged: [] };
  await withRetry(pool, async (client, tryNumber) => {
    const { rows } = await client.query(statements.head, [projectId, actor.id, id]);
    if (rows[0]?.outcome) return;
    const published = await client.query(statements.publishJob, [projectId, id]);
    if (published.rowCount !== 1) throw new Error('The import was given up while it was being published.');
    await writeLogRow(client, {
      projectId,
      id,
      actor,
      outcome,
      entries: [],
      retries: tryNumber - 1,
      requestHash: id,
      publishes: id,
    });
  });
}

async function abort(pool: Pool, projectId: string, jobId: string): Promise<void> {
  await withRetry(pool, (client) => client.query(statements.abortJob, [projectId, jobId]));
  await clear(pool, projectId, jobId);
}

async function clear(pool: Pool, projectId: string, jobId: string): Promise<void> {
  await withRetry(pool, async (client) => {
    const values = [projectId, jobId];
    await client.query(statements.clearJobRefs, values);
    await client.query(statements.clearJobNames, values);
    await client.query(statements.clearJobRecords, values);
    await client.query(statements.clearJobChanges, values);
    await client.query(statements.endJob, values);
  });
}

/** Takes away what imports left behind that were given up, or whose process died. Gives how many. */
export async function clearStale(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ project_id: string; id: string }>(statements.staleJobs);
  for (const job of rows) await abort(pool, job.project_id, job.id);
  return rows.length;
}
