import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { atCommit, Person } from '../../../test/concurrency/person';
import { FollowingReader } from '../../../test/fuzz/damage';
import { tableOperations, update } from '../../../test/support/operations';
import type { TestStore } from '../../../test/support/store';
import { openTestStore } from '../../../test/support/store';
import type { Operation } from '../../core/schema/operation';
import type { FeedEvent, LiveFeed } from '../projects/project-service';
import { readProject } from '../projects/snapshot';
import type { FeedOptions } from './live-feed';
import { createLiveFeed } from './live-feed';

const ada = { id: 'ada', name: 'Ada' };
/** Longer than any test. */
const never = 3_600_000;

let store: TestStore;
let projectId: string;
let feed: LiveFeed;
let slow: Person;
let reader: FollowingReader;
let events: FeedEvent[];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  projectId = await store.newProject();
  slow = new Person(store.url, ada);
  reader = new FollowingReader();
  events = [];
});
afterEach(async () => {
  await feed.close();
  await slow.leave();
});

/** A window of a moment, so that what is held for two of them is late. */
const momentMs = 40;

async function open(options: Partial<FeedOptions>): Promise<void> {
  const quick = { hotPollMs: 10, quietPollMs: 10, windowMs: momentMs, fingerprintEveryMs: never };
  feed = await createLiveFeed(
    { pool: store.pool, capabilities: { commitSnapshots: false } },
    { ...quick, ...options },
  );
  const start = await readProject(store.pool, ada, projectId, feed.readCursor);
  if (!start.ok) throw new Error(start.problem.detail);
  reader.take([{ id: 'start', records: start.value.records }]);
  await watch(start.value.cursor);
}

async function watch(cursor: string): Promise<void> {
  await feed.subscribe(ada, projectId, cursor, (event) => {
    events.push(event);
    if (event.kind === 'changes') reader.take(event.changes);
  });
}

async function commit(...operations: readonly Operation[]): Promise<string> {
  const answer = await store.commit(ada, projectId, { id: randomUUID(), operations });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value.id;
}

/** An edit that has its time, and is committed when it is too old for the window. */
async function holdLate(...operations: readonly Operation[]) {
  const id = randomUUID();
  const held = await slow.hold(atCommit, projectId, { id, operations });
  const others: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, momentMs));
    others.push(await commit(...tableOperations(`other_${round}`).operations));
  }
  await untilSeen(...others);
  return { id, goOn: () => held.goOn() };
}

const untilSeen = (...ids: readonly string[]) =>
  vi.waitFor(() => expect(ids.filter((id) => !reader.seen.has(id))).toEqual([]), { timeout: 10_000 });

const seenInOrder = () => [...reader.seen.keys()].slice(1);

describe('a feed without snapshots of commits', () => {
  it('DSE-50: finds by a sweep what was committed too late for the window', async () => {
    await open({ sweepEveryMs: 50 });
    const late = await holdLate(...tableOperations('late').operations);
    await late.goOn();
    await untilSeen(late.id);
    expect(reader.damage).toEqual([]);
  });

  it('DSE-51: holds back what builds on an edit that was not found, and looks for that at once', async () => {
    await open({ sweepEveryMs: never });
    const table = tableOperations('late');
    const late = await holdLate(...table.operations);
    await late.goOn();
    const dependent = await commit(update('table', table.tableId, 1, { name: 'renamed' }));
    await untilSeen(dependent);
    expect(seenInOrder().slice(-2)).toEqual([late.id, dependent]);
    expect(reader.damage).toEqual([]);
    expect(events.some(({ kind }) => kind === 'reload')).toBe(false);
  });

  it('DSE-51: of what never comes tells everybody to start over, and goes on from there', async () => {
    await open({ sweepEveryMs: never });
    const table = tableOperations('lost');
    const late = await holdLate(...table.operations);
    await late.goOn();
    await store.pool.query('DELETE FROM changes WHERE project_id = $1 AND id = $2', [projectId, late.id]);
    await commit(update('table', table.tableId, 1, { name: 'renamed' }));
    await vi.waitFor(() => expect(events.at(-1)?.kind).toBe('reload'), { timeout: 10_000 });
    const again = await commit(update('table', table.tableId, 2, { name: 'again' }));
    await untilSeen(again);
  });

  it('DSE-53: brings somebody who comes back all that can have been committed since, some of it again', async () => {
    await open({ sweepEveryMs: never });
    const late = await holdLate(...tableOperations('late').operations);
    const cursor = events.at(-1)?.kind === 'changes' ? (events.at(-1) as { cursor: string }).cursor : '';
    await late.goOn();
    const back: string[] = [];
    await feed.subscribe(ada, projectId, cursor, (event) => {
      if (event.kind === 'changes') back.push(...event.changes.map(({ id }) => id));
    });
    expect(back).toContain(late.id);
  });

  it.each([
    { what: 'is nothing of ours', cursor: Buffer.from('1;2;3;').toString('base64url') },
    {
      what: 'lies behind the end of the log',
      cursor: Buffer.from('w;2999-01-01T00:00:00.000000Z').toString('base64url'),
    },
  ])('DSE-53: tells somebody to start over whose place $what', async ({ cursor }) => {
    await open({});
    const told: string[] = [];
    await feed.subscribe(ada, projectId, cursor, ({ kind }) => void told.push(kind));
    expect(told).toEqual(['reload']);
  });

  it('DSE-53: tells somebody to start over who is further behind than is sent one by one', async () => {
    await open({ maxBehind: 3 });
    const start = await readProject(store.pool, ada, projectId, feed.readCursor);
    for (let round = 0; round < 5; round += 1) await commit(...tableOperations(`t_${round}`).operations);
    const told: string[] = [];
    const cursor = start.ok ? start.value.cursor : '';
    await feed.subscribe(ada, projectId, cursor, ({ kind }) => void told.push(kind));
    expect(told).toEqual(['reload']);
  });
});
