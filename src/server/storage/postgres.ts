import type { Pool } from 'pg';
import type { Capabilities, Engine } from './engine';
import { createPool, endPool } from './pool';
import { StartError } from './storage-error';

const OLDEST_VERSION = 140_000;

export const postgresCapabilities: Capabilities = {
  commitSnapshots: true,
  listenNotify: true,
  rowLocks: true,
  schemaChanges: true,
  serverTimeouts: true,
};

/**
 * Opens a PostgreSQL server that somebody else runs.
 *
 * @throws StartError when it cannot be reached, is older than 14, a replica, or not in UTF-8
 */
export async function openPostgres(url: string): Promise<Engine> {
  const pool = createPool({ kind: 'url', url });
  try {
    const serverVersion = await checkServer(pool, describeAddress(url));
    return {
      kind: 'postgres',
      capabilities: postgresCapabilities,
      pool,
      serverVersion,
      announce: () => undefined,
      close: () => endPool(pool),
    };
  } catch (error) {
    await endPool(pool);
    throw error;
  }
}

/** Asks the server what it is; returns its version. @throws StartError when it will not do */
export async function checkServer(pool: Pool, name: string): Promise<string> {
  const server = await askServer(pool, name);
  const objection = objectionTo(server);
  if (objection !== undefined) {
    throw new StartError(`The database ${name} ${objection}.`);
  }
  return server.version;
}

/** What a server says about itself. */
export interface ServerFacts {
  /** `server_version_num`: 180004 is 18.4. */
  readonly number: number;
  readonly version: string;
  readonly isReplica: boolean;
  readonly encoding: string;
}

/** Why projects cannot be kept there, as the rest of a sentence; undefined when they can. */
export function objectionTo(server: ServerFacts): string | undefined {
  if (server.number < OLDEST_VERSION) {
    return `is PostgreSQL ${server.version}; VersionZero needs 14 or newer`;
  }
  // A replica shows commits late and not in order, and nothing can be written to it.
  if (server.isReplica) {
    return 'is a read-only replica; DATABASE_URL has to name its primary';
  }
  if (server.encoding !== 'UTF8') {
    return `is encoded in ${server.encoding}; VersionZero needs one made with ENCODING 'UTF8'`;
  }
  return undefined;
}

async function askServer(pool: Pool, name: string): Promise<ServerFacts> {
  try {
    const { rows } = await pool.query<ServerFacts>(
      `SELECT current_setting('server_version_num')::int AS number,
              split_part(current_setting('server_version'), ' ', 1) AS version,
              pg_is_in_recovery() AS "isReplica",
              current_setting('server_encoding') AS encoding`,
    );
    const [server] = rows;
    if (server === undefined) {
      throw new Error('it does not say what it is');
    }
    return server;
  } catch (error) {
    throw new StartError(`The database ${name} cannot be used: ${reasonOf(error)}.`, { cause: error });
  }
}

/** An `AggregateError` (both addresses of localhost refused) has an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) {
    return error.errors.map(reasonOf).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

/** Host, port and database of an address, without the user's name and password. */
export function describeAddress(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
}
