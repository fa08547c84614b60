import type { Pool } from 'pg';
import type { DatabaseConfig } from '../config';
import { dsqlCapabilities } from './dsql/capabilities';
import { openDsql } from './dsql/open-dsql';
import { openEmbedded } from './embedded/embedded';
import { migrationsFor } from './migrations/index';
import { openPostgres } from './postgres';

/** What an engine can do beyond the SQL that all share; callers ask for these, never for its kind. */
export interface Capabilities {
  /** `pg_current_xact_id()` and `pg_current_snapshot()`: what became visible since can be read exactly. */
  readonly commitSnapshots: boolean;
  readonly listenNotify: boolean;
  /** Rows are locked, and skipped where others hold them: several edits are judged by one statement. */
  readonly rowLocks: boolean;
  /** The server's role may change the schema: it brings the database up to date when it starts. */
  readonly schemaChanges: boolean;
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
export function openEngine(config: DatabaseConfig, report: (line: string) => void): Promise<Engine> {
  switch (config.kind) {
    case 'embedded':
      return openEmbedded(config.home, report);
    case 'postgres':
      return openPostgres(config.url);
    case 'dsql':
      return openDsql(config, migrationsFor(dsqlCapabilities), report);
  }
}
