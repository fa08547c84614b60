import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../http/test-server.fixture';
import { openTestServer } from '../http/test-server.fixture';
import { sweepImports } from './sweep-imports';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

describe('sweepImports', () => {
  it('TRF-8: what an import left behind goes by itself, what is under way stays', async () => {
    const { pool } = server;
    const { id } = await server.visitor().ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
    const [running, dead] = [randomUUID(), randomUUID()];
    const stop = sweepImports(pool, 20);
    const begin = `INSERT INTO jobs (project_id, id, state, pieces, touched_at) VALUES ($1, $2, 'staging', 0, now() - $3::interval)`;
    await pool.query(begin, [id, running, '1 second']);
    await pool.query(begin, [id, dead, '1 hour']);
    const left = async () => (await pool.query<{ id: string }>('SELECT id FROM jobs')).rows;
    while ((await left()).length > 1) await sleep(10);
    await stop();
    expect(await left()).toEqual([{ id: running }]);
  });
});
