import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiBase } from '../../core/protocol/version';
import { problemDocumentSchema } from '../../core/std/problem';
import { createPool } from '../storage/pool';
import { createRoutes } from './app';
import type { TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

const id = '00000000-0000-4000-8000-000000000000';

function addressOf(path: string): string {
  return path.replace(':key', 'some-key').replace(/:\w+/g, id);
}

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = problemDocumentSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

describe('every answer', () => {
  it('HTTP-7: carries the security headers, whatever it is', async () => {
    const answers = [await server.visitor().send('GET', '/nowhere')];
    for (const { method, path } of createRoutes(server.services)) {
      answers.push(
        await server.visitor().send(method, addressOf(path)),
        await server.visitor().send(method, addressOf(path), { headers: { origin: 'https://evil.example' } }),
        await server.visitor().send('OPTIONS', addressOf(path)),
      );
    }
    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('HTTP-6: is a refusal for a page of another origin and for a foreign host, on every route', async () => {
    const addresses = createRoutes(server.services).map(
      ({ method, path }) => [method, addressOf(path)] as const,
    );
    for (const [method, path] of [...addresses, ['GET', '/nowhere'] as const]) {
      for (const [name, value] of [
        ['origin', 'https://evil.example'],
        ['host', 'evil.example'],
      ] as const) {
        const response = await server.visitor().send(method, path, { headers: { [name]: value } });
        expect(await problemOf(response)).toMatchObject({ status: 403, code: 'origin-not-allowed' });
        expect(response.headers.getSetCookie()).toEqual([]);
      }
    }
  });

  it('HTTP-2: says 404 where there is nothing and 405 with what there is', async () => {
    const visitor = server.visitor();
    expect(await problemOf(await visitor.send('GET', '/nowhere'))).toMatchObject({ code: 'not-found' });
    const response = await visitor.send('DELETE', '/projects');
    expect(response.headers.get('allow')).toBe('HEAD, GET, POST');
    expect(await problemOf(response)).toMatchObject({ status: 405 });
    expect((await visitor.send('HEAD', '/health')).status).toBe(200);
    expect((await visitor.send('GET', '/projects/no-uuid/snapshot')).status).toBe(404);
  });

  it('HTTP-4: a body that is no JSON, or not said to be, is refused', async () => {
    const visitor = server.visitor();
    const text = '{"name": "x"';
    const headers = { 'content-type': 'application/json' };
    expect(await problemOf(await visitor.send('POST', '/projects', { text, headers }))).toMatchObject({
      status: 400,
      code: 'invalid-request',
    });
    const form = await visitor.send('POST', '/projects', { text: '{"name": "x"}' });
    expect(await problemOf(form)).toMatchObject({ detail: expect.stringContaining('Content-Type') });
  });

  it('HTTP-5: a body that is too large is refused', async () => {
    const json = { name: 'x'.repeat(1024 * 1024) };
    const response = await server.visitor().send('POST', '/projects', { json });
    expect(await problemOf(response)).toMatchObject({ status: 413, code: 'too-large' });
  });
});

describe('health', () => {
  const nowhere = () => createPool({ kind: 'url', url: 'postgres://nobody@127.0.0.1:1/none' });

  it('HTTP-14, OBS-1: says that the process lives, whatever the database does', async () => {
    const pool = nowhere();
    const without = await openTestServer({ engine: { ...server.services.engine, pool } });
    expect(await without.visitor().ok('GET', '/health')).toEqual({
      status: 'ok',
      engine: 'postgres',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    const response = await without.visitor().send('GET', '/health/ready');
    expect(response.headers.get('retry-after')).toBe('1');
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ status: 503, code: 'unavailable' });
    expect(problem.detail).toBe('The database does not answer.');
    expect(without.faults).toEqual([]);
    await pool.end();
    await without.close();
  });

  it('OBS-2: is ready once all migrations are applied, and no more when the server stops', async () => {
    const own = await openTestServer();
    const readiness = async () => {
      const response = await own.visitor().send('GET', '/health/ready');
      return response.ok ? response.json() : (await problemOf(response)).detail;
    };
    expect(await readiness()).toEqual({ status: 'ready' });
    await own.pool.query("DELETE FROM migrations WHERE id = '0005-restores'");
    expect(await readiness()).toContain('not up to date');
    await own.pool.query('DROP TABLE migrations');
    expect(await readiness()).toContain('not up to date');
    own.stop();
    expect(await readiness()).toContain('stopping');
    await own.close();
  });
});

describe('budgets', () => {
  it('HTTP-9: an account that asks too much is told when to come back, others are not', async () => {
    const limited = await openTestServer({ limits: { perAccount: { perSecond: 0.001, burst: 3 } } });
    const [wild, calm] = [limited.visitor(), limited.visitor()];
    for (const client of [wild, calm]) await client.ok('POST', '/projects', { json: { name: 'x' } });
    for (let tries = 0; tries < 3; tries += 1) await wild.ok('GET', '/projects');
    const response = await wild.send('GET', '/projects');
    expect(await problemOf(response)).toMatchObject({ status: 429, code: 'rate-limited' });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(1);
    await calm.ok('GET', '/projects');
    await limited.close();
  });
});

describe('OpenAPI', () => {
  type Document = {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; responses: object }>>;
    components: { schemas: Record<string, unknown> };
  };

  it('HTTP-11: describes every route that is registered, and no other', async () => {
    const document = await server.visitor().ok<Document>('GET', '/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    // 'ALL' is the answer to every other method.
    const registered = server.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.slice(apiBase.length).replace(/:(\w+)/g, '{$1}')}`);
    expect(described.sort()).toEqual(registered.sort());
  });

  it('HTTP-11: every reference leads somewhere, and names are unique', async () => {
    const document = await server.visitor().ok<Document>('GET', '/openapi.json');
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(names).size).toBeGreaterThan(40);
    for (const name of names) expect(document.components.schemas).toHaveProperty(name ?? '');
    expect(text).not.toContain('"$id"');
    const ids = Object.values(document.paths).flatMap((one) =>
      Object.values(one).map((it) => it.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('HTTP-11: lists the operations of a mutation with their bodies', async () => {
    const document = await server.visitor().ok<Document>('GET', '/openapi.json');
    const text = JSON.stringify(document.components.schemas.Operation);
    for (const type of ['table.create', 'column.update', 'foreign-key.delete']) expect(text).toContain(type);
    expect(JSON.stringify(document.components.schemas.MutationRequest)).toContain('schemas/Operation');
  });
});
