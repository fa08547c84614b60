import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementsForPostgresql } from '../../scripts/corpus/dsql';
import { firstRefused } from '../../scripts/corpus/load';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import { exportOf, scripts } from './fixtures';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Runs the export statement by statement; what PostgreSQL says against the first that it refuses. */
async function failureOf(sql: string): Promise<string | null> {
  const statements = statementsForPostgresql((await exportOf(sql)).sql);
  expect(statements.length).toBeGreaterThan(0);
  const client = await database.pool.connect();
  try {
    return await firstRefused(client, statements);
  } finally {
    client.release();
  }
}

describe('the export for Aurora DSQL on PostgreSQL', () => {
  it.each(scripts)('DSQL-4: without ASYNC, PostgreSQL takes every statement of %s', async (_name, sql) => {
    expect(await failureOf(sql)).toBeNull();
  });
});
