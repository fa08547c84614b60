import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Person } from '../../../test/concurrency/person';
import { create, update } from '../../../test/support/operations';
import type { TestStore } from '../../../test/support/store';
import { openTestStore } from '../../../test/support/store';
import type { LiveChange } from '../../core/protocol/change';
import { fingerprintOf, printFingerprint } from '../../core/schema/fingerprint';
import { MemoryState } from '../../core/schema/memory-state';
import type { Operation } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import { commit } from '../projects/commit';
import { GroupedEdits } from '../projects/grouped-edits';
import type { FeedEvent, LiveFeed, OwnCommit } from '../projects/project-service';
import type { FeedOptions } from './live-feed';
import { createLiveFeed } from './live-feed';

const ada = { id: 'ada', name: 'Ada' };
const never = 3_600_000;
const onlyWhenWoken = { hotPollMs: never, quietPollMs: never };

let store: TestStore;
let projectId: string;
let servers: Server[];

/** A process that serves people: its connections, what it remembers, and its feed, which somebody watches. */
class Server {
  readonly #person: Person;
  readonly #edits = new GroupedEdits();
  readonly feed: LiveFeed;
  readonly seen: LiveChange[] = [];

  private constructor(person: Person, feed: LiveFeed) {
    this.#person = person;
    this.feed = feed;
  }

  static async start(options: Partial<FeedOptions> = onlyWhenWoken): Promise<Server> {
    const person = new Person(store.url, ada);
    const server = new Server(person, await createLiveFeed({ ...store, pool: person.pool }, options));
    servers.push(server);
    await server.feed.subscribe(ada, projectId, null, (event) => {
      if (event.kind === 'changes') server.seen.push(...event.changes);
    });
    return server;
  }

  async stop(): Promise<void> {
    await this.feed.close();
    await this.#person.leave();
  }

  get person(): Person {
    return this.#person;
  }

  get seenIds(): readonly string[] {
    return this.seen.map(({ id }) => id);
  }

  /** Gives the id of the change. */
  async send(...operations: readonly Operation[]): Promise<string> {
    const mutation = { id: randomUUID(), operations };
    const request = { actor: ada, projectId, mutation };
    const done = await commit(this.#person.pool, request, { feed: this.feed, edits: this.#edits });
    expect(done).toMatchObject({ ok: true });
    return mutation.id;
  }

  /** A note that was edited until the server knows its connection and that it is alone. Its version is 5 then. */
  async noteOfItsOwn(): Promise<string> {
    const id = randomUUID();
    const changes = [await this.send(create('note', { text: '' }, id))];
    for (let version = 1; version < 5; version += 1) changes.push(await this.send(words(id, version)));
    await vi.waitFor(() => expect(this.seenIds).toEqual(expect.arrayContaining(changes)));
    return id;
  }

  /** The statements that it sends while that is done, by their first words. */
  async sentDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
    const sent: string[] = [];
    this.#person.intercept(async ({ text }) => {
      sent.push(text.split(' ', 2).join(' '));
      return undefined;
    });
    await work();
    this.#person.intercept(null);
    return sent;
  }
}

const words = (id: string, version: number, text = `edit ${version}`) =>
  update('note', id, version, { text });

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  projectId = await store.newProject();
  servers = [];
});
afterEach(() => Promise.all(servers.map((server) => server.stop())));

/**
 * Edits until that was told of without reading, and gives the change. Transactions of other tests, in databases of
 * the same server, may be between them: then it is read, as it has to be.
 *
 * @param edit gives the id of the change; the place counts from 0
 */
async function untilToldAtOnce(server: Server, edit: (place: number) => Promise<string>): Promise<string> {
  for (let place = 0; place < 50; place += 1) {
    let id = '';
    const sent = await server.sentDuring(async () => {
      id = await edit(place);
    });
    if (!sent.every((text) => text === 'WITH open')) continue;
    if (server.seenIds.at(-1) === id) return id;
  }
  throw new Error('Each of 50 edits was read.');
}

describe('an edit of this process', () => {
  it('COM-107: is told of when it is acknowledged, and nothing is read for it', async () => {
    const server = await Server.start();
    const note = await server.noteOfItsOwn();
    const id = await untilToldAtOnce(server, (place) => server.send(words(note, 5 + place)));
    await server.feed.readBehind(projectId, await oneOf(server.person));
    expect(server.seenIds.filter((one) => one === id)).toEqual([id]);
  });

  it('COM-107: is told of in the words in which the log has it', async () => {
    const server = await Server.start();
    const reader = await Server.start();
    const table = randomUUID();
    const column = randomUUID();
    await server.send(
      create('table', { name: 'orders' }, table),
      create('column', { tableId: table, name: 'total', type: 'text', comment: 'of all' }, column),
    );
    await server.noteOfItsOwn();
    const body = (place: number) => ({
      comment: place % 2 === 0 ? null : 'of each',
      isNotNull: place % 2 === 0,
    });
    const id = await untilToldAtOnce(server, (place) =>
      server.send(update('column', column, 1 + place, body(place))),
    );
    reader.feed.wake(projectId);
    await vi.waitFor(() => expect(reader.seenIds).toContain(id));
    const told = (by: Server) => JSON.stringify(by.seen.find((change) => change.id === id));
    expect(told(server)).toBe(told(reader));
  });

  it('COM-107: comes behind all that it saw, which is read for it', async () => {
    const server = await Server.start();
    const note = await server.noteOfItsOwn();
    const other = await Server.start();
    const theirs = await other.send(create('note', { text: '' }));
    const ours = await server.send(words(note, 5));
    await vi.waitFor(() => expect(server.seenIds.slice(-2)).toEqual([theirs, ours]));
    // Others commit: it is read on the way, not afterwards.
    const sent = await server.sentDuring(() => server.send(words(note, 6)));
    expect(sent).toEqual(['WITH open', 'SELECT pg_current_snapshot()::text']);
    await untilToldAtOnce(server, (place) => server.send(words(note, 7 + place)));
  });

  it('COM-107: is shown once, also by a reading that was under way', async () => {
    const server = await Server.start();
    const note = await server.noteOfItsOwn();
    // Of another pool, so that the server's edits go over the connection that it knows.
    const [holder, client] = [await oneOf(store), await oneOf(store)];
    await holder.query('SELECT pg_advisory_lock(1)');
    const waiting = client.query('SELECT pg_advisory_lock(1)');
    const late = server.feed.readBehind(projectId, client);
    expect(late).toBeInstanceOf(Promise);
    const before = server.seen.length;
    const ids = [await server.send(words(note, 5)), await server.send(words(note, 6))];
    await holder.query('SELECT pg_advisory_unlock(1)');
    await Promise.all([waiting, late]);
    await client.query('SELECT pg_advisory_unlock(1)');
    await server.feed.readBehind(projectId, client);
    await vi.waitFor(() => expect(server.seenIds.slice(before)).toEqual(ids));
  });

  it('COM-107: is read where the connection is newer than what was read last', async () => {
    const server = await Server.start();
    await server.noteOfItsOwn();
    const client = await oneOf(store);
    expect(server.feed.tellOwn(client, await transactionOn(client))).toBe(false);
    await vi.waitFor(async () => {
      await server.feed.readBehind(projectId, client);
      expect(server.feed.tellOwn(client, await transactionOn(client))).toBe(true);
    });
  });

  it('COM-107: is not held against whoever watches and fails', async () => {
    const server = await Server.start();
    const note = await server.noteOfItsOwn();
    let failures = 0;
    await server.feed.subscribe(ada, projectId, null, (event) => {
      if (event.kind !== 'changes') return;
      failures += 1;
      throw new Error('gone');
    });
    await server.send(words(note, 5));
    expect(failures).toBeGreaterThan(0);
  });
});

describe('a fingerprint', () => {
  it('COM-68: is not told of a reading that does not show what was told of since', async () => {
    const server = await Server.start({ hotPollMs: 5, quietPollMs: 5, fingerprintEveryMs: 1 });
    const note = await server.noteOfItsOwn();
    const { records, cursor } = await store.snapshot(ada, projectId);
    const state = MemoryState.from(records as unknown as readonly RecordState[]);
    const compared: { readonly told: string; readonly shown: string }[] = [];
    await server.feed.subscribe(ada, projectId, cursor, (event: FeedEvent) => {
      if (event.kind === 'changes') {
        for (const change of event.changes)
          for (const record of change.records) state.put(record as RecordState);
      }
      if (event.kind !== 'fingerprint') return;
      const shown = printFingerprint(fingerprintOf(state.records()));
      compared.push({ told: JSON.parse(event.json).fingerprint, shown });
    });
    for (let version = 5; version < 15; version += 1) {
      // In a snapshot that is taken, right before the records are counted.
      const held = await server.person.holdWork(/digest_high/, untilTold(server));
      await server.send(words(note, version));
      compared.length = 0;
      await held.goOn();
      await vi.waitFor(() => expect(compared.length).toBeGreaterThan(0));
      for (const { told, shown } of compared) expect(told).toBe(shown);
    }
  });
});

describe('people at two servers', () => {
  it('COM-107: see each edit once, and none before one that it answers', async () => {
    const options = { hotPollMs: 20, quietPollMs: 20 };
    const two = [await Server.start(options), await Server.start(options)] as const;
    const answers: (readonly [question: string, answer: string])[] = [];
    const sent: string[] = [];
    const send = async (by: Server, operation: Operation) => {
      const id = await by.send(operation);
      sent.push(id);
      return id;
    };
    const pairs = Array.from({ length: 6 }, async (_, place) => {
      const [asks, replies] = place % 2 === 0 ? two : ([two[1], two[0]] as const);
      const [ours, theirs] = [randomUUID(), randomUUID()];
      await send(asks, create('note', { text: '' }, ours));
      await send(replies, create('note', { text: '' }, theirs));
      for (let version = 1; version <= 20; version += 1) {
        const question = await send(asks, words(ours, version));
        answers.push([question, await send(replies, words(theirs, version))]);
      }
    });
    await Promise.all(pairs);
    for (const { feed } of two) feed.wake(projectId);
    for (const server of two) {
      await vi.waitFor(() => expect(server.seen).toHaveLength(sent.length));
      expect(server.seenIds.toSorted()).toEqual(sent.toSorted());
      const placeOf = new Map(server.seenIds.map((id, place) => [id, place]));
      const early = answers.filter(([q, a]) => (placeOf.get(q) ?? 0) > (placeOf.get(a) ?? 0));
      expect(early).toEqual([]);
    }
  });
});

/** Work that ends when the server's feed tells a fingerprint. */
function untilTold(server: Server): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      void server.feed.subscribe(ada, projectId, null, (event) => {
        if (event.kind === 'fingerprint') resolve();
      });
    });
}

const borrowed: PoolClient[] = [];
afterEach(() => {
  for (const client of borrowed.splice(0)) client.release();
});

/** A connection, given back behind the test. */
async function oneOf({ pool }: Pick<TestStore, 'pool'>): Promise<PoolClient> {
  const client = await pool.connect();
  borrowed.push(client);
  return client;
}

/** What it commits now, and what that sees. */
async function transactionOn(client: PoolClient): Promise<OwnCommit> {
  const { rows } = await client.query<{ xid: string; snapshot: string }>(
    'SELECT pg_current_xact_id()::text AS xid, pg_current_snapshot()::text AS snapshot',
  );
  const { xid = '', snapshot = '' } = rows[0] ?? {};
  return { projectId, xid, snapshot, changes: [] };
}
