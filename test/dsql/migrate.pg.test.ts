import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dsqlCapabilities } from '../../src/server/storage/dsql/capabilities';
import { executeMigrationOnDsql } from '../../src/server/storage/dsql/execute-migration';
import type { Migration } from '../../src/server/storage/migrate';
import { migrate } from '../../src/server/storage/migrate';
import { migrations, migrationsFor } from '../../src/server/storage/migrations';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import type { Gateway, GatewayOptions } from './gateway/gateway';
import { openGateway } from './gateway/gateway';

let database: TestDatabase;
let gateway: Gateway;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(() => open());

afterEach(async () => {
  await close();
  await database.pool.query('DROP SCHEMA public CASCADE');
  await database.pool.query('CREATE SCHEMA public');
  await database.pool.query('DROP SCHEMA sys CASCADE');
});

afterAll(() => database.drop());

async function open(options: GatewayOptions = {}): Promise<void> {
  gateway = await openGateway(database.url, options);
  pool = new pg.Pool({ connectionString: gateway.url });
  pool.on('error', () => undefined);
  // A client that is out has no listener of the pool's.
  pool.on('connect', (client) => client.on('error', () => undefined));
}

async function close(): Promise<void> {
  await pool.end();
  await gateway.close();
}

const run = (list: readonly Migration[]) => migrate(pool, list, executeMigrationOnDsql);

const example: Migration = {
  id: '0001-example',
  statements: [
    'CREATE TABLE IF NOT EXISTS one (id int PRIMARY KEY, a text)',
    'CREATE UNIQUE INDEX IF NOT EXISTS one_a_key ON one (a)',
    'ALTER TABLE one ADD COLUMN IF NOT EXISTS b text',
  ],
};

async function invalidIndexes(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid',
  );
  return rows.map(({ name }) => name);
}

async function expectApplied(): Promise<void> {
  const { rows } = await database.pool.query<{ no: number }>(
    'SELECT statement_no AS no FROM migrations ORDER BY 1',
  );
  expect(rows.map(({ no }) => no)).toEqual([0, 1, 2]);
  expect(await invalidIndexes()).toEqual([]);
  await expect(database.pool.query('SELECT a, b FROM one')).resolves.toBeDefined();
  const index = await database.pool.query(`SELECT FROM pg_class WHERE relname = 'one_a_key'`);
  expect(index.rowCount).toBe(1);
}

/** Cuts the connection at the n-th end of a transaction. */
function cutAt(place: number, isExecuted: boolean): void {
  for (let passed = 1; passed < place; passed += 1) {
    gateway.failNext({ kind: 'hold-commit', until: Promise.resolve() });
  }
  gateway.failNext({ kind: 'cut-at-commit', isExecuted });
}

describe('migrations on Aurora DSQL', () => {
  it('DSE-20: are those of ours without what it does not have, and may be applied again', async () => {
    const ours = migrationsFor(dsqlCapabilities);
    expect(migrations.filter((one) => !ours.includes(one)).map(({ needs }) => needs)).toEqual([
      'commitSnapshots',
    ]);
    await run(ours);
    await pool.query('DELETE FROM migrations');
    await run(ours);
    expect(await invalidIndexes()).toEqual([]);
    const { rows } = await database.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_class WHERE relname IN ('members_account_id_idx', 'records_parent_idx', 'refs_to_idx')`,
    );
    expect(rows).toEqual([{ n: 3 }]);
  });

  it.each([false, true])(
    'DSE-21: go on after a crash at the end of any transaction, executed: %s',
    async (isExecuted) => {
      // The table of what was applied, three statements, three records of them.
      for (let place = 1; place <= 7; place += 1) {
        cutAt(place, isExecuted);
        await expect(run([example]), `transaction ${place}`).rejects.toThrow();
        expect(gateway.pendingFaults).toBe(0);
        await run([example]);
        await expectApplied();
        await database.pool.query('DROP TABLE one, migrations');
      }
    },
  );

  it('DSE-21: may run in several processes at once', async () => {
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([run([example]), run([example]), run([example])]);
      await expectApplied();
      await database.pool.query('DROP TABLE one, migrations');
    }
  });

  it('DSE-21: begin a statement again that meets a change of the schema', async () => {
    gateway.failNext({ kind: 'conflict-at-statement', code: 'OC001', matching: /ADD COLUMN/ });
    gateway.failNext({ kind: 'conflict-at-statement', code: 'OC001', matching: /INSERT INTO migrations/ });
    gateway.failNext({ kind: 'conflict-at-commit', isExecuted: true });
    await run([example]);
    expect(gateway.pendingFaults).toBe(0);
    await expectApplied();
  });

  it('DSE-22: wait until an index is valid, whoever builds it', async () => {
    await close();
    await open({ jobs: 'held' });
    const both = [run([example]), run([example])];
    let isOver = false;
    const done = Promise.all(both).finally(() => {
      isOver = true;
    });
    while (!(await invalidIndexes()).includes('one_a_key')) expect(isOver).toBe(false);
    while (!isOver) {
      await gateway.finishJobs();
      await invalidIndexes();
    }
    await done;
    await expectApplied();
  });

  it('DSE-22: build an index again that was left invalid, and say why it cannot be built', async () => {
    await pool.query('CREATE TABLE one (id int PRIMARY KEY, a text)');
    await pool.query(`INSERT INTO one VALUES (1, 'x'), (2, 'x')`);
    await expect(run([example])).rejects.toThrow(
      /one_a_key could not be built: could not create unique index/,
    );
    expect(await invalidIndexes()).toEqual([]);
    await pool.query('CREATE UNIQUE INDEX ASYNC one_a_key ON one (a)');
    expect(await invalidIndexes()).toEqual(['one_a_key']);
    await pool.query('DELETE FROM one WHERE id = 2');
    await run([example]);
    await expectApplied();
  });
});
