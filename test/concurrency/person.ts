import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { MutationResponse } from '../../src/core/protocol/mutation';
import type { Actor } from '../../src/core/protocol/records';
import type { Operation } from '../../src/core/schema/operation';
import type { Problem } from '../../src/core/std/problem';
import type { Result } from '../../src/core/std/result';
import { commit } from '../../src/server/projects/commit';
import type { GroupedEdits } from '../../src/server/projects/grouped-edits';
import type { Mutation } from '../../src/server/projects/project-service';
import { createPool, endPool } from '../../src/server/storage/pool';

export type Answer = Result<MutationResponse, Problem>;

/** The beginning of any statement that writes: until then a transaction has only its snapshot. */
export const firstWrite = /\b(INSERT INTO|DELETE FROM|UPDATE) \w/;
/** When this is about to be sent, everything is written and every lock is held. */
export const atCommit = /^COMMIT/;
/** What comes right behind BEGIN, before there is a snapshot. */
export const afterBegin = /^(?!BEGIN)/;

/** A statement that a person's transaction is about to send. */
export type Sending = { readonly text: string; readonly client: PoolClient };

/**
 * May wait, which holds the transaction, or throw, which fails the statement. A text that it gives is sent
 * instead of the statement.
 */
type Interceptor = (sending: Sending) => Promise<string | undefined>;

/** Work, a mutation mostly, that stands still before one of its statements. */
export type Held<Value = Answer> = {
  /** Lets it go on and gives its answer. */
  readonly goOn: () => Promise<Value>;
  /** Makes the statement fail with this error instead of being sent; the answer then rejects. */
  readonly fail: (error: Error) => Promise<Value>;
  /** Settles as the work does. */
  readonly answer: Promise<Value>;
};

/** Locks are waited for, not given up: an interleaving then is the one that the test wrote down. */
const patient = ['lock_timeout=8s', 'deadlock_timeout=10ms', 'idle_in_transaction_session_timeout=30s'];

/**
 * Somebody who edits through the real pipeline, with connections of their own, so that their transactions
 * can be watched, held before a chosen statement, or broken there.
 */
export class Person {
  readonly actor: Actor;
  readonly pool: Pool;
  readonly name: string;
  readonly #edits: GroupedEdits | undefined;
  #interceptor: Interceptor | null = null;

  /**
   * `settings` of the sessions, `name=value`, behind those of the pool; `edits` of the server process that
   * serves this person, without which everything is read first.
   */
  constructor(
    url: string,
    actor: Actor,
    { settings = patient, edits }: { settings?: readonly string[]; edits?: GroupedEdits } = {},
  ) {
    this.actor = actor;
    this.#edits = edits;
    this.name = `person-${randomUUID()}`;
    const address = new URL(url);
    address.searchParams.set('options', settings.map((setting) => `-c ${setting}`).join(' '));
    address.searchParams.set('application_name', this.name);
    this.pool = createPool({ kind: 'url', url: address.href });
    this.pool.on('connect', (client) => this.#watch(client));
  }

  send(projectId: string, ...operations: readonly Operation[]): Promise<Answer> {
    return this.commit(projectId, { id: randomUUID(), operations });
  }

  commit(projectId: string, mutation: Mutation): Promise<Answer> {
    return commit(this.pool, { actor: this.actor, projectId, mutation }, { edits: this.#edits });
  }

  /** From now on every statement goes through this first; null: straight to the server. */
  intercept(interceptor: Interceptor | null): void {
    this.#interceptor = interceptor;
  }

  /** Begins a mutation, and comes back when it stands still: see `holdWork`. */
  async hold(pattern: RegExp, projectId: string, mutation: Mutation | readonly Operation[]): Promise<Held> {
    const whole = 'operations' in mutation ? mutation : { id: randomUUID(), operations: mutation };
    return this.holdWork(pattern, () => this.commit(projectId, whole));
  }

  /**
   * Begins work over this person's pool and comes back when it is about to send the n-th statement that
   * matches, everything before it having been answered. Only that one is held, so a retry runs freely.
   *
   * @throws when the work ends without ever coming to such a statement
   */
  async holdWork<Value>(pattern: RegExp, work: () => Promise<Value>, nth = 1): Promise<Held<Value>> {
    const reached = deferred<undefined>();
    const released = deferred<void>();
    let left = nth;
    this.intercept(async ({ text }) => {
      if (pattern.test(text)) left -= 1;
      if (left > 0) return undefined;
      this.intercept(null);
      reached.resolve(undefined);
      await released.promise;
      return undefined;
    });
    const answer = work();
    const ended = answer.then(
      (value) => `it was answered ${JSON.stringify(value)}`,
      (error: unknown) => `it failed: ${String(error)}`,
    );
    const early = await Promise.race([reached.promise, ended]);
    if (early !== undefined) throw new Error(`No statement matched ${pattern}: ${early}`);
    const goOn = () => {
      released.resolve();
      return answer;
    };
    const fail = (error: Error) => {
      released.reject(error);
      return answer;
    };
    return { goOn, fail, answer };
  }

  /** Ends this person's server processes, and comes back when they are gone. */
  async beCutOff(by: Pool): Promise<void> {
    await by.query(
      'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1',
      [this.name],
    );
  }

  /** Comes back when this person waits for a lock, or has their answer. */
  async untilWaiting(by: Pool, answer: Promise<unknown>): Promise<void> {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    answer.then(end, end);
    while (!isDone) {
      const { rowCount } = await by.query(
        `SELECT FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'`,
        [this.name],
      );
      if (rowCount) return;
      await sleep(2);
    }
  }

  leave(): Promise<void> {
    return endPool(this.pool);
  }

  /** Statements are still pipelined; one that is held holds those behind it, and waits for those before. */
  #watch(client: PoolClient): void {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    let turn: Promise<unknown> = Promise.resolve();
    let answered: Promise<unknown> = Promise.resolve();
    const send = async (...args: unknown[]) => {
      let sent = args;
      const before = turn;
      const mine = deferred<void>();
      turn = mine.promise;
      await before;
      try {
        if (this.#interceptor) {
          await answered;
          const instead = await this.#interceptor({ text: textOf(args[0]), client });
          if (instead !== undefined) sent = [instead];
        }
      } catch (error) {
        mine.resolve();
        throw error;
      }
      const answer = query(...sent);
      answered = Promise.allSettled([answered, answer]);
      mine.resolve();
      return answer;
    };
    // With a callback it is the pool's own query: one statement, no transaction.
    const watched = (...args: unknown[]) =>
      typeof args.at(-1) === 'function' ? query(...args) : send(...args);
    Object.assign(client, { query: watched });
  }
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
}

/** A promise and the two ways to settle it. */
export function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
