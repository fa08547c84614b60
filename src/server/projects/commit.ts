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
import { isLive } from '../../core/schema/record';
import { canonicalJson } from '../../core/std/canonical-json';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import type { LastStatements } from '../storage/with-retry';
import { withRetryPipelined } from '../storage/with-retry';
import { idsNamedBy, LoadedState } from './loaded-state';
import { writeLogRow } from './log-row';
import type { Outcome } from './outcome';
import type { Mutation } from './project-service';
import type { RecordRow } from './stored-record';
import { writeApplied } from './write-applied';

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
  readonly receipt: string | null;
  readonly at: string | null;
};
type OpeningRow = HeadRow & (RecordRow | { readonly id: null });

/** More rows in one transaction than Aurora DSQL takes would make engines differ. */
const maxWrites = 1_000;

/**
 * The one way in which a project changes: one transaction that reads what concerns the mutation in a
 * fresh snapshot, judges and merges there, and writes records, names, references and the log row together.
 * A constraint error is never an answer: the whole is tried again, and then reading tells.
 *
 * @param readBehind sends reads behind COMMIT of what is new, on its connection
 * @throws StorageError when the database is gone or the outcome is unknown; the same request may be sent again
 */
export async function commit(
  pool: Pool,
  request: CommitRequest,
  readBehind?: (client: PoolClient) => Promise<void> | undefined,
): Promise<Answer> {
  const began = performance.now();
  const hash = requestHash(request.mutation.operations);
  let isNew = false;
  const { value } = await withRetryPipelined(pool, {
    open: (client) => open(client, request),
    behind: (client) => (isNew ? readBehind?.(client) : undefined),
    work: async (client, { head, loaded }, tryNumber) => {
      const attempt = { ...request, hash, retries: tryNumber - 1, began };
      const early = answerBeforeReading(head, attempt);
      isNew = early === null;
      return early ? async () => early : judgeAndWrite(client, loaded, attempt);
    },
  });
  return value;
}

type Attempt = CommitRequest & {
  readonly hash: string;
  readonly retries: number;
  readonly began: number;
};

/** Access, receipt, and the records that the operations name. */
async function open(client: PoolClient, { actor, projectId, mutation, segment }: CommitRequest) {
  const jobId = segment?.jobId ?? null;
  const named = idsNamedBy(mutation.operations);
  const { rows } = await client.query<OpeningRow>(statements.open, [
    projectId,
    actor.id,
    mutation.id,
    named,
    jobId,
  ]);
  const loaded = new LoadedState(client, projectId, jobId);
  loaded.know(
    named,
    rows.filter((row): row is HeadRow & RecordRow => row.id !== null),
  );
  return { head: rows[0], loaded };
}

/** Runs the schema rules on what the client's snapshot shows and writes what they come to. */
export async function judgeAndWrite(
  client: PoolClient,
  loaded: LoadedState,
  request: Attempt,
): Promise<LastStatements<Answer>> {
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
    return receiptAnswer(mutation.id, head.outcome, head.receipt ?? '[]', head.at ?? '');
  }
  if (!mayEdit(head.role)) return refused(readOnly(head.role));
  return null;
}

function refuse(client: PoolClient, attempt: Attempt, problem: Problem): LastStatements<Answer> {
  const outcome: Outcome = { kind: 'refused', problem };
  // A piece of an import needs no receipt: its id is nobody's, and the whole import ends with it.
  if (attempt.segment) return async () => refused(problem);
  return async () => {
    await writeLogRow(client, { ...logRowOf(attempt), outcome, entries: [] });
    return refused(problem);
  };
}

function logRowOf({ actor, projectId, mutation, segment, hash, retries }: Attempt) {
  return {
    actor,
    projectId,
    id: mutation.id,
    retries,
    requestHash: hash,
    segment: segment?.jobId,
  };
}

async function write(
  client: PoolClient,
  loaded: LoadedState,
  request: Attempt,
  applied: Applied,
): Promise<LastStatements<Answer>> {
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
  const send = async (): Promise<Answer> => {
    // Sent without waiting for one another; they run in this order, the log row last.
    const writing = writeApplied(client, loaded, applied, { projectId, changeId: mutation.id, segment });
    const logging = writeLogRow(client, { ...logRowOf(request), outcome, entries, written: applied });
    const [at] = await Promise.all([logging, ...writing]);
    return ok(responseOf(mutation.id, at, outcome, entries));
  };
  if (segment === undefined) return send;
  // Whether the import is still wanted is known only when its statement is answered.
  const answer = await send();
  return async () => answer;
}

function entryOf({ before, after }: Applied['writes'][number]): ChangeEntry {
  return { record: after, before: isLive(before) ? before.body : null };
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
