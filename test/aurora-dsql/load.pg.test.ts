import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementsForPostgresql } from '../../scripts/corpus/dsql';
import { openCorpus } from '../../scripts/corpus/truth';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { countingIds } from '../../src/core/formats/sql-import/outline.fixture';
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
  let at = 0;
  try {
    await client.query('BEGIN');
    for (; at < statements.length; at++) await client.query(statements[at] ?? '');
    return null;
  } catch (error) {
    return `${String(error)} in ${statements[at]}`;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('the export for Aurora DSQL on PostgreSQL', () => {
  it.each(scripts)('DSQL-4: without ASYNC, PostgreSQL takes every statement of %s', async (_name, sql) => {
    expect(await failureOf(sql)).toBeNull();
  });

  // Real schemas lie outside of the repository.
  if (process.env.CORPUS_DIR) {
    const corpus = openCorpus(process.env.CORPUS_DIR);
    it.each(corpus.entries.map(({ name, file }) => [name, file] as const))(
      'DSQL-4: without ASYNC, PostgreSQL takes every statement of %s',
      async (_name, file) => {
        const sql = readFileSync(join(corpus.folder, file), 'utf8');
        const imported = await importPostgresql(sql, { mintId: countingIds() });
        if (!imported.ok) return expect(imported.problem.detail).toContain('Nothing was imported');
        expect(await failureOf(sql)).toBeNull();
      },
      120_000,
    );
  }
});
