import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../../concurrency/person';
import type { TestDatabase } from '../../pg/database';
import { createTestDatabase } from '../../pg/database';
import type { Done, Trip } from './crossing';
import type { Gateway } from './gateway';
import { openGateway } from './gateway';
import { waysToWrite } from './ways-to-write';

let database: TestDatabase;
let gateway: Gateway;
let client: pg.Client;
/** What happens, in its order. */
let events: string[];
let done: Done[];
let trip: Trip;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query('CREATE TABLE t (id int PRIMARY KEY, x int)');
  gateway = await openGateway(database.url, { trip: (way) => trip(way), note: (one) => done.push(one) });
});

beforeEach(async () => {
  await database.pool.query('TRUNCATE t');
  events = [];
  done = [];
  trip = async () => undefined;
  client = await connect();
});

afterEach(() => client.end());

afterAll(async () => {
  await gateway.close();
  await database.drop();
});

async function connect(): Promise<pg.Client> {
  const opened = new pg.Client({ connectionString: gateway.url });
  await opened.connect();
  return opened;
}

async function rowsOfT(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM t');
  return rows[0]?.n ?? 0;
}

/** Both ways are held until they are let go. */
function holdTrips() {
  const [there, back] = [deferred<void>(), deferred<void>()];
  trip = (way) => {
    events.push(way);
    return way === 'there' ? there.promise : back.promise;
  };
  return { there, back };
}

const ways = waysToWrite(() => client);

describe('the way to the other Region', () => {
  it.each(ways)(
    'DSE-9: %s begins after the way there and is answered after the way back',
    async (_, write) => {
      const { there, back } = holdTrips();
      const writing = write().then(() => events.push('answered'));
      await vi.waitFor(() => expect(events).toEqual(['there']));
      expect(await rowsOfT()).toBe(0);
      there.resolve();
      await vi.waitFor(() => expect(events).toEqual(['there', 'back']));
      // Everybody sees it by now, but for who waits for the answer.
      expect(await rowsOfT()).toBe(1);
      back.resolve();
      await writing;
      expect(events).toEqual(['there', 'back', 'answered']);
      expect(done.filter(({ kind }) => kind === 'commit')).toHaveLength(1);
    },
  );

  it('DSE-9: nobody goes it who only reads, or takes back', async () => {
    holdTrips();
    await client.query('SELECT 1');
    await client.query('BEGIN');
    await client.query('SELECT x FROM t');
    await client.query('COMMIT');
    await client.query('BEGIN');
    await client.query('INSERT INTO t VALUES (1)');
    await client.query('ROLLBACK');
    expect(events).toEqual([]);
  });

  it('DSE-9: a conflict is told behind it, and one that waits is held up for so long', async () => {
    await client.query('INSERT INTO t VALUES (1, 0)');
    const other = await connect();
    await other.query('BEGIN');
    await other.query('SELECT x FROM t');
    await client.query('UPDATE t SET x = 1 WHERE id = 1');
    const { there, back } = holdTrips();
    const second = other.query('UPDATE t SET x = 2 WHERE id = 1').catch((error: unknown) => {
      events.push('refused');
      return error;
    });
    await vi.waitFor(() => expect(events).toEqual(['there']));
    there.resolve();
    back.resolve();
    expect(await second).toMatchObject({ code: '40001' });
    expect(events).toEqual(['there', 'back', 'refused']);
    expect(done.filter(({ kind }) => kind === 'conflict')).toHaveLength(1);
    await other.end();
  });

  it('DSE-9: every statement is told that is executed, as often as it is', async () => {
    for (let times = 0; times < 3; times += 1) {
      await client.query({ name: 'look', text: 'SELECT x FROM t WHERE id = $1', values: [1] });
    }
    await client.query('BEGIN');
    await client.query('INSERT INTO t VALUES (1)');
    await client.query('COMMIT');
    const effects = done.flatMap((one) => (one.kind === 'statement' ? [one.effect] : []));
    expect(effects).toEqual(['read', 'read', 'read', 'begin', 'write', 'commit']);
  });
});
