import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { createPool } from './pool';
import { conflictCounts, readSnapshot, withRetry } from './with-retry';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ kind: 'url', url: database.url });
  await pool.query('CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL)');
  await pool.query('CREATE TABLE child (id int PRIMARY KEY, counter_id int REFERENCES counter)');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query('TRUNCATE counter, child');
  await pool.query('INSERT INTO counter VALUES (1, 0), (2, 0)');
});

const increment = 'UPDATE counter SET n = n + 1 WHERE id = 1';

async function counterOf(id: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ n: number }>('SELECT n FROM counter WHERE id = $1', [id]);
  return rows[0]?.n;
}

describe('withRetry', () => {
  it('RTY-1: commits at REPEATABLE READ and tells how it went', async () => {
    const committed = await withRetry(pool, async (client) => {
      const [level] = await Promise.all([
        client.query<{ transaction_isolation: string }>('SHOW transaction_isolation'),
        client.query(increment),
      ]);
      return level.rows[0]?.transaction_isolation;
    });
    expect(committed).toMatchObject({ value: 'repeatable read', retries: 0, conflicts: [] });
    expect(await counterOf(1)).toBe(1);
  });

  it('RTY-2: repeats the whole transaction after 40001, in a new snapshot', async () => {
    const before = conflictCounts()['40001'] ?? 0;
    const seen: (number | undefined)[] = [];
    const committed = await withRetry(pool, async (client, tryNumber) => {
      const { rows } = await client.query<{ n: number }>('SELECT n FROM counter WHERE id = 1');
      seen.push(rows[0]?.n);
      if (tryNumber === 1) {
        await database.pool.query(increment);
      }
      await client.query(increment);
    });
    expect(seen).toEqual([0, 1]);
    expect(committed).toMatchObject({ retries: 1, conflicts: [{ sqlstate: '40001' }] });
    expect(await counterOf(1)).toBe(2);
    expect(conflictCounts()['40001']).toBe(before + 1);
  });

  it('RTY-2: repeats after a wait for a lock that took too long (55P03)', async () => {
    const holder = await database.pool.connect();
    await holder.query('BEGIN');
    await holder.query(increment);
    const committed = await withRetry(pool, async (client, tryNumber) => {
      if (tryNumber === 2) {
        await holder.query('COMMIT');
        holder.release();
      }
      await client.query(increment);
    });
    expect(committed.conflicts.map((conflict) => conflict.sqlstate)).toContain('55P03');
    expect(await counterOf(1)).toBe(2);
  });

  it('RTY-2: repeats after a deadlock (40P01)', async () => {
    const other = await database.pool.connect();
    await other.query('BEGIN');
    await other.query(`SET LOCAL deadlock_timeout = '30s'`);
    await other.query('UPDATE counter SET n = 10 WHERE id = 2');
    let waiting: Promise<unknown> = Promise.resolve();
    const committed = await withRetry(pool, async (client, tryNumber) => {
      await client.query(`SET LOCAL lock_timeout = 0; SET LOCAL deadlock_timeout = '20ms'`);
      if (tryNumber === 1) {
        await client.query(increment);
        waiting = other.query(increment).then(() => other.query('COMMIT'));
        await untilSomebodyWaits();
      } else {
        await waiting;
      }
      await client.query('UPDATE counter SET n = n + 1 WHERE id = 2');
    });
    other.release();
    expect(committed.conflicts).toEqual([{ sqlstate: '40P01' }]);
    expect(await counterOf(2)).toBe(11);
  });

  it('RTY-2: takes a constraint error for a conflict, not for an answer', async () => {
    const committed = await withRetry(pool, async (client, tryNumber) => {
      await client.query('INSERT INTO counter VALUES ($1, 0)', [tryNumber === 1 ? 1 : 3]);
      await client.query('INSERT INTO child VALUES (1, $1)', [tryNumber === 2 ? 99 : 3]);
      await client.query('UPDATE counter SET n = $1 WHERE id = 2', [tryNumber === 3 ? null : 7]);
    });
    expect(committed.conflicts).toMatchObject([
      { sqlstate: '23505', constraint: 'counter.counter_pkey' },
      { sqlstate: '23503', constraint: 'child.child_counter_id_fkey' },
      { sqlstate: '23502', constraint: 'counter.n' },
    ]);
    expect(await counterOf(2)).toBe(7);
  });

  it('RTY-3: takes the same constraint over other rows for a crowd', async () => {
    const committed = await withRetry(pool, async (client, tryNumber) => {
      await client.query('INSERT INTO child VALUES (1, $1)', [tryNumber < 5 ? 90 + tryNumber : 2]);
      return client.query('DELETE FROM child WHERE counter_id = 2');
    });
    expect(committed.retries).toBe(4);
  });

  it('RTY-3: takes rows that others refer to anew at each try for a crowd', async () => {
    const committed = await withRetry(pool, async (client, tryNumber) => {
      await client.query('DELETE FROM child WHERE counter_id = 2');
      if (tryNumber < 6) await database.pool.query('INSERT INTO child VALUES ($1, 2)', [100 + tryNumber]);
      await client.query('DELETE FROM counter WHERE id = 2');
    });
    expect(committed.retries).toBe(5);
    expect(new Set(committed.conflicts.map(({ constraint, detail }) => `${constraint} ${detail}`)).size).toBe(
      1,
    );
  });

  it('RTY-3: calls the same constraint over the same rows, try after try, a bug', async () => {
    let tries = 0;
    const promise = withRetry(pool, async (client) => {
      tries += 1;
      await client.query('INSERT INTO counter VALUES (1, 0)');
    });
    await expect(promise).rejects.toMatchObject({ name: 'StorageError', kind: 'stuck-constraint' });
    expect(tries).toBe(8);
  });

  it('RTY-4: gives up after sixteen tries, with waits that grow to 100 ms', async () => {
    const waits: number[] = [];
    const promise = withRetry(
      pool,
      async (client) => {
        await client.query('SELECT n FROM counter WHERE id = 1');
        await database.pool.query(increment);
        await client.query(increment);
      },
      { random: () => 1, sleep: async (milliseconds) => waits.push(milliseconds) },
    );
    await expect(promise).rejects.toMatchObject({ kind: 'too-many-conflicts' });
    expect(waits).toEqual([5, 10, 20, 40, 80, ...Array.from({ length: 10 }, () => 100)]);
  });

  it('RTY-5: an error that is no conflict comes out at once and leaves nothing written', async () => {
    let tries = 0;
    const promise = withRetry(pool, async (client) => {
      tries += 1;
      await client.query(increment);
      throw new RangeError('not today');
    });
    await expect(promise).rejects.toThrow('not today');
    expect(tries).toBe(1);
    expect(await counterOf(1)).toBe(0);
  });

  it('RTY-6: a COMMIT that is answered ROLLBACK did not happen and is repeated', async () => {
    const committed = await withRetry(pool, async (client, tryNumber) => {
      await client.query(increment);
      if (tryNumber === 1) {
        await client.query('SELECT 1/0').catch(() => undefined);
      }
    });
    expect(committed.conflicts).toEqual([{ sqlstate: '25P02' }]);
    expect(await counterOf(1)).toBe(1);
  });

  it('RTY-6: a statement that always fails unseen is reported as stuck', async () => {
    const promise = withRetry(pool, async (client) => {
      await client.query('SELECT 1/0').catch(() => undefined);
    });
    await expect(promise).rejects.toMatchObject({ kind: 'stuck-constraint' });
  });

  it('RTY-7: goes on with another connection when its own is cut in the middle', async () => {
    const committed = await withRetry(pool, async (client, tryNumber) => {
      await client.query(increment);
      if (tryNumber === 1) {
        const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        await database.pool.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
      }
      await client.query('UPDATE counter SET n = n + 1 WHERE id = 2');
    });
    expect(committed).toMatchObject({ retries: 1, conflicts: [] });
    expect([await counterOf(1), await counterOf(2)]).toEqual([1, 1]);
  });

  it('RTY-7: says unavailable when no connection comes before the deadline', async () => {
    const nobody = createPool({ kind: 'url', url: 'postgres://nobody@127.0.0.1:1/none' });
    const promise = withRetry(nobody, async () => 1, { deadlineMs: 120 });
    await expect(promise).rejects.toMatchObject({ kind: 'unavailable' });
    await nobody.end();
  });

  it('RTY-8: does not claim to know when the connection breaks during COMMIT', async () => {
    await pool.query('CREATE TABLE fatal (id int PRIMARY KEY)');
    await pool.query(`CREATE FUNCTION end_me() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL; END $$`);
    await pool.query(`CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON fatal
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_me()`);
    let tries = 0;
    const promise = withRetry(pool, async (client) => {
      tries += 1;
      await client.query('INSERT INTO fatal VALUES (1)');
    });
    await expect(promise).rejects.toMatchObject({ kind: 'outcome-unknown' });
    expect(tries).toBe(1);
  });
});

describe('readSnapshot', () => {
  it('RTY-9: reads everything as of one moment', async () => {
    const both = await readSnapshot(pool, async (client) => {
      const first = await client.query<{ n: number }>('SELECT n FROM counter WHERE id = 1');
      await database.pool.query('UPDATE counter SET n = 5');
      const second = await client.query<{ n: number }>('SELECT n FROM counter WHERE id = 2');
      return [first.rows[0]?.n, second.rows[0]?.n];
    });
    expect(both).toEqual([0, 0]);
  });

  it('RTY-9: writes nothing', async () => {
    const promise = readSnapshot(pool, (client) => client.query(increment));
    await expect(promise).rejects.toMatchObject({ code: '25006' });
  });
});

describe('pool', () => {
  it('ENG-4: gives every session its limits and its way of planning', async () => {
    const { rows } = await pool.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE name = ANY($1) ORDER BY name`,
      [
        [
          'lock_timeout',
          'statement_timeout',
          'idle_in_transaction_session_timeout',
          'TimeZone',
          'plan_cache_mode',
          'enable_seqscan',
          'jit',
        ],
      ],
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      enable_seqscan: 'off',
      jit: 'off',
      plan_cache_mode: 'force_generic_plan',
      idle_in_transaction_session_timeout: '5000',
      lock_timeout: '150',
      statement_timeout: '10000',
      TimeZone: 'UTC',
    });
  });

  it('ENG-4: survives the loss of an idle connection', async () => {
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await database.pool.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
    const again = await withRetry(pool, (client) => client.query('SELECT 1 AS one'));
    expect(again.value.rows).toEqual([{ one: 1 }]);
  });
});

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await database.pool.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    if ((rowCount ?? 0) > 0) {
      return;
    }
  }
}
