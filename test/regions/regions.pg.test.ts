import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deferred } from '../concurrency/person';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import { readLog } from '../support/log';
import { playDeath } from './death';
import { openParty } from './party';
import type { Person } from './people';
import { enter } from './people';
import type { Regions } from './regions';
import { openRegions } from './regions';

/** Only against what hangs. */
const patience = { timeout: 30_000, interval: 10 };

let database: TestDatabase;
let regions: Regions;
/** How a COMMIT goes to the other Region. */
let trip = async (_way: 'there' | 'back'): Promise<unknown> => undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  regions = await openRegions(database.url, {
    serversEach: 1,
    tripMs: 5,
    presenceLag: () => 50,
    trip: (way) => trip(way),
  });
});

afterAll(async () => {
  await regions.close();
  await database.drop();
});

const enterBoth = (each: number): Promise<readonly Person[]> =>
  Promise.all(
    Array.from({ length: 2 * each }, (_, place) =>
      enter(regions, { region: place % 2 === 0 ? 0 : 1, server: 0 }),
    ),
  );

describe('two fleets, two Regions, one database', () => {
  it('DSE-60: everybody ends with what is stored, editing the same and different tables', async () => {
    const party = await openParty(regions, await enterBoth(2), []);
    await party.work({ on: 'same', thinkMs: 100 }, 800);
    await party.work({ on: 'different', thinkMs: 100 }, 800);
    expect(await party.settle(30_000)).not.toBeNull();
    const logged = new Set((await readLog(regions.pool, party.projectId)).map(({ id }) => id));
    const acknowledged = [...party.stores.keys()].flatMap(({ browser }) => [...browser.acknowledged]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(2 * 4);
    expect(acknowledged.filter((id) => !logged.has(id))).toEqual([]);
    expect([...party.stores.values()].map((store) => store.status().bugs)).toEqual([0, 0, 0, 0]);
    expect(party.edits.delays()['other Region'].length).toBeGreaterThan(0);
    await vi.waitFor(
      () => expect(party.pointers.delays()['other Region'].length).toBeGreaterThan(0),
      patience,
    );
    party.leave();
  });

  it('DSE-60: an edit is shown in both Regions and acknowledged in neither before the other one has agreed', async () => {
    const [ada, ben] = await enterBoth(1);
    if (ada === undefined || ben === undefined) throw new Error('nobody');
    const party = await openParty(regions, [ada, ben], []);
    const [there, back] = [deferred<void>(), deferred<void>()];
    const events: string[] = [];
    trip = (way) => {
      events.push(way);
      return way === 'there' ? there.promise : back.promise;
    };
    const id = party.edit(ada, 'different') ?? '';
    party.stores.get(ben)?.subscribeChanges((changes) => {
      if (changes.some((change) => change.id === id)) events.push('shown to Ben');
    });
    await vi.waitFor(() => expect(events).toEqual(['there']), patience);
    there.resolve();
    await vi.waitFor(() => expect(events).toEqual(['there', 'back', 'shown to Ben']), patience);
    expect(ada.browser.acknowledged).not.toContain(id);
    back.resolve();
    await vi.waitFor(() => expect(ada.browser.acknowledged).toContain(id), patience);
    trip = async () => undefined;
    party.leave();
  });

  it('DSE-61: people go on at the other fleet when theirs is killed, and nothing acknowledged is lost', async () => {
    const death = await playDeath(regions, { on: 'different', thinkMs: 200 }, await enterBoth(2), {
      beforeMs: 500,
      behindMs: 1_500,
    });
    expect(death).toMatchObject({ lost: 0 });
    expect(death.convergedAfterMs).not.toBeNull();
    expect(new Set(death.fingerprints).size).toBe(1);
    expect(Math.max(...death.struck.edits, ...death.struck.sees)).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});
