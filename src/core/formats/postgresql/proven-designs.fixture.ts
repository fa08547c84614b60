import fc from 'fast-check';
import type pg from 'pg';
import { expect } from 'vitest';
import { proveOn } from '../../prove/sandbox.fixture';
import { arbitraryDesign } from '../../schema/arbitrary.fixture';
import { allFeatures, featuresOf } from '../../schema/features.fixture';

/** What no design has here: a tablespace is a folder of the server, and this build of PostgreSQL has no lz4. */
const notHere: ReadonlySet<string> = new Set([
  ...['table', 'primary-key', 'unique', 'exclusion', 'index'].map((kind) => `${kind}.tablespace`),
  'column.compression=lz4',
]);

/**
 * Prints so many designs, loads each in one transaction, reads it back and compares; and sees that everything
 * that the model can say occurs in at least one of twenty of them. Gives how many had each of these.
 */
export async function proveDesigns(
  pool: pg.Pool,
  parameters: { readonly numRuns: number; readonly seed?: number },
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map(allFeatures().map((feature) => [feature, 0]));
  await fc.assert(
    fc.asyncProperty(arbitraryDesign(), async (state) => {
      for (const feature of featuresOf(state)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
      const { proof } = await proveOn(pool, state);
      expect(proof).toMatchObject({ verdict: 'identical', differences: [], notProven: [] });
    }),
    // Shrinking goes on for very long; the seed and path that are told are enough to do it by hand.
    { ...parameters, endOnFailure: true },
  );
  const least = parameters.numRuns / 20;
  const rare = [...counts].filter(([feature, count]) => count < least && !notHere.has(feature));
  expect(rare).toEqual([]);
  expect(counts.size).toBeGreaterThan(150);
  return counts;
}
