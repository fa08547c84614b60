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
import { writeEdit, writeLogRow } from './log-row';
import type { Outcome } from './outcome';
import type { Mutation } from './project-service';
import type { RecordMemory } from './record-memory';
import type { RecordRow } from './stored-record';
import { writeApplied } from './write-applied';
import type { WriteRow } from './write-rows';
import { writeRows } from './write-rows';

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
export const maxWrites = 1_000;

/** What a process brings along to its commits. */
export type CommitAids = {
  /** Sends reads behind COMMIT of what is new, on its connection. */
  readonly readBehind?: (client: PoolClient) => Promise<void> | undefined;
  readonly memory?: RecordMemory;
};

/**
 * The one way in which a project changes: one transaction that reads what concerns the mutation in a
 * fresh snapshot, judges and merges there, and writes records, names, references and the log row together.
 * A constraint error is never an answer: the whole is tried again, and then reading tells.
 *
 * With a memory, what is no more than an edit of records that this process wrote last is judged by that and
 * sent as one statement, which does nothing unless it still holds; then it is read and judged as ever.
 *
 * @throws StorageError when the database is gone or the outcome is unknown; the same request may be sent again
 */
export async function commit(
  pool: Pool,
  request: CommitRequest,
  { readBehind, memory }: CommitAids = {},
): Promise<Answer> {
  const began = performance.now();
  const { projectId, mutation } = request;
  const hash = requestHash(mutation.operations);
  let isNew = false;
  const { value } = await withRetryPipelined<Opened, Judged>(pool, {
    atOnce: (client) => {
      const sent = memory && editAtOnce(client, memory, { ...request, hash, retries: 0, began });
      isNew = sent !== undefined;
      return sent;
    },
    open: (client) => open(client, request),
    behind: (client) => (isNew ? readBehind?.(client) : undefined),
    work: async (client, { head, loaded }, tryNumber) => {
      const attempt = { ...request, hash, retries: tryNumber - 1, began };
      const early = answerBeforeReading(head, attempt);
      isNew = early === null;
      return early ? async () => ({ answer: early, rows: [] }) : judgeAndWrite(client, loaded, attempt);
    },
  });
  if (request.segment === undefined) memory?.remember(projectId, value.rows);
  return value.answer;
}

/** An answer, and the rows that were written for it. */
type Judged = { readonly answer: Answer; readonly rows: readonly WriteRow[] };

type Opened = { readonly head: HeadRow | undefined; readonly loaded: LoadedState };

type Attempt = CommitRequest & {
  readonly hash: string;
  readonly retries: number;
  readonly began: number;
};

/** Access, receipt, and the records that the operations name. */
async function open(
  client: PoolClient,
  { actor, projectId, mutation, segment }: CommitRequest,
): Promise<Opened> {
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
): Promise<LastStatements<Judged>> {
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
  return head.state === 'frozen' ? refused(projectFrozen) : null;
}

function refuse(client: PoolClient, attempt: Attempt, problem: Problem): LastStatements<Judged> {
  const outcome: Outcome = { kind: 'refused', problem };
  const judged = { answer: refused(problem), rows: [] };
  // A piece of an import needs no receipt: its id is nobody's, and the whole import ends with it.
  if (attempt.segment) return async () => judged;
  return async () => {
    await writeLogRow(client, { ...logRowOf(attempt), outcome, entries: [] });
    return judged;
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
): Promise<LastStatements<Judged>> {
  const { projectId, mutation, segment } = request;
  const merges = await namedMerges(client, projectId, applied);
  const entries = applied.writes.map(entryOf);
  const outcome = appliedOutcome(request, applied, merges);
  const send = async (): Promise<Judged> => {
    const rows = writeRows(applied, loaded, mutation.id);
    // Sent without waiting for one another; they run in this order, the log row last.
    const writing = writeApplied(client, loaded, applied, rows, { projectId, segment });
    const logging = writeLogRow(client, { ...logRowOf(request), outcome, entries, written: applied });
    const [at] = await Promise.all([logging, ...writing]);
    return { answer: ok(responseOf(mutation.id, at, outcome, entries)), rows };
  };
  if (segment === undefined) return send;
  // Whether the import is still wanted is known only when its statement is answered.
  const judged = await send();
  return async () => judged;
}

/** The mutation as one statement, where what is remembered is all that its rules ask for. */
function editAtOnce(client: PoolClient, memory: RecordMemory, attempt: Attempt): Promise<Judged> | undefined {
  const { projectId, mutation, segment } = attempt;
  if (segment !== undefined || !mutation.operations.every(({ verb }) => verb === 'update')) return undefined;
  const ids = idsNamedBy(mutation.operations);
  const known = memory.recall(projectId, ids);
  if (known === undefined) return undefined;
  const loaded = new LoadedState(client, projectId, null);
  loaded.believe(known);
  const judged = applyOperations(loaded, mutation.operations);
  if (!judged.ok || loaded.isMissingSomething || !isMereEdit(judged.value)) return undefined;
  // It comes back with what is committed: until then others had better read.
  memory.forget(projectId, ids);
  const applied = judged.value;
  const entries = applied.writes.map(entryOf);
  const outcome = appliedOutcome(attempt, applied, []);
  const rows = writeRows(applied, loaded, mutation.id);
  const log = { ...logRowOf(attempt), outcome, entries };
  return writeEdit(client, rows, log).then((at) => ({
    answer: ok(responseOf(mutation.id, at, outcome, entries)),
    rows,
  }));
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

function appliedOutcome(
  { retries, began }: Attempt,
  applied: Applied,
  merges: readonly Merge[],
): Extract<Outcome, { kind: 'applied' }> {
  const written = new Set(applied.writes.map((one) => one.after.id));
  return {
    kind: 'applied',
    retries,
    elapsedMs: Math.round((performance.now() - began) * 100) / 100,
    merges,
    unchanged: applied.targets.filter((target) => !written.has(target.id)),
  };
}

/** A write as the log keeps it. */
export function entryOf({ before, after }: Applied['writes'][number]): ChangeEntry {
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

/** Nothing is decided by this, so it leaves no receipt: the same request is sent again. */
export const projectFrozen: Problem = {
  code: 'try-again',
  detail: 'The project is being brought back to an earlier state. Try again in a moment.',
};

export const idReused: Problem = {
  code: 'id-reused',
  detail: 'This mutation id was used for another request. Mint a new one for each.',
};

export function readOnly(role: Role): Problem {
  return {
    code: 'read-only-role',
    detail: `A ${role} can look but not edit. Ask the owner to make you an editor.`,
  };
}
