import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Role } from '../../core/protocol/project';
import { editingRoles, mayEdit } from '../../core/protocol/project';
import type { Actor } from '../../core/protocol/records';
import type { RestoreAnswer, RestorePreview } from '../../core/protocol/restore';
import type { RecordKind } from '../../core/schema/kinds';
import { recordKinds } from '../../core/schema/kinds';
import { isLive } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import { readSnapshot, withRetry } from '../storage/with-retry';
import { idReused, projectFrozen, projectNotFound, readOnly } from './commit';
import type { Outcome } from './outcome';
import type { RestorePlan } from './restore-plan';
import { planRestore, planUndo } from './restore-plan';
import type { RestoreJob } from './restore-write';
import { writeRestore } from './restore-write';

type HeadRow = {
  readonly state: string;
  readonly role: Role | null;
  readonly request_hash: string | null;
  readonly outcome: string | null;
  readonly at: string | null;
};

/** `id` is the client's, the same when it repeats the request; `to` is a change of the log. */
export type RestoreRequest = { readonly id: string; readonly to: string };
type JobKind = RestoreJob['kind'];

/**
 * Brings a project back to how a change left it, as one edit: audited, idempotent by `id`, to be undone like
 * any other. The project is frozen first, so that every edit is either before the restore, and is taken back
 * by it, or after; whoever sends one meanwhile is told to send it again. A restore that dies before it wrote
 * anything is forgotten, one that dies later is finished by `resumeRestores`.
 */
export async function restoreTo(
  pool: Pool,
  actor: Actor,
  projectId: string,
  request: RestoreRequest,
): Promise<Result<RestoreAnswer, Problem>> {
  return runFrozen(pool, 'restore', actor, projectId, request);
}

/**
 * Takes one change back, whatever its size, or refuses because somebody has built on it since. For what one
 * mutation of the client cannot: in all else it is done as a restore is, and is itself a change that can be
 * taken back.
 */
export async function undoChange(
  pool: Pool,
  actor: Actor,
  projectId: string,
  request: RestoreRequest,
): Promise<Result<RestoreAnswer, Problem>> {
  return runFrozen(pool, 'undo', actor, projectId, request);
}

async function runFrozen(
  pool: Pool,
  kind: JobKind,
  actor: Actor,
  projectId: string,
  { id, to }: RestoreRequest,
): Promise<Result<RestoreAnswer, Problem>> {
  const job: RestoreJob = { kind, actor, projectId, id, to, requestHash: hashOf(kind, to) };
  const early = (await answerBefore(pool, job)) ?? (await freeze(pool, job));
  if (early) return early;
  try {
    const plan = await planFrozen(pool, job);
    if (plan.ok) return await writeRestore(pool, job, plan.value);
    await giveUp(pool, projectId, id);
    return plan;
  } catch (error) {
    await giveUp(pool, projectId, id).catch(() => undefined);
    throw error;
  }
}

/** What a restore would come to. Whoever may see the log may see this. */
export async function previewRestore(
  pool: Pool,
  actor: Actor,
  projectId: string,
  to: string,
): Promise<Result<RestorePreview, Problem>> {
  return readSnapshot(pool, async (client): Promise<Result<RestorePreview, Problem>> => {
    const { rows } = await client.query(statements.project, [projectId, actor.id]);
    if (!rows[0]) return refused(projectNotFound(projectId));
    const plan = await planRestore(client, projectId, to);
    return plan.ok ? ok(previewOf(plan.value)) : plan;
  });
}

function previewOf({ moment, applied: { writes }, since }: RestorePlan): RestorePreview {
  const counts = new Map<RecordKind, { restored: number; changed: number; deleted: number }>();
  for (const { before, after } of writes) {
    const count = counts.get(after.kind) ?? { restored: 0, changed: 0, deleted: 0 };
    if (!isLive(after)) count.deleted += 1;
    else if (isLive(before)) count.changed += 1;
    else count.restored += 1;
    counts.set(after.kind, count);
  }
  return {
    to: moment,
    counts: recordKinds.flatMap((kind) => {
      const count = counts.get(kind);
      return count ? [{ kind, ...count }] : [];
    }),
    since: since.map(({ actor, edits }) => ({ actor, edits })),
    records: writes.length,
  };
}

/** The answer when there is one without looking at any record: no access, a receipt, or others at work. */
async function answerBefore(pool: Pool, job: RestoreJob): Promise<Result<RestoreAnswer, Problem> | null> {
  const { projectId, actor, id } = job;
  const { value: head } = await withRetry(pool, async (client) => {
    // It locks the project, so somebody who freezes or deletes it at that moment is met.
    const { rows } = await client.query<HeadRow>(statements.head, [projectId, actor.id, id]);
    return rows[0];
  });
  if (!head?.role || head.state === 'deleted') return refused(projectNotFound(projectId));
  const receipt = receiptOf(head, job);
  if (receipt) return receipt;
  if (!mayEdit(head.role)) return refused(readOnly(head.role));
  if (head.state === 'frozen') return refused(projectFrozen);
  const imports = await pool.query(statements.importsUnderWay, [projectId]);
  return imports.rows.length > 0 ? refused(importUnderWay) : null;
}

function receiptOf(
  { outcome, request_hash, at }: HeadRow,
  { id, requestHash }: RestoreJob,
): Result<RestoreAnswer, Problem> | null {
  if (outcome === null) return null;
  const stored: Outcome = JSON.parse(outcome);
  if (request_hash !== requestHash || stored.kind !== 'applied' || !stored.restored) return refused(idReused);
  const { restored } = stored;
  return ok({
    id,
    at: at ?? '',
    to: { id: restored.id, at: restored.at },
    records: restored.records,
  });
}

const importUnderWay: Problem = {
  code: 'try-again',
  detail: 'An import into this project is under way, or was just broken off. Try again in a few minutes.',
};

/** Null when nobody but this restore writes from now on. */
async function freeze(pool: Pool, job: RestoreJob): Promise<Result<never, Problem> | null> {
  const { value } = await withRetry(pool, async (client): Promise<Result<never, Problem> | null> => {
    const values = [job.projectId, job.actor.id, editingRoles];
    const frozen = await client.query(statements.freezeProject, [...values]);
    // Somebody was quicker: another restore, a deletion, or whoever changes roles.
    if (frozen.rowCount !== 1) return refused(projectFrozen);
    const request = JSON.stringify({ actor: job.actor, to: job.to, kind: job.kind });
    const started = await client.query(statements.startRestore, [job.projectId, job.id, request]);
    if (started.rowCount === 1) return null;
    await client.query(statements.thawProject, [job.projectId]);
    return refused(idReused);
  });
  return value;
}

/** The plan for what is there once nobody else writes. */
function planFrozen(pool: Pool, { kind, projectId, to }: RestoreJob): Promise<Result<RestorePlan, Problem>> {
  return readSnapshot(pool, async (client): Promise<Result<RestorePlan, Problem>> => {
    const imports = await client.query(statements.importsUnderWay, [projectId]);
    if (imports.rows.length > 0) return refused(importUnderWay);
    return kind === 'undo' ? planUndo(client, projectId, to) : planRestore(client, projectId, to);
  });
}

/** Forgets a restore that has written nothing. One that has is left for `resumeRestores`. */
async function giveUp(pool: Pool, projectId: string, id: string): Promise<void> {
  await withRetry(pool, async (client) => {
    const dropped = await client.query(statements.dropRestore, [projectId, id]);
    if (dropped.rowCount === 1) await client.query(statements.thawProject, [projectId]);
  });
}

type StaleRow = {
  readonly project_id: string;
  readonly id: string;
  readonly pieces: number;
  readonly request: string;
};

/**
 * Goes on with restores whose process died: those that have written something are finished, since what they
 * wrote could not be told from anything else any more; the others are forgotten.
 */
export async function resumeRestores(pool: Pool): Promise<void> {
  const { rows } = await pool.query<StaleRow>(statements.staleRestores);
  for (const { project_id: projectId, id, pieces, request } of rows) {
    if (pieces === 0) {
      await giveUp(pool, projectId, id);
      continue;
    }
    const adopted = await withRetry(pool, (client) =>
      client.query(statements.adoptRestore, [projectId, id, pieces]),
    );
    if (adopted.value.rowCount !== 1) continue;
    const { actor, to, kind = 'restore' }: { actor: Actor; to: string; kind?: JobKind } = JSON.parse(request);
    const job: RestoreJob = { kind, actor, projectId, id, to, requestHash: hashOf(kind, to) };
    const plan = await planFrozen(pool, job);
    if (plan.ok) await writeRestore(pool, job, plan.value, pieces);
  }
}

/** Tells a repeat of a request from another request under the same id. */
function hashOf(kind: JobKind, to: string): string {
  return createHash('sha256').update(`${kind} ${to}`).digest('hex');
}
