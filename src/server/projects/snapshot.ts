import type { Pool, PoolClient } from 'pg';
import type { ChangeLog } from '../../core/protocol/change';
import type { Differences, Snapshot } from '../../core/protocol/project';
import type { Actor } from '../../core/protocol/records';
import type { ChangeEntry } from '../../core/schema/change';
import { auditOf } from '../../core/schema/change';
import { fingerprintOf, printFingerprint } from '../../core/schema/fingerprint';
import type { Buckets } from '../../core/schema/fingerprint-buckets';
import { bucketOf, bucketsOf, differingBuckets } from '../../core/schema/fingerprint-buckets';
import { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord, Tombstone } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import { readSnapshot } from '../storage/with-retry';
import { projectNotFound } from './commit';
import { toldBeside } from './outcome';
import type { ReadCursor } from './project-service';
import { readStates, readUnpublished } from './read-records';

type ProjectRow = {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly role: 'owner' | 'editor' | 'commenter' | 'viewer';
};

/** All records of a project as of one moment, with the cursor from which the live feed goes on. */
export async function readProject(
  pool: Pool,
  actor: Actor,
  projectId: string,
  readCursor: ReadCursor,
): Promise<Result<Snapshot, Problem>> {
  return readSnapshot(pool, async (client): Promise<Result<Snapshot, Problem>> => {
    const [projects, states, cursor, fingerprint] = await Promise.all([
      client.query<ProjectRow>(statements.project, [projectId, actor.id]),
      readStates(client, projectId),
      readCursor(client, projectId),
      readFingerprint(client, projectId),
    ]);
    const project = projects.rows[0];
    if (!project) return refused(projectNotFound(projectId));
    const tombstones = states.filter((state): state is Tombstone => !isLive(state));
    return ok({
      project: { id: project.id, name: project.name, role: project.role, createdAt: project.created_at },
      records: states.filter(isLive) as SchemaRecord[],
      tombstones: tombstones,
      cursor,
      fingerprint,
    });
  });
}

/**
 * The same of the buckets alone in which there is something else than the caller has. It digests the whole project:
 * only a difference that should not be is a reason to ask.
 */
export async function readDifferences(
  pool: Pool,
  actor: Actor,
  projectId: string,
  theirs: Buckets,
  readCursor: ReadCursor,
): Promise<Result<Differences, Problem>> {
  const whole = await readProject(pool, actor, projectId, readCursor);
  if (!whole.ok) return whole;
  const { records, tombstones } = whole.value;
  const buckets = differingBuckets(bucketsOf(records as SchemaRecord[]), theirs);
  const differs = new Set(buckets);
  const isIn = ({ id }: { readonly id: string }) => differs.has(bucketOf(id));
  return ok({
    ...whole.value,
    buckets: [...buckets],
    records: records.filter(isIn),
    tombstones: tombstones.filter(isIn),
  });
}

/** The project's records, for exporters and importers; `not-found` when the actor may not see it. */
export async function readMemoryState(
  pool: Pool,
  actor: Actor,
  projectId: string,
): Promise<Result<MemoryState, Problem>> {
  return readSnapshot(pool, async (client): Promise<Result<MemoryState, Problem>> => {
    const [projects, states] = await Promise.all([
      client.query<ProjectRow>(statements.project, [projectId, actor.id]),
      readStates(client, projectId),
    ]);
    return projects.rows[0] ? ok(MemoryState.from(states)) : refused(projectNotFound(projectId));
  });
}

/** The fingerprint of the stored records in the client's snapshot, taken from `records`, not from the feed. */
export async function readFingerprint(client: PoolClient, projectId: string): Promise<string> {
  const hidden = await readUnpublished(client, projectId);
  if (hidden.length > 0)
    return printFingerprint(fingerprintOf((await readStates(client, projectId)).filter(isLive)));
  const { rows } = await client.query<{ count: string; high: string; low: string }>(statements.fingerprint, [
    projectId,
  ]);
  const row = rows[0];
  if (!row) throw new Error('A count always gives a row.');
  return `${row.count}:${BigInt.asUintN(64, BigInt(row.high))}:${BigInt.asUintN(64, BigInt(row.low))}`;
}

type LogRow = {
  readonly id: string;
  readonly at: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly retries: number;
  readonly outcome: string;
  readonly body: string;
  readonly segment: string | null;
};

const pagePattern = /^(\d{4}-[0-9T:.-]+Z);([0-9a-f-]{36})$/;

/** A page of the audit log, newest first. A place in it is (time, id), so equal times lose nothing. */
export async function readChangeLog(
  pool: Pool,
  actor: Actor,
  projectId: string,
  { before, limit }: { before?: string; limit: number },
): Promise<Result<ChangeLog, Problem>> {
  const place =
    before === undefined ? [] : (pagePattern.exec(Buffer.from(before, 'base64url').toString()) ?? null);
  if (place === null) {
    const detail = '`before` is not a place in this log: send the `next` of the page before.';
    return refused({ code: 'invalid-request', pointer: '/before', detail });
  }
  const project = await pool.query(statements.project, [projectId, actor.id]);
  if (!project.rows[0]) return refused(projectNotFound(projectId));
  const [, at = null, id = null] = place;
  const { rows } = await pool.query<LogRow>(statements.changePage, [projectId, at, id, limit + 1]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next =
    rows.length > limit && last ? Buffer.from(`${last.at};${last.id}`).toString('base64url') : null;
  return ok({ changes: page.map(logged), next });
}

function logged(row: LogRow): ChangeLog['changes'][number] {
  const entries: readonly ChangeEntry[] = JSON.parse(row.body);
  return {
    id: row.id,
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
    retries: row.retries,
    operations: entries.map(auditOf).map((entry) => ({ ...entry })),
    ...toldBeside(JSON.parse(row.outcome), row.segment),
  };
}
