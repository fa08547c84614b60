import type { AuroraDSQLPoolConfig } from '@aws/aurora-dsql-node-postgres-connector';
import type { Pool } from 'pg';
import { quoteIdentifier } from '../../../core/std/sql-identifier';
import type { DsqlDatabaseConfig } from '../../config';
import { migrate, PATIENCE_MS } from '../migrate';
import { migrationsFor } from '../migrations/index';
import { endPool } from '../pool';
import { sqlstateOf } from '../sqlstate';
import { StartError } from '../storage-error';
import { dsqlCapabilities } from './capabilities';
import { openCredentials } from './credentials';
import { chooseEndpoint } from './endpoint';
import { executeMigrationOnDsql } from './execute-migration';
import { sentenceFor, untilAwake } from './open-dsql';
import { createDsqlPool, dsqlPoolConfig } from './pool';

/** Only it may make tables in `public`. */
const ADMIN = 'admin';
const IDLE_MS = 30_000;
const NO_SUCH_ROLE = '42704';

/**
 * Brings a cluster up to date as its admin, and lets the role of the server read and write what is there. May
 * be run again at any time and by several at once.
 *
 * @param report takes one line for whoever runs it
 * @param openPool for tests: to another address than the cluster's
 * @throws StartError with the reason and what to do
 */
export async function migrateDsql(
  config: DsqlDatabaseConfig,
  report: (line: string) => void,
  openPool: (config: AuroraDSQLPoolConfig) => Promise<Pool> = createDsqlPool,
): Promise<void> {
  const { endpoint } = chooseEndpoint(config.endpoints, config.vercelRegion);
  const credentials = await openCredentials(config.credentials, endpoint.region);
  const options = { endpoint, user: ADMIN, credentials, idleMs: IDLE_MS, answerWithinMs: PATIENCE_MS };
  const pool = await openPool(dsqlPoolConfig(options));
  try {
    await untilAwake(() => pool.query('SELECT 1'), { report });
    await migrate(pool, migrationsFor(dsqlCapabilities), executeMigrationOnDsql);
    await grantTo(config.user, pool);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(sentenceFor(error, endpoint, ADMIN), { cause: error });
  } finally {
    await endPool(pool);
  }
}

async function grantTo(user: string, pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
  );
  const tables = rows.map(({ name }) => quoteIdentifier(name)).join(', ');
  try {
    await pool.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${tables} TO ${quoteIdentifier(user)}`);
  } catch (error) {
    if (sqlstateOf(error) !== NO_SUCH_ROLE) throw error;
    throw new StartError(
      `The tables are there, and the role ${user} is not: make it with CREATE ROLE ${user} WITH LOGIN, map it with AWS IAM GRANT ${user} TO the ARN of the server's role, and run this again.`,
      { cause: error },
    );
  }
}
