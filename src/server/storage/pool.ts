import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Where a PostgreSQL server is: an address with everything in it, or the parts. */
export type ConnectionTarget =
  | { readonly kind: 'url'; readonly url: string }
  | {
      readonly kind: 'parts';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string | undefined;
      readonly database: string;
    };

/**
 * Every statement of ours is prepared by name and finds its rows by key, whatever the values and however
 * many rows there are. So each is planned once per connection, and for its indexes: a plan from when a
 * table was small is kept for long and would read the whole table once that is large. The queries are far
 * too short to be worth compiling.
 * https://www.postgresql.org/docs/18/runtime-config-query.html
 */
const PLANNING = ['plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'jit=off'];

/**
 * Limits that the server itself enforces (the capability `serverTimeouts`). A wait for a lock ends long
 * before `deadlock_timeout` (1 s) would look for a cycle, and is tried again; a process that stops in the
 * middle of a transaction (SIGSTOP, a laptop's lid) loses it, with its row locks, after 5 s.
 * https://www.postgresql.org/docs/18/runtime-config-client.html
 */
const SESSION_SETTINGS = [
  'lock_timeout=150ms',
  'idle_in_transaction_session_timeout=5s',
  'statement_timeout=10s',
  // A statement that is a transaction of its own sees one snapshot and meets others like any transaction.
  'default_transaction_isolation=repeatable\\ read',
  'TimeZone=UTC',
  ...PLANNING,
];

/**
 * A statement that is not answered by then costs its connection: the last resort where the server keeps no limits,
 * or is gone without a word. Longer than any limit that a server keeps.
 */
export const ANSWER_WITHIN_MS = 15_000;

const MAX_CONNECTIONS = 16;
const CONNECT_WITHIN_MS = 3_000;

/**
 * Opens a pool (no connection yet) whose sessions have our limits and whose clients may pipeline: several
 * queries sent without waiting are answered in order. An idle connection that breaks is dropped silently;
 * whoever needs one next gets a new one, or the error.
 */
export function createPool(target: ConnectionTarget): pg.Pool {
  const pool = new pg.Pool({
    ...address(target),
    application_name: 'versionzero',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    max: MAX_CONNECTIONS,
    pipeline: true,
    query_timeout: ANSWER_WITHIN_MS,
  });
  outliveLostConnections(pool);
  return pool;
}

/** Makes the loss of a connection an error of whoever uses it at the time, and of nobody else. */
export function outliveLostConnections(pool: pg.Pool): void {
  pool.on('error', () => undefined);
  // A client that is checked out has no listener of the pool's, and an unheard 'error' ends the process; the
  // query that was under way is rejected with the same error anyway.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
}

const END_WITHIN_MS = 3_000;

/** Closes a pool when its connections are back; one that somebody keeps does not hold us up for ever. */
export async function endPool(pool: pg.Pool): Promise<void> {
  const patience = new AbortController();
  await Promise.race([
    pool.end().catch(() => undefined),
    sleep(END_WITHIN_MS, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}

function address(target: ConnectionTarget): pg.PoolConfig {
  const settings = SESSION_SETTINGS.map((setting) => `-c ${setting}`).join(' ');
  switch (target.kind) {
    case 'url': {
      const url = new URL(target.url);
      // Behind ours, so that a person who sets a limit in the address has the last word.
      url.searchParams.set('options', `${settings} ${url.searchParams.get('options') ?? ''}`.trim());
      return { connectionString: url.href };
    }
    case 'parts': {
      const { host, port, user, password, database } = target;
      return { host, port, user, password, database, options: settings };
    }
  }
}
