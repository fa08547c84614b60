import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deferred, Person } from '../../../test/concurrency/person';
import { update } from '../../../test/support/operations';
import type { TestStore } from '../../../test/support/store';
import { openTestStore } from '../../../test/support/store';
import type { LiveChange } from '../../core/protocol/change';
import { fingerprintOf, printFingerprint } from '../../core/schema/fingerprint';
import { MemoryState } from '../../core/schema/memory-state';
import type { Operation } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import { commit } from '../projects/commit';
import type { FeedEvent, LiveFeed } from '../projects/project-service';
import { createLiveFeed } from './live-feed';

const ada = { id: 'ada', name: 'Ada' };
/** Longer than any test: what arrives was not found by looking. */
const never = 3_600_000;

let store: TestStore;
let feed: LiveFeed;
let projectId: string;
let seen: LiveChange[];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  projectId = await store.newProject();
  feed = await createLiveFeed(store, { hotPollMs: never, quietPollMs: never });
  seen = [];
  await feed.subscribe(ada, projectId, null, (event) => {
    if (event.kind === 'changes') seen.push(...event.changes);
  });
});
afterEach(() => feed.close());

const note = (id: string): Operation => ({ verb: 'create', kind: 'note', id, body: { text: '' } });

/** Commits and, unless told otherwise, sends the reading behind it. Gives the id of the change. */
async function send(operation: Operation, isRead = true): Promise<string> {
  const mutation = { id: randomUUID(), operations: [operation] };
  const request = { actor: ada, projectId, mutation };
  const done = await commit(store.pool, request, isRead ? { feed } : {});
  expect(done).toMatchObject({ ok: true });
  return mutation.id;
}

const seenIds = () => seen.map(({ id }) => id);

describe('reading behind a commit', () => {
  it('COM-64: delivers what was committed without being woken', async () => {
    const id = await send(note(randomUUID()));
    await vi.waitFor(() => expect(seenIds()).toEqual([id]));
  });

  it('COM-64: delivers each change once, in order, when a later reading is answered first', async () => {
    const holder = await store.pool.connect();
    const client = await store.pool.connect();
    await holder.query('SELECT pg_advisory_lock(1)');
    // It waits for what the test does meanwhile, however long a busy machine takes for that.
    await client.query('SET lock_timeout = 0');
    const waiting = client.query('SELECT pg_advisory_lock_shared(1)');
    const late = feed.readBehind(projectId, client);
    expect(late).toBeInstanceOf(Promise);

    const first = await send(note(randomUUID()));
    await vi.waitFor(() => expect(seenIds()).toEqual([first]));
    const second = await send(note(randomUUID()), false);
    await holder.query('SELECT pg_advisory_unlock(1)');
    await Promise.all([waiting, late]);
    expect(seenIds()).toEqual([first, second]);

    await client.query('SELECT pg_advisory_unlock_shared(1)');
    await client.query('RESET lock_timeout');
    for (const one of [holder, client]) one.release();
    const third = await send(note(randomUUID()));
    await vi.waitFor(() => expect(seenIds()).toEqual([first, second, third]));
  });

  it('COM-64: asks again elsewhere when the connection breaks', async () => {
    const id = await send(note(randomUUID()), false);
    const client = await store.pool.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await store.pool.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
    await feed.readBehind(projectId, client);
    client.release(true);
    await vi.waitFor(() => expect(seenIds()).toEqual([id]));
  });

  it('COM-64: loses and doubles nothing of a crowd, and shows no version before the one it follows', async () => {
    const ids = Array.from({ length: 12 }, () => randomUUID());
    const sent = await Promise.all(
      ids.map(async (id) => {
        const changes = [await send(note(id))];
        for (let version = 1; version <= 15; version += 1) {
          changes.push(await send(update('note', id, version, { text: String(version) })));
        }
        return changes;
      }),
    );
    feed.wake(projectId);
    await vi.waitFor(() => expect(seen).toHaveLength(12 * 16));
    expect(seenIds().toSorted()).toEqual(sent.flat().toSorted());
    for (const id of ids) {
      const versions = seen.flatMap(({ records }) => records.filter((record) => record.id === id));
      expect(versions.map(({ version }) => version)).toEqual(versions.map((_, place) => place + 1));
    }
  });
});

describe('looking for what others wrote', () => {
  it('COM-69: is often behind everybody who comes, not only behind edits', async () => {
    const own = await createLiveFeed(store, { hotPollMs: 5, quietPollMs: never });
    const found: string[] = [];
    await own.subscribe(ada, projectId, null, (event) => {
      if (event.kind === 'changes') found.push(...event.changes.map(({ id }) => id));
    });
    const id = await send(note(randomUUID()), false);
    await vi.waitFor(() => expect(found).toEqual([id]));
    await own.close();
  });
});

describe('a fingerprint', () => {
  let reader: Person;
  let watched: LiveFeed;
  beforeEach(async () => {
    reader = new Person(store.url, ada);
    watched = await createLiveFeed(
      { ...store, pool: reader.pool },
      { hotPollMs: 5, quietPollMs: 5, fingerprintEveryMs: 1 },
    );
  });
  afterEach(async () => {
    await watched.close();
    await reader.leave();
  });

  /** Shows what it is told, and notes what it shows whenever it is told a fingerprint. */
  async function mirror() {
    const { records, cursor } = await store.snapshot(ada, projectId);
    const state = MemoryState.from(records as unknown as readonly RecordState[]);
    const compared: { readonly told: string; readonly shown: string }[] = [];
    const deliver = (event: FeedEvent) => {
      if (event.kind === 'changes')
        for (const { records: changed } of event.changes)
          for (const record of changed) state.put(record as RecordState);
      if (event.kind !== 'fingerprint') return;
      const shown = printFingerprint(fingerprintOf(state.records()));
      compared.push({ told: JSON.parse(event.json).fingerprint, shown });
    };
    return { cursor, state, compared, deliver };
  }

  /** Comes back when one is about to be counted, in a snapshot that is taken; the answer lets it go on. */
  async function holdOne(): Promise<() => void> {
    const [reached, released] = [deferred<void>(), deferred<void>()];
    reader.intercept(async ({ text }) => {
      if (!text.includes('digest_high')) return undefined;
      reached.resolve();
      await released.promise;
      return undefined;
    });
    await reached.promise;
    return () => {
      reader.intercept(null);
      released.resolve();
    };
  }

  it('COM-68: of a reading that another one has overtaken is not told', async () => {
    const { cursor, state, compared, deliver } = await mirror();
    const letGo = async () => {
      const goOn = await holdOne();
      const id = randomUUID();
      const request = { actor: ada, projectId, mutation: { id: randomUUID(), operations: [note(id)] } };
      await commit(store.pool, request, { feed: watched });
      await vi.waitFor(() => expect(state.get(id)).toBeDefined());
      compared.length = 0;
      goOn();
    };
    await watched.subscribe(ada, projectId, cursor, deliver);
    await letGo();
    await vi.waitFor(() => expect(compared.length).toBeGreaterThan(0));
    for (const { told, shown } of compared) expect(told).toBe(shown);
  });

  it('COM-68: from before a reader caught up is not told to that reader', async () => {
    await watched.subscribe(ada, projectId, null, () => undefined);
    const goOn = await holdOne();
    const { cursor, compared, deliver } = await mirror();
    await send(note(randomUUID()), false);
    const joined = watched.subscribe(ada, projectId, cursor, deliver);
    // By then it has looked whether it may, and waits for the reading under way; if not, this shows nothing.
    await sleep(300);
    goOn();
    await joined;
    await vi.waitFor(() => expect(compared.length).toBeGreaterThan(0));
    for (const { told, shown } of compared) expect(told).toBe(shown);
  });
});
