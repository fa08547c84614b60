import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { arbitraryDesign } from '../schema/arbitrary.fixture';
import { proveOn } from './sandbox.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('any design', () => {
  it('PRV-1: is identical with what its script makes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDesign(), async (state) => {
        const { proof } = await proveOn(database.pool, state);
        expect(proof).toMatchObject({ verdict: 'identical', differences: [] });
        expect(proof.counts.namespace).toBe(state.ofKind('namespace').length);
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
