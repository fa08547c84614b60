import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiBase } from '../../core/protocol/version';
import { createLog } from '../observe/log';
import { createRoutes } from './app';
import { makeFixture, writeRequests } from './requests.fixture';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;
let owner: Client;
let projectId: string;
let path: string;
let lines: Record<string, unknown>[];

const log = createLog(
  { level: 'debug', isPretty: false },
  { write: (line) => void lines.push(JSON.parse(line)) },
);

beforeAll(async () => {
  lines = [];
  server = await openTestServer({ log });
  await server.pool.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('tries') = 1 THEN RAISE EXCEPTION 'a secret' USING ERRCODE = TG_ARGV[0]; END IF;
      RETURN NULL;
    END $$`);
  owner = server.visitor();
});

afterAll(() => server.close());

beforeEach(async () => {
  const project = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
  projectId = project.id;
  path = `/projects/${projectId}`;
  lines = [];
});

/** The next transaction that writes into the log fails like this, the one after it does not. */
async function failOnce(sqlstate: string): Promise<void> {
  await server.pool.query(`CREATE OR REPLACE TRIGGER fail AFTER INSERT ON changes
    FOR EACH STATEMENT EXECUTE FUNCTION fail('${sqlstate}')`);
  await server.pool.query('DROP SEQUENCE IF EXISTS tries; CREATE SEQUENCE tries');
}

const timings = (response: Response) => response.headers.get('server-timing');

const note = () => ({
  json: {
    id: randomUUID(),
    operations: [{ type: 'note.create', id: randomUUID(), body: { text: 'a secret' } }],
  },
});

describe('the line of a request', () => {
  it('OBS-4: says what was asked by its pattern, how it ended, for which project, and what it took', async () => {
    const created = await owner.send('POST', `${path}/mutations`, note());
    await owner.send('GET', `${path}/changes?before=a-secret`);
    await owner.send('POST', '/share-links/a-secret/accept');
    await owner.send('GET', '/a-secret');
    await owner.send('GET', '/projects/a-secret');
    const requestId = created.headers.get('x-request-id');
    const usual = {
      level: 'info',
      msg: 'request',
      durationMs: expect.any(Number),
      retries: 0,
      conflicts: [],
    };
    expect(lines).toMatchObject([
      {
        ...usual,
        requestId,
        method: 'POST',
        route: '/projects/:projectId/mutations',
        status: 200,
        projectId,
      },
      { ...usual, method: 'GET', route: '/projects/:projectId/changes', status: 400, projectId },
      { ...usual, method: 'POST', route: '/share-links/:key/accept', status: 404 },
      { ...usual, method: 'GET', route: null, status: 404 },
      { ...usual, method: 'GET', route: '/projects/:projectId', status: 404 },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('OBS-4: of a probe, or of somebody who moves the pointer, is only for those who look closely', async () => {
    await owner.ok('GET', '/health');
    await owner.ok('GET', '/health/ready');
    await owner.ok('PUT', `${path}/presence`, { json: { cursor: { x: 1, y: 2 } } });
    expect(lines.map(({ level, status }) => [level, status])).toEqual([
      ['debug', 200],
      ['debug', 200],
      ['debug', 204],
    ]);
  });

  it('OBS-4: tells of other writers that it met', async () => {
    await failOnce('40001');
    await owner.ok('POST', `${path}/mutations`, note());
    expect(lines).toMatchObject([{ status: 200, retries: 1, conflicts: ['40001'] }]);
  });
});

describe('the id of a request', () => {
  it('OBS-5: goes out with every answer', async () => {
    const given = await owner.send('GET', '/me', { headers: { 'x-request-id': 'mine-1' } });
    expect(given.headers.get('x-request-id')).toBe('mine-1');
    expect(lines).toMatchObject([{ requestId: 'mine-1' }]);
    for (const { method, path: pattern } of createRoutes(server.services)) {
      const address = pattern.replace(/:\w+/g, randomUUID());
      for (const origin of ['http://localhost', 'https://evil.example']) {
        const response = await server.visitor().send(method, address, { headers: { origin } });
        expect([pattern, response.headers.get('x-request-id')]).toEqual([pattern, lines.at(-1)?.requestId]);
      }
    }
  });

  it('OBS-5, OBS-7: of a fault stands in the answer and in what is written down about it', async () => {
    await failOnce('P0001');
    const response = await owner.send('POST', `${path}/mutations`, note());
    expect(response.status).toBe(500);
    const { requestId } = await response.json();
    expect(response.headers.get('x-request-id')).toBe(requestId);
    expect(lines).toMatchObject([
      {
        level: 'error',
        msg: 'fault',
        requestId,
        error: 'error',
        code: 'P0001',
        stack: expect.stringContaining(' at '),
      },
      { level: 'warn', msg: 'request', requestId, status: 500 },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('Server-Timing', () => {
  const total = /^total;dur=[\d.]+$/;
  const committed = /^commit;dur=[\d.]+, retry;desc="0", total;dur=[\d.]+$/;

  it('OBS-10: says of every write how long its transactions and all of it took', async () => {
    const fixture = await makeFixture(owner);
    // Written by the library of accounts, without a transaction of ours.
    const without = new Set(['PATCH /me']);
    for (const { route, path: address, sent } of writeRequests(fixture)) {
      const [method = ''] = route.split(' ');
      const response = await owner.send(method, address, sent);
      const expected = expect.stringMatching(without.has(route) ? total : committed);
      expect([route, response.ok, timings(response)]).toEqual([route, true, expected]);
    }
    expect(timings(await owner.send('POST', `${path}/mutations`, { json: {} }))).toMatch(total);
    expect(timings(await owner.send('POST', '/nowhere'))).toMatch(total);
    expect(timings(await owner.send('GET', path))).toBeNull();
  });

  it('OBS-10: counts the tries beyond the first, and is there behind a socket, too', async () => {
    const listener = getRequestListener(server.app.fetch, { overrideGlobalObjects: false });
    const http = createServer((request, response) => void listener(request, response));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    await failOnce('40001');
    const response = await fetch(`http://127.0.0.1:${port}${apiBase}${path}/mutations`, {
      method: 'POST',
      headers: { cookie: owner.cookie, 'content-type': 'application/json' },
      body: JSON.stringify(note().json),
    });
    expect(response.status).toBe(200);
    expect(timings(response)).toMatch(/^commit;dur=[\d.]+, retry;desc="1", total;dur=[\d.]+$/);
    expect(response.headers.get('x-request-id')).toBe(lines.at(-1)?.requestId);
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });

  it('OBS-10: tells the same of an edit that goes together with others', async () => {
    const { id, version } = await owner.ok<{ id: string; version: number }>('POST', `${path}/notes`, {
      json: { text: 'first' },
    });
    const response = await owner.send('PATCH', `${path}/notes/${id}`, { json: { version, text: 'second' } });
    expect(timings(response)).toMatch(committed);
  });

  it('OBS-10: stands in the description of the API, for every write and no other', async () => {
    type Operation = { readonly responses: Record<string, { readonly headers: Record<string, unknown> }> };
    const { paths } = await owner.ok<{ paths: Record<string, Record<string, Operation>> }>(
      'GET',
      '/openapi.json',
    );
    for (const operations of Object.values(paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        for (const { headers } of Object.values(responses)) {
          const expected = method === 'get' ? ['X-Request-Id'] : ['X-Request-Id', 'Server-Timing'];
          expect(Object.keys(headers)).toEqual(expected);
        }
      }
    }
  });
});
