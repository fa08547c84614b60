import { randomUUID } from 'node:crypto';
import type { AuroraDSQLPoolConfig } from '@aws/aurora-dsql-node-postgres-connector';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DsqlDatabaseConfig } from '../../src/server/config';
import { dsqlCapabilities } from '../../src/server/storage/dsql/capabilities';
import type { DsqlEndpoint } from '../../src/server/storage/dsql/endpoint';
import { executeMigrationOnDsql } from '../../src/server/storage/dsql/execute-migration';
import { migrateDsql } from '../../src/server/storage/dsql/migrate-dsql';
import type { DsqlCheck } from '../../src/server/storage/dsql/open-dsql';
import { checkDsql, openDsql } from '../../src/server/storage/dsql/open-dsql';
import { createDsqlPool, dsqlPoolConfig } from '../../src/server/storage/dsql/pool';
import { migrate } from '../../src/server/storage/migrate';
import { migrationsFor } from '../../src/server/storage/migrations';
import { endPool } from '../../src/server/storage/pool';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import type { Gateway } from './gateway/gateway';
import { openGateway } from './gateway/gateway';

const endpoint: DsqlEndpoint = {
  host: 'abc.dsql.eu-central-1.on.aws',
  region: 'eu-central-1',
  vercelRegion: undefined,
};
const migrations = migrationsFor(dsqlCapabilities);
const config: DsqlDatabaseConfig = {
  kind: 'dsql',
  endpoints: [endpoint],
  vercelRegion: 'iad1',
  user: 'app',
  credentials: { kind: 'keys', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } },
};

let database: TestDatabase;
let gateway: Gateway;
let pool: Pool;
let signed = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  gateway = await openGateway(database.url);
  const credentials = async () => {
    signed += 1;
    return { accessKeyId: 'key', secretAccessKey: 'secret' };
  };
  pool = await atGateway(
    dsqlPoolConfig({ endpoint, user: 'app', credentials, idleMs: 5_000, answerWithinMs: 15_000 }),
  );
});

/** The gateway instead of the cluster: another address, and no certificate. */
function atGateway(settings: AuroraDSQLPoolConfig): Promise<Pool> {
  const { hostname, port, pathname } = new URL(gateway.url);
  const address = { host: hostname, port: Number(port), database: pathname.slice(1) };
  return createDsqlPool({ ...settings, ...address, ssl: false });
}

afterAll(async () => {
  await endPool(pool);
  await gateway.close();
  await database.drop();
});

function check(more: Partial<DsqlCheck> = {}): Promise<string> {
  return checkDsql(pool, { endpoint, user: 'app', migrations, report: () => undefined, ...more });
}

describe('the pool of the connector', () => {
  it('DSE-43: asks for credentials at every checkout, so they have to be kept', async () => {
    const before = signed;
    await pool.query('SELECT 1');
    await pool.query('SELECT 1');
    expect(signed).toBe(before + 2);
  });
});

describe('the start on Aurora DSQL', () => {
  it('DSE-44: says what is not there yet, and starts where everything is', async () => {
    await expect(check()).rejects.toThrow(/has no tables of VersionZero yet: run npm run migrate/);
    await migrate(pool, migrations.slice(0, -1), executeMigrationOnDsql);
    await expect(check()).rejects.toThrow(`is not up to date (${migrations.at(-1)?.id})`);
    await migrate(pool, migrations, executeMigrationOnDsql);
    expect(await check()).toMatch(/^\d+/);
  });

  it('DSE-44: waits for a cluster that wakes up, and says so once', async () => {
    const lines: string[] = [];
    const waits: number[] = [];
    await endIdleConnections();
    for (let tries = 0; tries < 3; tries += 1) gateway.failNext({ kind: 'waking-up' });
    await check({
      report: (line) => lines.push(line),
      sleep: async (milliseconds) => waits.push(milliseconds),
    });
    expect(lines).toEqual([expect.stringMatching(/wakes up/)]);
    expect(waits).toHaveLength(3);
  });

  it('DSE-44: does not wait for ever', async () => {
    await endIdleConnections();
    for (let tries = 0; tries < 30; tries += 1) gateway.failNext({ kind: 'waking-up' });
    await expect(check({ sleep: async () => undefined })).rejects.toThrow(
      /has not woken up in half a minute/,
    );
    expect(gateway.pendingFaults).toBe(0);
  });
});

describe('npm run migrate', () => {
  it('DSE-23: makes the tables and gives their role its rights, or says that it is not there', async () => {
    const role = `versionzero_${randomUUID().slice(0, 8)}`;
    const lines: string[] = [];
    const run = () => migrateDsql({ ...config, user: role }, (line) => lines.push(line), atGateway);
    await expect(run()).rejects.toThrow(`the role ${role} is not: make it with CREATE ROLE`);
    await database.pool.query(`CREATE ROLE "${role}"`);
    await run();
    await run();
    const { rows } = await database.pool.query<{ privilege: string }>(
      'SELECT DISTINCT privilege_type AS privilege FROM information_schema.role_table_grants WHERE grantee = $1 ORDER BY 1',
      [role],
    );
    expect(rows.map(({ privilege }) => privilege)).toEqual(['DELETE', 'INSERT', 'SELECT', 'UPDATE']);
    await database.pool.query(`DROP OWNED BY "${role}"`);
    await database.pool.query(`DROP ROLE "${role}"`);
    expect(lines).toEqual([]);
  });
});

describe('the engine', () => {
  it('DSE-41, DSE-44: opens at the endpoint that there is, and says that it is not near', async () => {
    await migrate(pool, migrations, executeMigrationOnDsql);
    const lines: string[] = [];
    const engine = await openDsql(config, migrations, (line) => lines.push(line), atGateway);
    expect(engine).toMatchObject({ kind: 'dsql', capabilities: dsqlCapabilities });
    expect(lines).toEqual([
      expect.stringMatching(/no endpoint for the Region iad1; the first one, abc\.dsql/),
    ]);
    expect((await engine.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await engine.close();
  });
});

/** So that the next query needs a new connection. */
async function endIdleConnections(): Promise<void> {
  while (pool.idleCount > 0) {
    const client = await pool.connect();
    client.release(true);
  }
}
