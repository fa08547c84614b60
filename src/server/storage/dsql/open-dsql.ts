import { setTimeout as sleepFor } from 'node:timers/promises';
import type { AuroraDSQLPoolConfig } from '@aws/aurora-dsql-node-postgres-connector';
import type { Pool } from 'pg';
import type { DsqlDatabaseConfig } from '../../config';
import type { Engine } from '../engine';
import type { Migration } from '../migrate';
import { missingMigration } from '../migrate';
import { ANSWER_WITHIN_MS, endPool } from '../pool';
import { sqlstateOf } from '../sqlstate';
import { StartError } from '../storage-error';
import { dsqlCapabilities } from './capabilities';
import { openCredentials } from './credentials';
import type { DsqlEndpoint } from './endpoint';
import { chooseEndpoint } from './endpoint';
import { createDsqlPool, dsqlPoolConfig } from './pool';

/** An instance at Vercel is frozen between requests, and its idle connections with it. */
const IDLE_AT_VERCEL_MS = 5_000;
const IDLE_MS = 30_000;

/**
 * Opens Aurora DSQL at the endpoint for where we run, connected, checked and up to date. Nothing is migrated:
 * the role of the running server may not.
 *
 * @param migrations those that have to have been applied
 * @param report takes one line for whoever runs the server
 * @param openPool for tests: to another address than the cluster's
 * @throws StartError with the reason and what to do
 */
export async function openDsql(
  config: DsqlDatabaseConfig,
  migrations: readonly Migration[],
  report: (line: string) => void,
  openPool: (config: AuroraDSQLPoolConfig) => Promise<Pool> = createDsqlPool,
): Promise<Engine> {
  const { endpoint, isFallback } = chooseEndpoint(config.endpoints, config.vercelRegion);
  if (isFallback) report(fallbackLine(endpoint, config.vercelRegion ?? ''));
  const credentials = await openCredentials(config.credentials, endpoint.region);
  const idleMs = config.vercelRegion === undefined ? IDLE_MS : IDLE_AT_VERCEL_MS;
  const { user } = config;
  const answerWithinMs = ANSWER_WITHIN_MS;
  const pool = await openPool(dsqlPoolConfig({ endpoint, user, credentials, idleMs, answerWithinMs }));
  try {
    const serverVersion = await checkDsql(pool, { endpoint, user, migrations, report });
    return {
      kind: 'dsql',
      capabilities: dsqlCapabilities,
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

function fallbackLine({ host }: DsqlEndpoint, vercelRegion: string): string {
  return `DSQL_ENDPOINTS names no endpoint for the Region ${vercelRegion}; the first one, ${host}, is used.`;
}

export type DsqlCheck = {
  readonly endpoint: DsqlEndpoint;
  readonly user: string;
  readonly migrations: readonly Migration[];
  readonly report: (line: string) => void;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
};

/** Waits for the cluster and asks what is there; returns its version. @throws StartError when it will not do */
export async function checkDsql(pool: Pool, check: DsqlCheck): Promise<string> {
  const { endpoint, user, migrations } = check;
  try {
    const version = await untilAwake(() => versionOf(pool), check);
    const missing = await missingMigration(pool, migrations);
    if (missing === undefined) return version;
    throw new StartError(`The cluster ${endpoint.host} is not up to date (${missing}): run npm run migrate.`);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(sentenceFor(error, endpoint, user), { cause: error });
  }
}

/** Half a minute: an idle cluster is awake long before. */
const WAKE_TRIES = 30;
const WAKE_DELAY_MS = 1_000;

/** Asks again while the cluster wakes up, and says so once. */
export async function untilAwake<Value>(
  ask: () => Promise<Value>,
  { report, sleep = sleepFor }: Pick<DsqlCheck, 'report' | 'sleep'>,
): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === WAKE_TRIES || !messageOf(error).includes('waking up cluster')) throw error;
      if (tries === 1) report('The Aurora DSQL cluster was idle and wakes up; this takes some seconds.');
      await sleep(WAKE_DELAY_MS);
    }
  }
}

async function versionOf(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ version: string }>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version`,
  );
  return rows[0]?.version ?? '';
}

/** What is the matter, and what to do about it, in one sentence. Exported for its test. */
export function sentenceFor(error: unknown, { host }: DsqlEndpoint, user: string): string {
  const message = messageOf(error);
  const code = sqlstateOf(error) ?? (error as { readonly code?: string }).code ?? '';
  if (code === '42P01') {
    return `The cluster ${host} has no tables of VersionZero yet: run npm run migrate.`;
  }
  if (code === '42501') {
    return `The role ${user} may not read the tables of the cluster ${host}: run npm run migrate with DSQL_USER set to it.`;
  }
  if (message.startsWith('Failed to generate DSQL token')) {
    return `There are no AWS credentials for the cluster ${host}: set AWS_ROLE_ARN at Vercel, elsewhere AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE (${message}).`;
  }
  if (/access denied|signature expired/i.test(message)) {
    const action = user === 'admin' ? 'dsql:DbConnectAdmin' : 'dsql:DbConnect';
    return `The cluster ${host} refuses the role ${user}: its AWS role needs ${action} and has to be mapped by AWS IAM GRANT, and the clock has to be right (${message}).`;
  }
  if (code === 'ENOTFOUND') return `There is no cluster at ${host}: look at DSQL_ENDPOINTS.`;
  if (message.includes('waking up cluster')) {
    return `The cluster ${host} was idle and has not woken up in half a minute: start the server again.`;
  }
  return `The cluster ${host} cannot be used: ${message}.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
