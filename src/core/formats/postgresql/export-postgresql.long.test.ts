import { afterAll, beforeAll, describe, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { proveDesigns } from './proven-designs.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('thousands of designs', () => {
  it('PG-1: load into PostgreSQL in one transaction and are there as they were designed', async () => {
    await proveDesigns(database.pool, { numRuns: 5_000 });
  }, 7_200_000);
});
