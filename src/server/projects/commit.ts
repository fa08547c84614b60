import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { MutationResponse } from '../../core/protocol/mutation';
import type { Role } from '../../core/protocol/project';
import { mayEdit } from '../../core/protocol/project';
import type { Actor } from '../../core/protocol/records';
import type { Applied } from '../../core/schema/apply';
import { applyOperations } from '../../core/schema/apply';
import type { ChangeEntry, Merge } from '../../core/schema/change';
import type { Operation } from '../../core/schema/operation';
import { toWire } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import { canonicalJson } from '../../core/std/canonical-json';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import { withRetry } from '../storage/with-retry';
import { LoadedState } from './loaded-state';
import type { Mutation } from './project-service';
import { writeApplied } from './write-applied';

/** What became of a mutation, as its receipt keeps it: two copies of one request get one answer. */
export type Outcome =
  | {
      readonly kind: 'applied';
      readonly retries: number;
      readonly elapsedMs: number;
      readonly merges: readonly Merge[];
      /** Records that the request named and that were as asked for already. */
      readonly unchanged: readonly RecordState[];
    }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** What one mutation of an import adds to an ordinary one. */
export type Segment = { readonly jobId: string; readonly piece: number };

export type CommitRequest = {
  readonly actor: Actor;
  readonly projectId: string;
  readonly mutation: Mutation;
  readonly segment?: Segment | undefined;
};

type Answer = Result<MutationResponse, Problem>;

type HeadRow = {
  readonly state: string;
  readonly role: Role | null;
  readonly request_hash: string | null;
  readonly outcome: string | null;
  readonly body: string | null;
  readonly at: string | null;
};

/** More rows in one transaction than Aurora DSQL takes would make engines differ. */
const maxWrites = 1_000;

/**
 * The one way in which a project changes: one transaction that reads what concerns the mutation in a
 * fresh snapshot, judges and merges there, and writes records, names, references and the log row together.
 * A constraint error is never an answer: the whole is tried again, and then reading tells.
 *
 * @throws StorageError when the database is gone or the outcome is unknown; the same request may be sent again
 */
export async function commit(pool: Pool, request: CommitRequest): Promise<Answer> {
  const began = performance.now();
  const hash = requestHash(request.mutation.operations);
  const { value } = await withRetry(pool, (client, tryNumber) =>
    attempt(client, { ...request, hash, retries: tryNumber - 1, began }),
  );
  return value;
}

type Attempt = CommitRequest & { readonly hash: string; readonly retries: number; readonly began: number };

async function attempt(client: PoolClient, request: Attempt): Promise<Answer> {
  const { actor, projectId, mutation, segment } = request;
  const loaded = new LoadedState(client, projectId, segment?.jobId ?? null);
  loaded.expect(mutation.operations);
  const [head] = await Promise.all([
    client.query<HeadRow>(statements.head, [projectId, actor.id, mutation.id]),
    loaded.loadMissing(),
  ]);
  const early = answerBeforeReading(head.rows[0], request);
  return early ?? judgeAndWrite(client, loaded, request);
}

/** Runs the schema rules on what the client's snapshot shows and writes what they come to. */
export async function judgeAndWrite(
  client: PoolClient,
  loaded: LoadedState,
  request: Attempt,
): Promise<Answer> {
  const { mutation } = request;
  let outcome = applyOperations(loaded, mutation.operations);
  while (loaded.isMissingSomething) {
    await loaded.loadMissing();
    outcome = applyOperations(loaded, mutation.operations);
  }
  if (!outcome.ok) return refuse(client, request, outcome.problem);
  if (outcome.value.writes.length > maxWrites) {
    const detail = `This would change ${outcome.value.writes.length} records at once; at most ${maxWrites} are possible. Do it in parts.`;
    return refuse(client, request, { code: 'too-large', detail });
  }
  return write(client, loaded, request, outcome.value);
}

/** The answer when there is one without looking at any record: no access, or a receipt. */
function answerBeforeReading(
  head: HeadRow | undefined,
  { projectId, mutation, hash }: Attempt,
): Answer | null {
  if (!head?.role || head.state === 'deleted') return refused(projectNotFound(projectId));
  if (head.outcome !== null && head.request_hash !== null) {
    if (head.request_hash !== hash) return refused(idReused);
    return receiptAnswer(mutation.id, head.outcome, head.body ?? '[]', head.at ?? '');
  }
  if (!mayEdit(head.role)) return refused(readOnly(head.role));
  return null;
}

async function refuse(client: PoolClient, request: Attempt, problem: Problem): Promise<Answer> {
  await log(client, request, { kind: 'refused', problem }, []);
  return refused(problem);
}

async function write(
  client: PoolClient,
  loaded: LoadedState,
  request: Attempt,
  applied: Applied,
): Promise<Answer> {
  const { projectId, mutation, segment, retries, began } = request;
  const merges = await namedMerges(client, projectId, applied);
  const entries = applied.writes.map(entryOf);
  const written = new Set(applied.writes.map((one) => one.after.id));
  const outcome: Outcome = {
    kind: 'applied',
    retries,
    elapsedMs: Math.round((performance.now() - began) * 100) / 100,
    merges,
    unchanged: applied.targets.filter((target) => !written.has(target.id)),
  };
  // Sent without waiting for one another; they run in this order, the log row last.
  const writing = writeApplied(client, loaded, applied, { projectId, changeId: mutation.id, segment });
  const logging = log(client, request, outcome, entries);
  const [at] = await Promise.all([logging, ...writing]);
  return ok(responseOf(mutation.id, at, outcome, entries));
}

function entryOf({ before, after }: Applied['writes'][number]): ChangeEntry {
  return { record: after, before: isLive(before) ? before.body : null };
}

async function log(
  client: PoolClient,
  { actor, projectId, mutation, segment, hash, retries }: Attempt,
  outcome: Outcome,
  entries: readonly ChangeEntry[],
): Promise<string> {
  const { rows } = await client.query<{ at: string }>(statements.log, [
    projectId,
    mutation.id,
    actor.id,
    actor.name,
    JSON.stringify(outcome),
    JSON.stringify(entries),
    retries,
    hash,
    segment?.jobId ?? null,
    null,
  ]);
  return rows[0]?.at ?? '';
}

async function namedMerges(
  client: PoolClient,
  projectId: string,
  applied: Applied,
): Promise<readonly Merge[]> {
  if (applied.merges.length === 0) return [];
  const ids = [...new Set(applied.merges.map((merge) => merge.changeId))];
  const { rows } = await client.query<{ id: string; actor_id: string; actor_name: string }>(
    statements.actorsOf,
    [projectId, ids],
  );
  const actors = new Map(rows.map((row) => [row.id, { id: row.actor_id, name: row.actor_name }]));
  return applied.merges.map(({ changeId, ...merge }) => ({ ...merge, by: actors.get(changeId) }));
}

function receiptAnswer(id: string, outcome: string, body: string, at: string): Answer {
  const stored: Outcome = JSON.parse(outcome);
  if (stored.kind === 'refused') return refused(stored.problem);
  return ok(responseOf(id, at, stored, JSON.parse(body)));
}

function responseOf(
  id: string,
  at: string,
  outcome: Extract<Outcome, { kind: 'applied' }>,
  entries: readonly ChangeEntry[],
): MutationResponse {
  const records = [...entries.map((entry) => entry.record), ...outcome.unchanged];
  const { retries, elapsedMs, merges } = outcome;
  return { id, at, retries, elapsedMs, records, merges: [...merges] };
}

/** Tells a repeat of a request from another request under the same id. */
export function requestHash(operations: readonly Operation[]): string {
  return createHash('sha256')
    .update(canonicalJson(operations.map(toWire)))
    .digest('hex');
}

/** What the caller may not see is answered like what does not exist. */
export function projectNotFound(projectId: string): Problem {
  return { code: 'not-found', detail: `There is no project ${projectId}, or you have no access to it.` };
}

const idReused: Problem = {
  code: 'id-reused',
  detail: 'This mutation id was used for another request. Mint a new one for each.',
};

function readOnly(role: Role): Problem {
  return {
    code: 'read-only-role',
    detail: `A ${role} can look but not edit. Ask the owner to make you an editor.`,
  };
}
