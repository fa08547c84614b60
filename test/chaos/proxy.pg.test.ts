import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPool, endPool } from '../../src/server/storage/pool';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import type { Link } from './proxy';
import { openLink } from './proxy';

let database: TestDatabase;
let link: Link;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query('CREATE TABLE written (value int)');
  link = await openLink('postgres');
  link.lead(Number(new URL(database.url).port));
  const url = Object.assign(new URL(database.url), { port: String(link.port) });
  pool = createPool({ kind: 'url', url: url.href });
});
afterEach(() => database.pool.query('TRUNCATE written'));
afterAll(async () => {
  await endPool(pool);
  link.close();
  await database.drop();
});

/** As the product does it: the last statement and COMMIT in one packet, without waiting in between. */
async function write(value: number): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const sent = [client.query('INSERT INTO written VALUES ($1)', [value]), client.query('COMMIT')];
    return (await Promise.allSettled(sent)).map(({ status }) => status);
  } finally {
    client.release(client.getTransactionStatus() !== 'I');
  }
}

async function written(): Promise<readonly number[]> {
  const { rows } = await database.pool.query('SELECT value FROM written ORDER BY value');
  return rows.map(({ value }) => value);
}

/** How many have written and wait for what comes next. */
async function openTransactions(): Promise<number> {
  const { rowCount } = await database.pool.query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction' AND query LIKE 'INSERT%'",
  );
  return rowCount ?? 0;
}

describe('a link to PostgreSQL', () => {
  it('CHA-3: loses a COMMIT before it happens; what was sent before is answered', async () => {
    const undo = link.loseCommits('request', 1);
    expect(await write(1)).toEqual(['fulfilled', 'rejected']);
    expect(await write(2)).toEqual(['fulfilled', 'fulfilled']);
    undo();
    expect(await written()).toEqual([2]);
    expect(link.lost()).toMatchObject({ request: 1 });
  });

  it('CHA-3: loses the answer to a COMMIT that happens', async () => {
    const undo = link.loseCommits('answer', 1);
    expect((await write(1)).at(-1)).toBe('rejected');
    expect(await write(2)).toEqual(['fulfilled', 'fulfilled']);
    undo();
    expect(await written()).toEqual([1, 2]);
    expect(link.lost()).toMatchObject({ answer: 1 });
  });

  it('CHA-3: loses the answer to a mutation that is one statement', async () => {
    const undo = link.loseCommits('answer', 1);
    const edit = { name: 'edits', text: 'INSERT INTO written VALUES ($1)', values: [7] };
    await expect(pool.query(edit)).rejects.toThrow();
    undo();
    expect(await written()).toEqual([7]);
  });

  it('CHA-3: holds COMMITs back, so that others come between', async () => {
    const undo = link.holdTransactions('before-commit', 100_000);
    const held = write(1);
    const { rows } = await pool.query('SELECT 1 AS one');
    expect(rows).toEqual([{ one: 1 }]);
    // Only what has been answered so far can be cut off from its COMMIT.
    await vi.waitFor(async () => expect(await openTransactions()).toBe(1), { timeout: 20_000 });
    expect(await written()).toEqual([]);
    link.cut()();
    undo();
    expect((await held).at(-1)).toBe('rejected');
    expect(await written()).toEqual([]);
  });

  it('CHA-3: holds transactions before they have a snapshot', async () => {
    const undo = link.holdTransactions('behind-begin', 300);
    const client = await pool.connect();
    const sent = [
      'BEGIN ISOLATION LEVEL REPEATABLE READ',
      'SELECT now() < statement_timestamp() AS late',
      'COMMIT',
    ];
    const [, seen] = await Promise.all(sent.map((text) => client.query(text)));
    client.release();
    undo();
    expect(seen?.rows).toEqual([{ late: true }]);
  });

  it('CHA-3: stalled, it goes on where it was; half open, one end does not hear of the other', async () => {
    const goOn = link.stall();
    const asked = pool.query('SELECT 2 AS two');
    goOn();
    expect((await asked).rows).toEqual([{ two: 2 }]);
    const client = await pool.connect();
    const end = link.halfOpen('server');
    const unheard = client.query('SELECT 3 AS three');
    end();
    await expect(unheard).rejects.toThrow();
    client.release(true);
  });
});
