import { describe, expect, it } from 'vitest';
import { simulate } from './history';

/** More of them: `npm run simulate`. A seed that failed once stays in `knownSeeds`. */
const seeds = 300;
const knownSeeds: readonly number[] = [];

describe('simulation', () => {
  it('SYNC-1: after a storm everybody shows what the server has, and no edit is lost or done twice', async () => {
    let edits = 0;
    let refused = 0;
    for (const seed of [...knownSeeds, ...Array.from({ length: seeds }, (_, place) => place + 1)]) {
      const played = await simulate(seed);
      expect(played.violations, `seed ${seed}`).toEqual([]);
      edits += played.edits;
      refused += played.refused;
    }
    expect(edits).toBeGreaterThan(seeds * 15);
    expect(refused).toBeGreaterThan(seeds / 5);
  }, 300_000);
});
