import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { noteConflict, noteRetry, noteTransaction } from '../observe/measures';
import type { Conflict } from './sqlstate';
import { conflictOf, isConnectionLoss, isUnknownAtCommit, sqlstateOf } from './sqlstate';
import { StorageError } from './storage-error';

/**
 * One try of a transaction: everything between BEGIN and COMMIT. It may run several times, so it must have
 * no effect outside the database, and it must read again what it decides by. Queries may be pipelined.
 *
 * @param tryNumber counts from 1
 */
export type Attempt<Value> = (client: PoolClient, tryNumber: number) => Promise<Value>;

/** One try in two or three round trips instead of one a statement. The same is asked of it as of `Attempt`. */
export interface PipelinedAttempt<Opened, Value> {
  /** Reads only: they are sent together with BEGIN, before it is known that there is a transaction. */
  open(client: PoolClient): Promise<Opened>;
  /** Everything up to the last statements, which it returns: COMMIT is sent together with them. */
  work(client: PoolClient, opened: Opened, tryNumber: number): Promise<LastStatements<Value>>;
  /**
   * Sends reads behind COMMIT, in the same packet: they see what was committed without a round trip of their
   * own. Nobody waits for them, the connection excepted; they must not fail unheard.
   */
  behind?(client: PoolClient): Promise<unknown> | undefined;
}

/**
 * Sends the last statements of a transaction without waiting. COMMIT is on its way before they are answered:
 * the server undoes all of them when one fails, and what else must not be committed has to fail there, too.
 */
export type LastStatements<Value> = () => Promise<Value>;

/** Everything has a default; tests replace chance and time. */
export interface RetryOptions {
  /** From the call until no further try is begun, in milliseconds. */
  readonly deadlineMs?: number;
  /** A number from 0 up to, not including, 1. */
  readonly random?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** What came of it, and what it took. */
export interface Committed<Value> {
  readonly value: Value;
  /** Tries beyond the first. */
  readonly retries: number;
  readonly conflicts: readonly Conflict[];
  readonly elapsedMs: number;
}

const MAX_TRIES = 16;
/** By then it is no crowd that is quicker each time. */
const STUCK_TRIES = 8;
const BASE_DELAY_MS = 5;
const MAX_DELAY_MS = 100;
const DEADLINE_MS = 10_000;
/** Between looks for a server that is restarting. */
const RECONNECT_DELAY_MS = 50;

const counts = new Map<string, number>();

/** How often this process met each SQLSTATE as a conflict since it began; for tests and measurements. */
export function conflictCounts(): Readonly<Record<string, number>> {
  return Object.fromEntries(counts);
}

/**
 * Runs a transaction at REPEATABLE READ and repeats the whole of it while others get in the way: the only
 * retry in this program. Waits between tries are drawn from 0 to 5, 10, 20 … 100 ms ("full jitter"). While
 * the server cannot be reached (it restarts) it waits for it, until the deadline.
 *
 * @throws StorageError `stuck-constraint`, `too-many-conflicts`, `outcome-unknown`, `unavailable`
 * @throws whatever `attempt` throws that is neither a conflict nor a lost connection; nothing was written then
 */
export async function withRetry<Value>(
  pool: Pool,
  attempt: Attempt<Value>,
  options: RetryOptions = {},
): Promise<Committed<Value>> {
  return withRetryPipelined(pool, plain(attempt), options);
}

/** `withRetry` for attempts that say what may be sent together. */
export async function withRetryPipelined<Opened, Value>(
  pool: Pool,
  attempt: PipelinedAttempt<Opened, Value>,
  options: RetryOptions = {},
): Promise<Committed<Value>> {
  const { deadlineMs = DEADLINE_MS, random = Math.random, sleep = sleepFor } = options;
  const began = performance.now();
  const conflicts: Conflict[] = [];
  for (let tryNumber = 1; ; tryNumber += 1) {
    if (tryNumber > 1) noteRetry();
    const outcome = await runOnce(pool, attempt, tryNumber);
    const elapsedMs = performance.now() - began;
    switch (outcome.kind) {
      case 'committed':
        noteTransaction(tryNumber - 1, elapsedMs);
        return { value: outcome.value, retries: tryNumber - 1, conflicts, elapsedMs };
      case 'unknown':
        throw unknownOutcome(outcome.error);
      case 'failed':
        throw outcome.error;
      case 'conflict':
        conflicts.push(outcome.conflict);
        noteConflict(outcome.conflict.sqlstate);
        counts.set(outcome.conflict.sqlstate, (counts.get(outcome.conflict.sqlstate) ?? 0) + 1);
        refuseToGoOn(conflicts, elapsedMs >= deadlineMs, outcome.error);
        await sleep(random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (conflicts.length - 1)));
        break;
      case 'unreachable':
        if (elapsedMs >= deadlineMs) {
          throw new StorageError('unavailable', 'The database cannot be reached at the moment.', {
            cause: outcome.error,
          });
        }
        await sleep(RECONNECT_DELAY_MS * (0.5 + random()));
    }
  }
}

/**
 * Sends a statement that is a transaction of its own, once. Undefined when that did not work, for whatever
 * reason: then nothing was written, and the caller does it in a way that can be repeated.
 *
 * @param behind sends reads behind it: see `PipelinedAttempt`
 * @throws StorageError `outcome-unknown`
 */
export async function tryOnce<Value>(
  pool: Pool,
  send: (client: PoolClient) => Promise<Value>,
  behind: (client: PoolClient) => Promise<unknown> | undefined = () => undefined,
): Promise<Value | undefined> {
  const client = await pool.connect().catch(() => undefined);
  if (client === undefined) return undefined;
  const [sent, reading] = together(client, () => [send(client), behind(client)] as const);
  const [settled] = await Promise.allSettled([sent]);
  releaseBehind(client, reading);
  if (settled.status === 'fulfilled') return settled.value;
  if (isUnknownAtCommit(settled.reason)) throw unknownOutcome(settled.reason);
  const conflict = conflictOf(settled.reason);
  if (conflict !== undefined) noteConflict(conflict.sqlstate);
  return undefined;
}

function unknownOutcome(cause: unknown): StorageError {
  return new StorageError(
    'outcome-unknown',
    'The connection to the database was lost during COMMIT; send the same request again to learn what came of it.',
    { cause },
  );
}

/**
 * Reads in one snapshot: everything `read` asks for is as of one moment. Not repeated: a read-only snapshot
 * meets no conflicts.
 *
 * @throws StorageError `unavailable` when the connection is lost or there is none
 */
export async function readSnapshot<Value>(
  pool: Pool,
  read: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  const outcome = await runOnce(pool, plain(read), 1, 'READ ONLY');
  switch (outcome.kind) {
    case 'committed':
      return outcome.value;
    case 'unknown':
    case 'unreachable':
      throw new StorageError('unavailable', 'The database cannot be reached at the moment.', {
        cause: outcome.error,
      });
    case 'conflict':
    case 'failed':
      throw outcome.error;
  }
}

type Outcome<Value> =
  | { readonly kind: 'committed'; readonly value: Value }
  | { readonly kind: 'conflict'; readonly conflict: Conflict; readonly error: unknown }
  | { readonly kind: 'unreachable' | 'unknown' | 'failed'; readonly error: unknown };

/** Waits for every statement of the attempt before COMMIT is sent. */
function plain<Value>(attempt: Attempt<Value>): PipelinedAttempt<undefined, Value> {
  return {
    open: async () => undefined,
    work: async (client, _opened, tryNumber) => {
      const value = await attempt(client, tryNumber);
      return async () => value;
    },
  };
}

async function runOnce<Opened, Value>(
  pool: Pool,
  attempt: PipelinedAttempt<Opened, Value>,
  tryNumber: number,
  mode: 'READ WRITE' | 'READ ONLY' = 'READ WRITE',
): Promise<Outcome<Value>> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    return { kind: isConnectionLoss(error) ? 'unreachable' : 'failed', error };
  }
  const { outcome, behind } = await runOn(client, attempt, tryNumber, mode);
  releaseBehind(client, behind);
  return outcome;
}

/** Whatever is not surely between two transactions is not handed to the next one. */
function releaseBehind(client: PoolClient, behind: Promise<unknown> | undefined): void {
  const release = () => client.release(client.getTransactionStatus() !== 'I');
  if (behind === undefined) release();
  else void behind.then(release, release);
}

/** What came of a try, and the reads behind it that are not answered yet. */
type Run<Value> = { readonly outcome: Outcome<Value>; readonly behind?: Promise<unknown> | undefined };

async function runOn<Opened, Value>(
  client: PoolClient,
  attempt: PipelinedAttempt<Opened, Value>,
  tryNumber: number,
  mode: string,
): Promise<Run<Value>> {
  let last: LastStatements<Value>;
  try {
    const [opened] = await together(client, () => {
      const begun = client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ ${mode}`);
      return Promise.all([attempt.open(client), begun]);
    });
    // Only now is it sure that there is a transaction: before, writes would commit one by one.
    last = await attempt.work(client, opened, tryNumber);
  } catch (error) {
    await rollback(client);
    return { outcome: failure(error) };
  }
  let behind: Promise<unknown> | undefined;
  const settled = await together(client, () => {
    const ending = [last(), client.query('COMMIT')] as const;
    behind = attempt.behind?.(client);
    return Promise.allSettled(ending);
  });
  return { outcome: outcomeOf(settled), behind };
}

function outcomeOf<Value>([sent, committed]: readonly [
  PromiseSettledResult<Value>,
  PromiseSettledResult<QueryResult>,
]): Outcome<Value> {
  if (sent.status === 'rejected') {
    // An error that the server reports for a statement before COMMIT means that COMMIT undid everything.
    const isUnknown = sqlstateOf(sent.reason) === undefined && isConnectionLoss(sent.reason);
    return isUnknown ? { kind: 'unknown', error: sent.reason } : failure(sent.reason);
  }
  if (committed.status === 'rejected') {
    const error: unknown = committed.reason;
    return isUnknownAtCommit(error) ? { kind: 'unknown', error } : failure(error);
  }
  const { command } = committed.value;
  if (command === 'COMMIT') return { kind: 'committed', value: sent.value };
  // A statement failed and nobody looked: PostgreSQL answers ROLLBACK, and nothing was written.
  const error = new Error(`COMMIT was answered ${command}: a statement before it had failed.`);
  return { kind: 'conflict', conflict: { sqlstate: '25P02' }, error };
}

/** One packet for everything that `send` sends before it first waits: a packet costs more than a statement. */
function together<Sent>(client: PoolClient, send: () => Sent): Sent {
  const { stream } = client.connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

function failure(error: unknown): Outcome<never> {
  const conflict = conflictOf(error);
  if (conflict !== undefined) {
    return { kind: 'conflict', conflict, error };
  }
  return { kind: isConnectionLoss(error) ? 'unreachable' : 'failed', error };
}

/** Queued behind whatever is still pipelined; on a broken connection there is nothing to roll back. */
async function rollback(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
  } catch {
    // The server ends the transaction with the connection.
  }
}

function refuseToGoOn(conflicts: readonly Conflict[], isLate: boolean, cause: unknown): void {
  const places = new Set(conflicts.map(stuckAt));
  if (conflicts.length === STUCK_TRIES && places.size === 1 && !places.has(undefined)) {
    throw new StorageError(
      'stuck-constraint',
      `The store refused the same thing ${STUCK_TRIES} times running (${conflicts[0]?.constraint ?? 'a failed statement'}): validation and constraint disagree.`,
      { cause },
    );
  }
  if (conflicts.length < MAX_TRIES && !isLate) return;
  const met = conflicts.map((conflict) => conflict.sqlstate).join(', ');
  throw new StorageError('too-many-conflicts', `${conflicts.length} tries met other writers (${met}).`, {
    cause,
  });
}

/**
 * Where a try got stuck. The same constraint over other rows is no bug but a crowd: somebody is quicker each
 * time. So it is, for a while, even over the same rows: a table is "still referenced" again when each try to
 * drop it meets another new column. A statement that always fails, unseen, is as stuck as a constraint.
 */
function stuckAt({ sqlstate, constraint, detail }: Conflict): string | undefined {
  if (constraint !== undefined) return `${constraint} ${detail ?? ''}`;
  return sqlstate === '25P02' ? sqlstate : undefined;
}
