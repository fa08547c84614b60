import { afterAll, beforeAll, expect, it } from 'vitest';
import { seeded } from '../../support/random';
import { meetingEdits } from './edits';
import { someOf } from './meet';
import type { Place } from './run';
import { crowdings, openPlace, runApart, runTouching } from './run';

/** Other interleavings for each pair, the same in each run. All of them: `pairs.long.test.ts`. */
const random = seeded(20_261_129);
const ways = Object.values(crowdings);

let place: Place;
beforeAll(async () => {
  place = await openPlace();
}, 120_000);
afterAll(() => place.store.close());

it('COM-201: pairs that have nothing to do with each other: all at once, and no conflict of any kind', async () => {
  const { pairs, covered, waited, damage } = await runApart(place, (group) => [ways[group % 2] ?? /./]);
  expect(damage).toEqual([]);
  expect(waited).toEqual({});
  expect(covered).toBe(pairs);
  expect(pairs).toBeGreaterThan(10_000);
}, 240_000);

it('COM-202: pairs that touch: each meets, and comes to what one behind the other would', async () => {
  const { pairs, meetings, conflicts, damage } = await runTouching(place, () => someOf(random, 1));
  expect(damage).toEqual([]);
  expect(meetings).toBe(pairs);
  expect(conflicts).toBeGreaterThan(pairs / 10);
  expect(pairs).toBeGreaterThan(1_000);
}, 240_000);

it('COM-200: these are all the pairs that there are', () => {
  const { all, touching, apart } = place.pairs;
  const others = apart.reduce((sum, places) => sum + places.size, 0) / 2;
  expect(touching.length + others).toBe(all);
  expect(all).toBe((meetingEdits.length * (meetingEdits.length + 1)) / 2);
});
