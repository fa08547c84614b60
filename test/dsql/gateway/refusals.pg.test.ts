import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../pg/database';
import { createTestDatabase } from '../../pg/database';
import type { Gateway } from './gateway';
import { openGateway } from './gateway';

let database: TestDatabase;
let gateway: Gateway;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query('CREATE TABLE t (id int PRIMARY KEY, a text, b int)');
  gateway = await openGateway(database.url);
  client = new pg.Client({ connectionString: gateway.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await gateway.close();
  await database.drop();
});

type Refused = [sql: string, sqlstate: string, message?: string];

/** The text stands where it was recorded or is documented. */
const refused: readonly Refused[] = [
  ['LISTEN a', '0A000', 'unsupported statement: Listen'],
  ['NOTIFY a', '0A000'],
  ['UNLISTEN *', '0A000'],
  ["SELECT pg_notify('a', 'b')", '0A000'],
  ['SAVEPOINT a', '0A000'],
  ['BEGIN ISOLATION LEVEL SERIALIZABLE', '0A000'],
  ['START TRANSACTION ISOLATION LEVEL READ COMMITTED', '0A000'],
  ['SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', '0A000'],
  ['SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ', '0A000'],
  ["SET default_transaction_isolation = 'serializable'", '0A000'],
  ['PREPARE p AS SELECT 1', '0A000'],
  ['DISCARD ALL', '0A000'],
  ['LOCK TABLE t', '0A000'],
  ['DECLARE c CURSOR FOR SELECT 1', '0A000'],
  ['SELECT pg_advisory_xact_lock(1)', '0A000'],
  ['SELECT pg_try_advisory_lock(1)', '0A000'],
  ['SELECT 1 FROM t FOR SHARE', '0A000'],
  ['SELECT 1 FROM t FOR NO KEY UPDATE', '0A000'],
  ['SELECT 1 FROM t FOR UPDATE SKIP LOCKED', '0A000'],
  ['DELETE FROM t WHERE id IN (SELECT id FROM t FOR UPDATE NOWAIT)', '0A000'],
  ['SELECT pg_current_xact_id()', '0A000'],
  ['SELECT pg_current_snapshot()::text', '0A000'],
  ["SELECT '1'::xid8", '0A000'],
  ['SELECT 1 FROM t WHERE t.ctid IS NOT NULL', '0A000'],
  ['SELECT xmin FROM t', '0A000'],
  ['SELECT uuidv7()', '0A000'],
  ['MERGE INTO t USING t AS s ON false WHEN NOT MATCHED THEN DO NOTHING', '0A000'],
  ['SELECT 1 FROM t TABLESAMPLE SYSTEM (1)', '0A000'],
  ['SELECT 1 FROM t LEFT JOIN LATERAL (SELECT t.a) AS x ON true', '42804'],
  ['SELECT a INTO x FROM t', '0A000'],
  ['COPY t TO STDOUT', '0A000'],
  ['TRUNCATE t', '0A000'],
  ['VACUUM t', '0A000'],
  ['CREATE DATABASE x', '0A000'],
  ['CREATE TEMP TABLE x (a int)', '0A000'],
  ['CREATE UNLOGGED TABLE x (a int)', '0A000'],
  ['CREATE TABLE x (a int) PARTITION BY LIST (a)', '0A000'],
  ['CREATE TABLE x (c int) INHERITS (t)', '0A000'],
  ['CREATE TABLE x AS SELECT 1 AS a', '0A000'],
  ['CREATE TABLE x (a text[])', '0A000'],
  ['CREATE TABLE x (a inet)', '0A000'],
  ['CREATE TABLE x (a tsvector)', '0A000'],
  ['CREATE TABLE x (a serial)', '42704', 'type "serial" does not exist'],
  ['CREATE TABLE x (a bigint GENERATED ALWAYS AS IDENTITY)', '0A000'],
  ['CREATE TABLE x (a int, EXCLUDE (a WITH =))', '0A000'],
  ['CREATE SEQUENCE x', '0A000'],
  ["CREATE TYPE x AS ENUM ('a')", '0A000'],
  ['CREATE DOMAIN x AS cidr', '0A000'],
  ['CREATE INDEX x ON t (a)', '0A000', 'unsupported mode. please use CREATE INDEX ASYNC.'],
  ['CREATE INDEX CONCURRENTLY x ON t (a)', '0A000', 'unsupported mode. please use CREATE INDEX ASYNC.'],
  ['CREATE INDEX ASYNC x ON t (a DESC)', '0A000'],
  [
    'ALTER TABLE t ADD COLUMN c int NOT NULL',
    '0A000',
    'ALTER TABLE ADD COLUMN with constraint not supported',
  ],
  [
    'ALTER TABLE t ADD COLUMN c int DEFAULT 1',
    '0A000',
    'ALTER TABLE ADD COLUMN with constraint not supported',
  ],
  ['ALTER TABLE t ADD COLUMN c text[]', '0A000'],
  ['ALTER TABLE t ALTER COLUMN b TYPE bigint', '0A000'],
  ['ALTER TABLE t ALTER COLUMN b SET NOT NULL', '0A000'],
  ['ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0)', '0A000'],
  ['ALTER TABLE t ADD UNIQUE (a)', '0A000'],
  ['ALTER TABLE t VALIDATE CONSTRAINT c', '0A000'],
  ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', '0A000'],
  ['CREATE FUNCTION x() RETURNS int LANGUAGE plpgsql AS $$BEGIN RETURN 1; END$$', '0A000'],
  ['CREATE PROCEDURE x() LANGUAGE SQL AS $$SELECT 1$$', '0A000'],
  [
    'CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    '0A000',
  ],
  ['DO $$BEGIN END$$', '0A000'],
  ['CREATE EXTENSION hstore', '0A000'],
  ['CREATE MATERIALIZED VIEW x AS SELECT 1', '0A000'],
  ["COMMENT ON TABLE t IS 'x'", '0A000'],
];

/** In this order, each in a transaction of its own. */
const taken = [
  'CREATE TABLE x (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, t_id int REFERENCES t, b jsonb, n numeric(18,6))',
  'CREATE TABLE y (id bigint GENERATED ALWAYS AS IDENTITY (CACHE 65536) PRIMARY KEY, at timestamptz, CHECK (id > 0))',
  'CREATE SEQUENCE s CACHE 1',
  "CREATE DOMAIN positive AS int CHECK (VALUE > ALL ('{0}'::int[]))",
  'ALTER TABLE x ADD COLUMN IF NOT EXISTS c positive',
  'ALTER TABLE x ALTER COLUMN c SET DEFAULT 1',
  'ALTER TABLE x ADD CONSTRAINT c_there CHECK (c IS NOT NULL) NOT VALID',
  'ALTER TABLE x DROP CONSTRAINT c_there',
  'ALTER TABLE x RENAME COLUMN c TO d',
  'CREATE VIEW v AS SELECT id FROM x',
  "CREATE FUNCTION f(a int) RETURNS int LANGUAGE SQL IMMUTABLE AS 'SELECT a + 1'",
  "INSERT INTO t SELECT u.id, u.a FROM unnest('{1,2}'::int[], '{a,b}'::text[]) AS u(id, a)",
  'INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET b = 1 RETURNING id',
  'WITH changed AS (UPDATE t SET b = 2 RETURNING id) SELECT count(*) FROM changed',
  'SELECT 1 FROM t FOR UPDATE',
  'SELECT 1 FROM t FOR KEY SHARE OF t',
  'SELECT t.id, l.n FROM t CROSS JOIN LATERAL (SELECT count(*) AS n FROM x WHERE x.t_id = t.id) AS l',
  'BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE',
  'COMMIT',
  'BEGIN READ ONLY',
  'ROLLBACK',
  'SET statement_timeout = 1',
  'SHOW server_version',
  'EXPLAIN SELECT 1',
  'ANALYZE t',
  'DROP VIEW v',
];

describe('the gateway', () => {
  it.each(refused)('DSE-1: refuses %s', async (sql, sqlstate, message) => {
    const error = message === undefined ? { code: sqlstate } : { code: sqlstate, message };
    await expect(client.query(sql)).rejects.toMatchObject(error);
    await expect(client.query({ name: sql.slice(0, 40), text: sql }), 'prepared').rejects.toMatchObject(
      error,
    );
    await expect(client.query(`SELECT 1; ${sql}`), 'behind another').rejects.toMatchObject(error);
  });

  it('DSE-1: fails the transaction in which it refuses', async () => {
    await client.query('BEGIN');
    await client.query('INSERT INTO t VALUES (100)');
    await expect(client.query('SAVEPOINT a')).rejects.toMatchObject({ code: '0A000' });
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    expect((await client.query('COMMIT')).command).toBe('ROLLBACK');
    expect((await database.pool.query('SELECT FROM t WHERE id = 100')).rowCount).toBe(0);
  });

  it.each(taken)('DSE-2: takes %s', async (sql) => {
    await expect(client.query(sql)).resolves.toBeDefined();
  });

  it('DSE-2: takes what was prepared, with values, and several at once in their order', async () => {
    const pipelining = new pg.Client({ connectionString: gateway.url, pipeline: true });
    await pipelining.connect();
    const sent = [
      pipelining.query('BEGIN'),
      pipelining.query({ name: 'add', text: 'INSERT INTO t (id) VALUES ($1)', values: [201] }),
      pipelining.query({ name: 'add', text: 'INSERT INTO t (id) VALUES ($1)', values: [202] }),
      pipelining.query('SELECT FOR nothing').catch(() => 'wrong'),
      pipelining.query('SELECT 1').catch((error: pg.DatabaseError) => error.code),
      pipelining.query('COMMIT').then(({ command }) => command),
      pipelining.query({ text: 'SELECT count(*)::int AS n FROM t WHERE id > $1', values: [200] }),
    ];
    expect((await Promise.all(sent)).slice(3)).toMatchObject([
      'wrong',
      '25P02',
      'ROLLBACK',
      { rows: [{ n: 0 }] },
    ]);
    await pipelining.end();
  });

  it('DSE-2: takes limits of time, and keeps none', async () => {
    await client.query('SET statement_timeout = 1');
    await expect(client.query('SELECT pg_sleep(0.05)')).resolves.toBeDefined();
  });

  it('DSE-2: leaves to PostgreSQL what nobody can read', async () => {
    await expect(client.query('SELEC 1')).rejects.toMatchObject({ code: '42601' });
    await expect(client.query({ name: 'two', text: 'SELECT 1; SELECT 2' })).rejects.toMatchObject({
      code: '42601',
    });
    expect((await client.query('')).rows).toEqual([]);
  });
});
