import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../pg/database';
import { createTestDatabase } from '../../pg/database';
import type { Gateway, GatewayOptions } from './gateway';
import { openGateway } from './gateway';

let database: TestDatabase;
let gateway: Gateway;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  await database.pool.query('CREATE TABLE t (id int PRIMARY KEY, a text)');
  gateway = await openGateway(database.url);
  client = await connect(gateway);
});

afterEach(async () => {
  await client.end();
  await gateway.close();
  await database.pool.query('DROP TABLE IF EXISTS t, u, v');
});

afterAll(() => database.drop());

async function connect({ url }: Gateway): Promise<pg.Client> {
  const connected = new pg.Client({ connectionString: url });
  connected.on('error', () => undefined);
  await connected.connect();
  return connected;
}

async function run(...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

async function rowsOfT(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM t');
  return rows[0]?.n ?? 0;
}

async function tables(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relname IN ('u', 'v') ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

const twoDefinitions = {
  code: '0A000',
  message: 'multiple ddl statements not supported in a transaction',
};
const mixed = { code: '0A000', message: 'ddl and dml are not supported in the same transaction' };

describe('a transaction at the gateway', () => {
  it('DSE-3: takes one DDL, and fails at the second', async () => {
    await run('BEGIN', 'CREATE TABLE u (a int)', 'COMMIT', 'BEGIN', 'DROP TABLE u');
    await expect(client.query('CREATE TABLE v (a int)')).rejects.toMatchObject(twoDefinitions);
    expect((await client.query('COMMIT')).command).toBe('ROLLBACK');
    expect(await tables()).toEqual(['u']);
  });

  it('DSE-3: counts the statements of one message for one transaction', async () => {
    await expect(client.query('CREATE TABLE u (a int); CREATE TABLE v (a int)')).rejects.toMatchObject(
      twoDefinitions,
    );
    await expect(client.query('CREATE TABLE u (a int); INSERT INTO t VALUES (1)')).rejects.toMatchObject(
      mixed,
    );
    expect(await tables()).toEqual([]);
    await run('INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)');
    expect(await rowsOfT()).toBe(2);
  });

  it.each([
    ['INSERT INTO t VALUES (1)', 'CREATE TABLE u (a int)'],
    ['CREATE TABLE u (a int)', 'INSERT INTO t VALUES (1)'],
    ['GRANT SELECT ON t TO PUBLIC', 'SELECT count(*) FROM t'],
  ])('DSE-3: does not take both of %s; %s', async (first, second) => {
    await run('BEGIN', first);
    await expect(client.query({ name: 'second', text: second })).rejects.toMatchObject(mixed);
    await run('ROLLBACK', first, second);
  });

  it('DSE-4: changes 3,000 rows, and fails at the statement that changes more', async () => {
    const rowLimit = { code: '54000', message: 'transaction row limit exceeded' };
    const insert = 'INSERT INTO t SELECT generate_series($1::int, $2::int)';
    await client.query(insert, [1, 3_000]);
    await expect(client.query(insert, [4_000, 7_000])).rejects.toMatchObject(rowLimit);
    await expect(client.query('UPDATE t SET a = id; DELETE FROM t')).rejects.toMatchObject(rowLimit);
    await run('BEGIN', 'UPDATE t SET a = 1');
    await expect(client.query('DELETE FROM t WHERE id = 1')).rejects.toMatchObject(rowLimit);
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    await run('ROLLBACK');
    expect(await rowsOfT()).toBe(3_000);
  });

  it('DSE-4: takes about 10 MiB, and fails at COMMIT with more', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const insert = (id: number) => client.query('INSERT INTO t VALUES ($1, $2)', [id, megabyte]);
    await run('BEGIN');
    for (let id = 1; id <= 11; id += 1) await insert(id);
    const sizeLimit = { code: '54000', message: 'transaction size limit 10mb exceeded' };
    await expect(client.query('COMMIT')).rejects.toMatchObject(sizeLimit);
    expect(await rowsOfT()).toBe(0);
    await insert(1);
    expect(await rowsOfT()).toBe(1);
  });

  it('DSE-4: ends the connection at a message of more than 10 MiB', async () => {
    const large = 'x'.repeat(11 * 1024 * 1024);
    await expect(client.query('INSERT INTO t VALUES ($1, $2)', [1, large])).rejects.toThrow();
    expect(await rowsOfT()).toBe(0);
  });

  it('DSE-4: fails a transaction that is too old', async () => {
    const hasty = await openGateway(database.url, { maxTransactionAgeMs: -1 });
    const late = await connect(hasty);
    await late.query('BEGIN');
    await expect(late.query('INSERT INTO t VALUES (1)')).rejects.toMatchObject({
      code: '54000',
      message: 'transaction age limit of 300s exceeded',
    });
    await late.end();
    await hasty.close();
  });

  it('DSE-8: meets another at one row as OC000', async () => {
    const other = await connect(gateway);
    await run('INSERT INTO t VALUES (1)', 'BEGIN', 'SELECT * FROM t');
    await other.query('UPDATE t SET a = 1');
    await expect(client.query('UPDATE t SET a = 2')).rejects.toMatchObject({
      code: '40001',
      message: 'change conflicts with another transaction (OC000)',
    });
    await run('ROLLBACK');
    await other.end();
  });
});

async function openWith(options: GatewayOptions): Promise<void> {
  await client.end();
  await gateway.close();
  gateway = await openGateway(database.url, options);
  client = await connect(gateway);
}

async function isValid(index: string): Promise<boolean | undefined> {
  const { rows } = await database.pool.query<{ valid: boolean }>(
    'SELECT i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = $1',
    [index],
  );
  return rows[0]?.valid;
}

async function jobOf(statement: string): Promise<string> {
  const { rows } = await client.query<{ job_id: string }>({ name: `job ${statement}`, text: statement });
  return rows[0]?.job_id ?? '';
}

async function statusOf(jobId: string): Promise<unknown> {
  const { rows } = await client.query(
    'SELECT status, job_type, object_name FROM sys.jobs WHERE job_id = $1',
    [jobId],
  );
  return rows[0];
}

describe('a job at the gateway', () => {
  it('DSE-5: is begun by CREATE INDEX ASYNC, and waited for', async () => {
    const id = await jobOf('CREATE INDEX ASYNC t_a_idx ON t (a)');
    expect(id).toMatch(/^[a-z2-7]{26}$/);
    await client.query(`CALL sys.wait_for_job('${id}')`);
    expect(await statusOf(id)).toEqual({
      status: 'completed',
      job_type: 'CREATE INDEX',
      object_name: 't_a_idx',
    });
    expect(await isValid('t_a_idx')).toBe(true);
  });

  it('DSE-5: leaves the index invalid until it ends', async () => {
    await openWith({ jobs: 'held' });
    const id = await jobOf('CREATE UNIQUE INDEX ASYNC IF NOT EXISTS t_a_key ON t (a)');
    expect(await statusOf(id)).toMatchObject({ status: 'processing' });
    expect(await isValid('t_a_key')).toBe(false);
    const waiting = client.query(`CALL sys.wait_for_job('${id}')`);
    await gateway.finishJobs();
    await waiting;
    expect(await isValid('t_a_key')).toBe(true);
  });

  it('DSE-5: fails for the rows that are there, and leaves an invalid index', async () => {
    await run("INSERT INTO t VALUES (1, 'x'), (2, 'x')");
    const id = await jobOf('CREATE UNIQUE INDEX ASYNC t_a_key ON t (a)');
    expect(await statusOf(id)).toMatchObject({ status: 'failed' });
    expect(await isValid('t_a_key')).toBe(false);
  });

  it('DSE-5: validates a constraint', async () => {
    await run('ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a IS NOT NULL) NOT VALID');
    const id = await jobOf('ALTER TABLE ASYNC t VALIDATE CONSTRAINT t_a_check');
    expect(await statusOf(id)).toMatchObject({ status: 'completed', object_name: 't_a_check' });
  });

  it('DSE-5: is not begun by a statement that is wrong, nor inside a transaction', async () => {
    await expect(client.query('CREATE INDEX ASYNC x ON nowhere (a)')).rejects.toMatchObject({
      code: '42P01',
    });
    await run('BEGIN');
    await expect(client.query('CREATE INDEX ASYNC x ON t (a)')).rejects.toMatchObject({ code: '0A000' });
    await run('ROLLBACK');
    await expect(client.query("CALL sys.wait_for_job('x')")).rejects.toMatchObject({ code: '22P02' });
    await expect(client.query("SELECT sys.wait_for_job('x')")).rejects.toMatchObject({ code: '42809' });
  });
});
