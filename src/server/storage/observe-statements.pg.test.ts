import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import type { StatementLine } from '../observe/log';
import { newTrail, onTrail } from '../observe/trail';
import { observeStatements } from './observe-statements';
import { createPool } from './pool';

let database: TestDatabase;
let pool: Pool;
let lines: (StatementLine & { readonly isExpected: boolean })[];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ kind: 'url', url: database.url });
  // A connection from before is observed, too.
  await pool.query('CREATE TABLE secrets (id int PRIMARY KEY, text text)');
  const log = {
    request: () => undefined,
    statement: (line: StatementLine, isExpected: boolean) => void lines.push({ ...line, isExpected }),
    fault: () => undefined,
    note: () => undefined,
  };
  observeStatements(pool, log, 100);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(() => {
  lines = [];
});

const named = (name: string, text: string) => ({ name, text });

describe('statements', () => {
  it('OBS-6: leave no line when they are quick and succeed', async () => {
    const insert = named('insert', 'INSERT INTO secrets VALUES ($1, $2) RETURNING id');
    expect((await pool.query(insert, [1, 'quick'])).rows).toEqual([{ id: 1 }]);
    expect(lines).toEqual([]);
  });

  it('OBS-6: that are slow leave their name, how long they took, and in whose course they were sent', async () => {
    const trail = newTrail('request-1');
    trail.projectId = 'project-1';
    await onTrail(trail, () => pool.query(named('slow', 'SELECT pg_sleep(0.2), $1::text'), ['a secret']));
    await pool.query('SELECT pg_sleep(0.2) -- a secret');
    const durationMs = expect.any(Number);
    expect(lines).toEqual([
      {
        statement: 'slow',
        durationMs,
        code: undefined,
        requestId: 'request-1',
        projectId: 'project-1',
        isExpected: false,
      },
      { statement: 'SELECT', durationMs, code: undefined, isExpected: false },
    ]);
  });

  it('OBS-6: that fail leave the reason as a code, also to those who call back, and fail as before', async () => {
    const insert = named('insert again', 'INSERT INTO secrets VALUES ($1, $2)');
    await expect(pool.query(insert, [1, 'a secret'])).rejects.toMatchObject({ code: '23505' });
    const client = await pool.connect();
    await expect(client.query('SELECT $1::int', ['a secret'])).rejects.toMatchObject({ code: '22P02' });
    await new Promise<void>((resolve) => client.query('SELECT a_secret', () => resolve()));
    const ends = client.query('SELECT pg_terminate_backend(pg_backend_pid())');
    await expect(ends).rejects.toMatchObject({ code: '57P01' });
    client.release(true);
    expect(lines).toMatchObject([
      { statement: 'insert again', code: '23505', isExpected: true },
      { statement: 'SELECT', code: '22P02', isExpected: false },
      { statement: 'SELECT', code: '42703', isExpected: false },
      { statement: 'SELECT', code: '57P01', isExpected: false },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});
