import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { RecordState } from '../../src/core/schema/record';
import type { FeedOptions } from '../../src/server/live/live-feed';
import { createLiveFeed } from '../../src/server/live/live-feed';
import type { FeedEvent, LiveFeed } from '../../src/server/projects/project-service';
import { createPool, endPool } from '../../src/server/storage/pool';
import { FollowingReader, storedStates } from '../fuzz/damage';
import { World } from '../fuzz/world';
import { create } from '../support/operations';
import { seeded } from '../support/random';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import { ada, ben } from './setting';

/** Longer than any test. */
const never = 3_600_000;

let store: TestStore;
/** The feed's own, so that what it asks can be counted. */
let pool: Pool;
/** The statements that it sent: name, and how many projects it asked for. */
let asked: { readonly name: string; readonly projects: number }[];
let feed: LiveFeed;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  pool = createPool({ kind: 'url', url: store.url });
  asked = [];
  const query = pool.query.bind(pool) as (...sent: unknown[]) => unknown;
  Object.assign(pool, {
    query: (...sent: unknown[]) => {
      const [statement, values] = sent as [{ readonly name?: string }, readonly unknown[] | undefined];
      const first = values?.[0];
      asked.push({ name: statement.name ?? '', projects: Array.isArray(first) ? first.length : 0 });
      return query(...sent);
    },
  });
});
afterEach(async () => {
  await feed.close();
  await endPool(pool);
});

async function open(options: Partial<FeedOptions>): Promise<void> {
  feed = await createLiveFeed({ ...store, pool }, { fingerprintEveryMs: never, ...options });
}

async function watch(projectId: string, after: string | null, deliver: (event: FeedEvent) => void) {
  const subscription = await feed.subscribe(ada, projectId, after, deliver);
  if (!subscription.ok) throw new Error(subscription.problem.detail);
  return subscription.value;
}

async function send(projectId: string, text: string): Promise<string> {
  const id = randomUUID();
  const answer = await store.commit(ben, projectId, { id, operations: [create('note', { text })] });
  expect(answer).toMatchObject({ ok: true });
  return id;
}

describe('two hundred streams of one process', () => {
  it('COM-65: are served by one reading each time, written out once', async () => {
    await open({ hotPollMs: never, quietPollMs: never });
    const projectIds = await Promise.all(Array.from({ length: 10 }, () => store.newProject()));
    const got: FeedEvent[][] = [];
    for (const projectId of projectIds) {
      for (let stream = 0; stream < 20; stream += 1) {
        const events: FeedEvent[] = [];
        got.push(events);
        await watch(projectId, null, (event) => events.push(event));
      }
    }
    asked = [];
    const ids = await Promise.all(projectIds.map((projectId) => send(projectId, 'to all')));
    feed.wake(projectIds[0] ?? '');
    await vi.waitFor(() => expect(got.filter((events) => events.length > 0)).toHaveLength(200));
    expect(asked).toEqual([{ name: 'feed', projects: 10 }]);
    expect(got.map((events) => events.length)).toEqual(got.map(() => 1));
    const changes = got.flat().filter((event) => event.kind === 'changes');
    expect(new Set(changes.flatMap((event) => event.changes.map(({ id }) => id)))).toEqual(new Set(ids));
    // The very same objects: whoever writes to the streams encodes each once.
    expect(new Set(changes).size).toBe(10);
  });

  it('COM-65: ask one thing at each look while nothing happens, however many they are', async () => {
    await open({ hotPollMs: 5, quietPollMs: 5 });
    const projectIds = await Promise.all(Array.from({ length: 4 }, () => store.newProject()));
    const streams = Array.from({ length: 200 }, (_, place) => projectIds[place % 4] ?? '');
    for (const projectId of streams) await watch(projectId, null, () => undefined);
    asked = [];
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(5));
    expect(asked.filter(({ name, projects }) => name !== 'feed' || projects !== 4)).toEqual([]);
  });

  it('COM-66: nothing is asked while nobody watches, whatever is edited', async () => {
    await open({ hotPollMs: 5, quietPollMs: 5 });
    const projectId = await store.newProject();
    const streams = await Promise.all([1, 2, 3].map(() => watch(projectId, null, () => undefined)));
    await vi.waitFor(() => expect(asked.filter(({ name }) => name === 'feed').length).toBeGreaterThan(3));
    for (const stream of streams) stream.close();
    // The reading that was under way.
    await sleep(50);
    asked = [];
    await send(projectId, 'for nobody');
    feed.wake(projectId);
    await sleep(100);
    expect(asked).toEqual([]);
  });
});

describe('a reader that was away', () => {
  /** Edits of every sort, of which the reader knows nothing. */
  async function editMuch(projectId: string, count: number): Promise<readonly string[]> {
    const [random, world] = [seeded(11), new World()];
    const ids: string[] = [];
    while (ids.length < count) {
      const { operations, table } = world.next(random);
      const id = randomUUID();
      const answer = await store.commit(ben, projectId, { id, operations });
      if (!answer.ok) continue;
      world.learn(operations, table);
      ids.push(id);
    }
    return ids;
  }

  it('COM-67: for an hour gets all it missed, in order, as something that makes sense', async () => {
    await open({ hotPollMs: never, quietPollMs: never });
    const projectId = await store.newProject();
    await send(projectId, 'before');
    await store.direct.query(`UPDATE changes SET at = at - interval '1 hour' WHERE project_id = $1`, [
      projectId,
    ]);
    const start = await store.snapshot(ada, projectId);
    const ids = await editMuch(projectId, 150);
    const reader = new FollowingReader();
    reader.take([{ id: 'start', records: start.records }]);
    const events: FeedEvent[] = [];
    await watch(projectId, start.cursor, (event) => {
      events.push(event);
      if (event.kind === 'changes') reader.take(event.changes);
    });
    const changes = events.flatMap((event) => (event.kind === 'changes' ? event.changes : []));
    expect(changes.map(({ id }) => id)).toEqual(ids);
    expect(reader.damage).toEqual([]);
    const stored = await storedStates(store.direct, projectId);
    for (const state of stored) expect(reader.state.get(state.id)).toEqual(state);
  });

  it('COM-67: for longer than it can catch up is told to start over, and goes on from a snapshot', async () => {
    await open({ hotPollMs: never, quietPollMs: never, maxBehind: 20 });
    const projectId = await store.newProject();
    const { cursor } = await store.snapshot(ada, projectId);
    await editMuch(projectId, 40);
    const told: FeedEvent[] = [];
    await watch(projectId, cursor, (event) => told.push(event));
    expect(told).toEqual([{ kind: 'reload' }]);
    const anew = await store.snapshot(ada, projectId);
    const state = MemoryState.from([...anew.records, ...anew.tombstones] as RecordState[]);
    await watch(projectId, anew.cursor, (event) => {
      for (const change of event.kind === 'changes' ? event.changes : []) {
        for (const record of change.records) state.put(record as RecordState);
      }
    });
    const last = await send(projectId, 'behind it');
    feed.wake(projectId);
    await vi.waitFor(async () => {
      expect([...state.states()].toSorted(byId)).toEqual(
        [...(await storedStates(store.direct, projectId))].toSorted(byId),
      );
    });
    expect(last).toBeTruthy();
  });
});

function byId(a: RecordState, b: RecordState): number {
  return a.id < b.id ? -1 : 1;
}
