import type { AuroraDSQLPoolConfig } from '@aws/aurora-dsql-node-postgres-connector';
import type { Pool } from 'pg';
import { outliveLostConnections } from '../pool';
import type { CredentialsProvider } from './credentials';
import type { DsqlEndpoint } from './endpoint';

/** Well under the 60 minutes after which Aurora DSQL closes a connection. */
const MAX_LIFETIME_S = 50 * 60;
/** A token opens a connection and is not looked at again. */
const TOKEN_S = 15 * 60;
const MAX_CONNECTIONS = 16;
/** A first connection takes up to 120 ms (recorded); a cluster that wakes up says so. */
const CONNECT_WITHIN_MS = 5_000;

export type DsqlPoolOptions = {
  readonly endpoint: DsqlEndpoint;
  /** A role of the database that is mapped to the role of AWS. */
  readonly user: string;
  readonly credentials: CredentialsProvider;
  /** Keeps a connection that nobody uses for this long. */
  readonly idleMs: number;
  /** A statement that is not answered by then costs its connection: the cluster keeps no limits of time. */
  readonly answerWithinMs: number;
};

/**
 * The settings of a pool: TLS that is verified, one token signed at each checkout, connections that are
 * replaced before the server closes them. No `options`: Aurora DSQL has one level of isolation, one time zone,
 * and keeps none of our limits of time.
 */
export function dsqlPoolConfig({
  endpoint,
  user,
  credentials,
  idleMs,
  answerWithinMs,
}: DsqlPoolOptions): AuroraDSQLPoolConfig {
  return {
    host: endpoint.host,
    region: endpoint.region,
    port: 5432,
    database: 'postgres',
    user,
    ssl: { rejectUnauthorized: true },
    customCredentialsProvider: credentials,
    tokenDurationSecs: TOKEN_S,
    maxLifetimeSeconds: MAX_LIFETIME_S,
    idleTimeoutMillis: idleMs,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
    max: MAX_CONNECTIONS,
    pipeline: true,
    query_timeout: answerWithinMs,
  };
}

/** Opens a pool; no connection yet. The connector is loaded only where there is Aurora DSQL. */
export async function createDsqlPool(config: AuroraDSQLPoolConfig): Promise<Pool> {
  const { AuroraDSQLPool } = await import('./aws.lazy');
  const pool = new AuroraDSQLPool(config);
  outliveLostConnections(pool);
  return pool;
}
