import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../pg/database';
import { createTestDatabase } from '../../pg/database';
import type { Fault } from './faults';
import type { Gateway } from './gateway';
import { openGateway } from './gateway';
import { waysToWrite } from './ways-to-write';

let database: TestDatabase;
let gateway: Gateway;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query('CREATE TABLE t (id int PRIMARY KEY)');
  gateway = await openGateway(database.url);
});

beforeEach(async () => {
  await database.pool.query('TRUNCATE t');
  client = new pg.Client({ connectionString: gateway.url });
  client.on('error', () => undefined);
  await client.connect();
});

afterEach(async () => {
  await client.end();
  expect(gateway.pendingFaults).toBe(0);
});

afterAll(async () => {
  await gateway.close();
  await database.drop();
});

async function rowsOfT(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM t');
  return rows[0]?.n ?? 0;
}

const ways = waysToWrite(() => client);

const conflict = { code: '40001', message: 'change conflicts with another transaction (OC000)' };
const unavailable = { code: 'XX000', message: 'server unavailable' };

const answered: readonly (readonly [kind: 'conflict-at-commit' | 'unavailable-at-commit', error: object])[] =
  [
    ['conflict-at-commit', conflict],
    ['unavailable-at-commit', unavailable],
  ];

describe.each(ways)('a fault at the end of %s', (_name, write) => {
  it.each(answered)('DSE-6: %s is an answer, whether it was executed or not', async (kind, error) => {
    gateway.failNext({ kind, isExecuted: false });
    await expect(write()).rejects.toMatchObject(error);
    expect(await rowsOfT()).toBe(0);
    gateway.failNext({ kind, isExecuted: true });
    await expect(write()).rejects.toMatchObject(error);
    expect(await rowsOfT()).toBe(1);
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it.each([false, true])('DSE-6: the connection is cut, executed: %s', async (isExecuted) => {
    gateway.failNext({ kind: 'cut-at-commit', isExecuted });
    await expect(write()).rejects.toThrow('Connection terminated');
    expect(await rowsOfT()).toBe(isExecuted ? 1 : 0);
  });

  it('DSE-6: is held for as long as is wished', async () => {
    let go: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    gateway.failNext({ kind: 'hold-commit', until });
    const written = write();
    while (gateway.pendingFaults > 0) await rowsOfT();
    expect(await rowsOfT()).toBe(0);
    go();
    await written;
    expect(await rowsOfT()).toBe(1);
  });

  it('DSE-6: does not befall what only reads', async () => {
    gateway.failNext({ kind: 'conflict-at-commit', isExecuted: false });
    await client.query('SELECT count(*) FROM t');
    await client.query('SELECT count(*) FROM t WHERE id > $1', [0]);
    expect(gateway.pendingFaults).toBe(1);
    await expect(write()).rejects.toMatchObject(conflict);
  });
});

describe('other faults', () => {
  it('DSE-6: a COMMIT is answered ROLLBACK', async () => {
    gateway.failNext({ kind: 'rollback-at-commit' });
    await client.query('INSERT INTO t VALUES (1)');
    await client.query('BEGIN');
    await client.query('INSERT INTO t VALUES (2)');
    expect((await client.query('COMMIT')).command).toBe('ROLLBACK');
    expect(await rowsOfT()).toBe(1);
  });

  const atStatement: readonly (readonly [Fault, object])[] = [
    [{ kind: 'conflict-at-statement', code: 'OC000', matching: /FROM t/ }, conflict],
    [
      { kind: 'conflict-at-statement', code: 'OC001', matching: /FROM t/ },
      { code: '40001', message: 'schema has been updated by another transaction (OC001)' },
    ],
  ];
  it.each(atStatement)('DSE-7: a statement fails, also one that reads: %o', async (fault, error) => {
    await client.query('BEGIN READ ONLY');
    gateway.failNext(fault);
    await client.query('SELECT 1');
    await expect(client.query('SELECT count(*) FROM t')).rejects.toMatchObject(error);
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    await client.query('ROLLBACK');
    gateway.failNext(fault);
    await expect(client.query('SELECT count(*) FROM t WHERE id > $1', [0])).rejects.toMatchObject(error);
    await expect(client.query('SELECT count(*) FROM t WHERE id > $1', [0])).resolves.toBeDefined();
  });

  it('DSE-7: an idle cluster wakes up and takes no connection', async () => {
    gateway.failNext({ kind: 'waking-up' });
    const early = new pg.Client({ connectionString: gateway.url });
    await expect(early.connect()).rejects.toMatchObject({
      code: '57P03',
      message: 'waking up cluster, please retry later',
    });
  });
});
