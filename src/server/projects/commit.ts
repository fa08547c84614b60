import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Role } from '../../core/protocol/project';
import { mayEdit } from '../../core/protocol/project';
import type { Applied } from '../../core/schema/apply';
import { applyOperations } from '../../core/schema/apply';
import type { Merge } from '../../core/schema/change';
import type { Operation } from '../../core/schema/operation';
import { toWire } from '../../core/schema/operation';
import { canonicalJson } from '../../core/std/canonical-json';
import type { Problem } from '../../core/std/problem';
import { ok, refused } from '../../core/std/result';
import { noteCommit, noteTransaction } from '../observe/measures';
import { statements } from '../storage/statements';
import type { LastStatements } from '../storage/with-retry';
import { withRetryPipelined } from '../storage/with-retry';
import type { Answer, Attempt, CommitRequest, Judged } from './attempt';
import { appliedOutcome, entryOf, logRowOf, maxRows, maxWrites, responseOf, rowsOf } from './attempt';
import type { GroupedEdits, Sent } from './grouped-edits';
import { idsNamedBy, LoadedState } from './loaded-state';
import { writeLogRow } from './log-row';
import type { Outcome } from './outcome';
import type { LiveFeed } from './project-service';
import type { RecordRow } from './stored-record';
import { writeApplied } from './write-applied';
import { writeRows } from './write-rows';

type HeadRow = {
  readonly state: string;
  readonly role: Role | null;
  readonly request_hash: string | null;
  readonly outcome: string | null;
  readonly receipt: string | null;
  readonly at: string | null;
};
type OpeningRow = HeadRow & (RecordRow | { readonly id: null });

/** What a process brings along to its commits. */
export type CommitAids = {
  /** Whoever watches is shown what is new as soon as it is committed. */
  readonly feed?: Pick<LiveFeed, 'wake' | 'readBehind' | 'tellOwn'> | undefined;
  readonly edits?: GroupedEdits | undefined;
};

/**
 * The one way in which a project changes: one transaction that reads what concerns the mutation in a
 * fresh snapshot, judges and merges there, and writes records, names, references and the log row together.
 * A constraint error is never an answer: the whole is tried again, and then reading tells.
 *
 * What is no more than an edit of records that this process wrote last goes the short way first, if there is
 * one (`edits`): without reading, and together with others. What does not hold there is done as ever.
 *
 * @throws StorageError when the database is gone or the outcome is unknown; the same request may be sent again
 */
export async function commit(
  pool: Pool,
  request: CommitRequest,
  { feed, edits }: CommitAids = {},
): Promise<Answer> {
  const { projectId, mutation } = request;
  const attempt = {
    ...request,
    hash: requestHash(mutation.operations),
    retries: 0,
    began: performance.now(),
  };
  const sent = await edits?.send(pool, attempt, feed);
  // What goes together is a transaction of its own, which nobody else tells of.
  if (sent !== undefined) noteTransaction(0, performance.now() - attempt.began);
  const { answer, outcome, isRead } = sent ?? (await readAndCommit(pool, attempt, { feed, edits }));
  noteCommit(outcome, performance.now() - attempt.began);
  if (answer.ok) feed?.wake(projectId, isRead);
  return answer;
}

async function readAndCommit(pool: Pool, request: Attempt, { feed, edits }: CommitAids): Promise<Sent> {
  const { projectId, segment } = request;
  let isNew = false;
  let isRead = false;
  const { value } = await withRetryPipelined<Opened, Judged>(pool, {
    open: (client) => open(client, request),
    behind: (client) => {
      const reading = isNew ? feed?.readBehind(projectId, client) : undefined;
      isRead = reading !== undefined;
      return reading;
    },
    work: async (client, { head, loaded }, tryNumber) => {
      const attempt = { ...request, retries: tryNumber - 1 };
      const early = answerBeforeReading(head, attempt);
      isNew = early === null;
      return early ? async () => early : judgeAndWrite(client, loaded, attempt);
    },
  });
  if (segment === undefined) edits?.remember(projectId, value.rows);
  return { ...value, isRead };
}

type Opened = { readonly head: HeadRow | undefined; readonly loaded: LoadedState };

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
  const loaded = new LoadedState(projectId, jobId);
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
    await loaded.loadMissing(client);
    outcome = applyOperations(loaded, mutation.operations);
  }
  if (!outcome.ok) return refuse(client, request, outcome.problem);
  const { length } = outcome.value.writes;
  if (length > maxWrites || rowsOf(outcome.value) > maxRows) {
    const detail = `This would change ${length} records at once; about ${maxWrites} are possible, fewer with many names and references. Do it in parts.`;
    return refuse(client, request, { code: 'too-large', detail });
  }
  return write(client, loaded, request, outcome.value);
}

/** The answer when there is one without looking at any record: no access, or a receipt. */
function answerBeforeReading(
  head: HeadRow | undefined,
  { projectId, mutation, hash }: Attempt,
): Judged | null {
  if (!head?.role || head.state === 'deleted') return refusal(projectNotFound(projectId));
  if (head.outcome !== null && head.request_hash !== null) {
    if (head.request_hash !== hash) return refusal(idReused);
    const answer = receiptAnswer(mutation.id, head.outcome, head.receipt ?? '[]', head.at ?? '');
    return { answer, outcome: 'receipt', rows: [] };
  }
  if (!mayEdit(head.role)) return refusal(readOnly(head.role));
  return head.state === 'frozen' ? refusal(projectFrozen) : null;
}

function refusal(problem: Problem): Judged {
  return { answer: refused(problem), outcome: 'refused', rows: [] };
}

function refuse(client: PoolClient, attempt: Attempt, problem: Problem): LastStatements<Judged> {
  const outcome: Outcome = { kind: 'refused', problem };
  const judged = refusal(problem);
  // A piece of an import needs no receipt: its id is nobody's, and the whole import ends with it.
  if (attempt.segment) return async () => judged;
  return async () => {
    await writeLogRow(client, { ...logRowOf(attempt), outcome, entries: [] });
    return judged;
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
    return { answer: ok(responseOf(mutation.id, at, outcome, entries)), outcome: 'applied', rows };
  };
  if (segment === undefined) return send;
  // Whether the import is still wanted is known only when its statement is answered.
  const judged = await send();
  return async () => judged;
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
