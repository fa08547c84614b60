import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import type { Migration } from './migrate';
import { migrate } from './migrate';
import { migrations } from './migrations/index';
import { createPool, endPool } from './pool';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

const first: Migration = {
  id: '0001-first',
  statements: [
    'CREATE TABLE IF NOT EXISTS one (id int PRIMARY KEY)',
    'CREATE INDEX IF NOT EXISTS one_id ON one (id)',
    'ALTER TABLE one ADD CONSTRAINT positive CHECK (id > 0)',
  ],
};

async function applied(): Promise<string[]> {
  const { rows } = await database.pool.query<{ done: string }>(
    `SELECT id || ' ' || statement_no AS done FROM migrations ORDER BY 1`,
  );
  return rows.map((row) => row.done);
}

async function forgetEverything(): Promise<void> {
  await database.pool.query('DROP TABLE IF EXISTS migrations, one, two');
}

describe('migrate', () => {
  it('MIG-1: applies in order, records each statement and does nothing the second time', async () => {
    await migrate(database.pool, [first]);
    await migrate(database.pool, [first, { id: '0002-next', statements: ['CREATE TABLE two (id int)'] }]);
    await migrate(database.pool, [first, { id: '0002-next', statements: ['CREATE TABLE two (id int)'] }]);
    expect(await applied()).toEqual(['0001-first 0', '0001-first 1', '0001-first 2', '0002-next 0']);
    await forgetEverything();
  });

  it('MIG-2: resumes after a crash between a statement and its record', async () => {
    await migrate(database.pool, [first]);
    await database.pool.query('DELETE FROM migrations WHERE statement_no > 0');
    await migrate(database.pool, [first]);
    expect(await applied()).toHaveLength(3);
    await forgetEverything();
  });

  it('MIG-2: says which statement failed and keeps those before it', async () => {
    const broken: Migration = { id: '0002-broken', statements: ['SELECT 1', 'SELECT nonsense'] };
    await expect(migrate(database.pool, [first, broken])).rejects.toThrow(
      /0002-broken, statement 2.*"nonsense" does not exist/,
    );
    expect(await applied()).toContain('0002-broken 0');
    await forgetEverything();
  });

  it('MIG-3: may run in several processes at once, in sessions as the server has them', async () => {
    const pool = createPool({ kind: 'url', url: database.url });
    try {
      for (let round = 0; round < 25; round += 1) {
        await Promise.all(Array.from({ length: 4 }, () => migrate(pool, [first])));
        expect(await applied()).toHaveLength(3);
        await forgetEverything();
      }
    } finally {
      await endPool(pool);
    }
  });

  it('MIG-4: the real ones have unique ids and can be applied twice from nothing', async () => {
    expect(new Set(migrations.map((migration) => migration.id)).size).toBe(migrations.length);
    await migrate(database.pool, migrations);
    await database.pool.query('DELETE FROM migrations');
    await migrate(database.pool, migrations);
    expect(await applied()).toHaveLength(migrations.flatMap((migration) => migration.statements).length);
  });
});
