import { afterAll, beforeAll, describe, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { proveDesigns } from './proven-designs.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('any design', () => {
  // The seed is fixed because of the counts; the long test takes a new one each time.
  it('PG-1: loads into PostgreSQL in one transaction and is there as it was designed', async () => {
    await proveDesigns(database.pool, { numRuns: 300, seed: 2026 });
  }, 300_000);
});
