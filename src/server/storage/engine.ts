import type { Pool } from 'pg';
import type { DatabaseConfig } from '../config';
import { openEmbedded } from './embedded/embedded';
import { openPostgres } from './postgres';
import { StartError } from './storage-error';

/** What an engine can do beyond the SQL that all share; callers ask for these, never for its kind. */
export interface Capabilities {
  /** `pg_current_xact_id()` and `pg_current_snapshot()`: what became visible since can be read exactly. */
  readonly commitSnapshots: boolean;
  readonly listenNotify: boolean;
  /** `lock_timeout` and its like are enforced by the server. */
  readonly serverTimeouts: boolean;
}

/** A database to keep projects in: a way to get a pool. */
export interface Engine {
  /** For people (health, messages), not for decisions. */
  readonly kind: 'embedded' | 'postgres' | 'dsql';
  readonly capabilities: Capabilities;
  readonly pool: Pool;
  /** As the server says it: `18.4`. */
  readonly serverVersion: string;
  /** Writes down where this server answers, for the message that a second one in the same folder gives. */
  announce(address: string): void;
  /** Closes the pool when everything under way is done, and ends what was started for it. Never throws. */
  close(): Promise<void>;
}

/**
 * Opens the database that the configuration names: connected, checked, ready for `migrate`.
 *
 * @param report takes one line for the person at the terminal: the database died and is back, and the like
 * @throws StartError with the reason and what to do
 */
export async function openEngine(config: DatabaseConfig, report: (line: string) => void): Promise<Engine> {
  switch (config.kind) {
    case 'embedded':
      return openEmbedded(config.home, report);
    case 'postgres':
      return openPostgres(config.url);
    case 'dsql':
      // `openDsql` connects and checks; what is not there is a feed without `commitSnapshots`.
      throw new StartError(
        'Aurora DSQL cannot serve projects yet: the live feed that it needs is not there; unset DSQL_ENDPOINTS, and set DATABASE_URL to a PostgreSQL server or to nothing.',
      );
  }
}
