import { afterAll, beforeAll, expect, it } from 'vitest';
import { interleavings } from './meet';
import type { Place } from './run';
import { crowdings, openPlace, runApart, runTouching } from './run';

/** What `pairs.pg.test.ts` samples, all of it. */
let place: Place;
beforeAll(async () => {
  place = await openPlace();
}, 600_000);
afterAll(() => place.store.close());

it('COM-201: pairs that have nothing to do with each other, in each way to meet', async () => {
  const { pairs, covered, waited, damage } = await runApart(place, () => Object.values(crowdings));
  expect(damage).toEqual([]);
  expect(waited).toEqual({});
  expect(covered).toBe(pairs);
});

it('COM-202: pairs that touch, in each interleaving', async () => {
  const { pairs, meetings, conflicts, damage } = await runTouching(place, () => interleavings);
  expect(damage).toEqual([]);
  expect(meetings).toBe(pairs * interleavings.length);
  expect(conflicts).toBeGreaterThan(pairs);
});
