import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiBase } from '../../src/core/protocol/version';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import type { TestHome } from './process';
import { bundleServer, createTestHome, startServer, until } from './process';
import type { TelemetryReceiver } from './telemetry-receiver';
import { openTelemetryReceiver } from './telemetry-receiver';

/** In everything that people write or hold, so that it can be looked for. */
const mark = 'zqx';
const secret = (what: string) => `${mark} ${what}`;

let database: TestDatabase;
let receiver: TelemetryReceiver;
let place: TestHome;
let file: string;
let api: string;
let cookie: string;
let key: string;
/** What the process said until its end. */
let output: string;
let projectId: string;

type Sent = { readonly json?: unknown; readonly text?: string; readonly headers?: Record<string, string> };

async function send(method: string, path: string, { json, text, headers }: Sent = {}): Promise<Response> {
  const body = json === undefined ? text : JSON.stringify(json);
  const type = json === undefined ? 'text/plain' : 'application/json';
  return fetch(`${api}${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

async function ok<Value>(method: string, path: string, sent: Sent = {}): Promise<Value> {
  const response = await send(method, path, sent);
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? (undefined as Value) : response.json();
}

const traceId = 'a'.repeat(32);
const callerSpanId = 'b'.repeat(16);

/** Somebody at work, with whom much goes wrong. */
async function work(): Promise<void> {
  const made = await send('POST', '/projects', { json: { name: secret('project') } });
  cookie = made.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  ({ id: projectId } = await made.json());
  const path = `/projects/${projectId}`;
  const watching = await send('GET', `${path}/live?clientId=${mark}-tab`);
  await ok('PATCH', '/me', { json: { name: secret('person') } });
  const table = await ok<{ id: string; version: number }>('POST', `${path}/tables`, {
    json: { name: secret('table'), comment: secret('comment') },
    headers: { traceparent: `00-${traceId}-${callerSpanId}-01` },
  });
  await ok('POST', `${path}/columns`, {
    json: {
      tableId: table.id,
      name: secret('column'),
      type: 'text',
      default: { kind: 'literal', text: secret('default') },
    },
  });
  await ok('PATCH', `${path}/tables/${table.id}`, {
    json: { version: table.version, comment: secret('second comment') },
  });
  const taken = await send('POST', `${path}/tables`, { json: { name: secret('table') } });
  expect(taken.status).toBe(409);
  const repeated = {
    json: {
      id: randomUUID(),
      operations: [{ type: 'note.create', id: randomUUID(), body: { text: secret('note') } }],
    },
  };
  await ok('POST', `${path}/mutations`, repeated);
  await ok('POST', `${path}/mutations`, repeated);
  await ok('PUT', `${path}/presence`, { json: { name: secret('person'), selection: [table.id] } });
  await ok('POST', `${path}/import`, { text: `CREATE TABLE "${secret('imported')}" (id int);` });
  expect((await send('POST', `${path}/import`, { text: `CREATE ${mark};` })).status).toBe(422);
  await ok('GET', `${path}/export`).catch(() => undefined);
  ({ key } = await ok<{ key: string }>('POST', `${path}/share-links`, { json: { role: 'editor' } }));
  await ok('POST', `/share-links/${key}/accept`);
  for (const address of [`/${mark}`, `/projects/${mark}`, `${path}/changes?before=${mark}`]) {
    await send('GET', address, { headers: { 'x-request-id': secret('id') } });
  }
  await failTwice();
  expect((await send('POST', `${path}/notes`, { json: { text: secret('retried') } })).status).toBe(201);
  expect((await send('POST', `${path}/notes`, { json: { text: secret('failed') } })).status).toBe(500);
  await hear(watching);
}

/** The first transaction that writes a change meets another writer, the third a fault; both errors quote what was written. */
async function failTwice(): Promise<void> {
  await database.pool.query('CREATE SEQUENCE tries');
  await database.pool.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE try int := nextval('tries');
    BEGIN
      IF try IN (1, 3) THEN
        RAISE EXCEPTION 'failed on %', NEW.body USING DETAIL = NEW.body,
          ERRCODE = CASE try WHEN 1 THEN '40001' ELSE 'P0001' END;
      END IF;
      RETURN NEW;
    END $$`);
  await database.pool.query(
    'CREATE TRIGGER fail BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION fail()',
  );
}

/** Reads a stream until the last thing that was written has arrived, and leaves. */
async function hear(watching: Response): Promise<void> {
  const reader = watching.body?.getReader();
  const decoder = new TextDecoder();
  let heard = '';
  while (reader !== undefined && !heard.includes(secret('retried'))) {
    const { value, done } = await reader.read();
    if (done) break;
    heard += decoder.decode(value, { stream: true });
  }
  expect(heard).toContain(secret('retried'));
  await reader?.cancel();
}

beforeAll(async () => {
  [file, database, receiver] = await Promise.all([
    bundleServer(),
    createTestDatabase(),
    openTelemetryReceiver(),
  ]);
  place = createTestHome();
  const server = startServer(file, {
    VERSIONZERO_HOME: place.home,
    DATABASE_URL: database.url,
    LOG_LEVEL: 'trace',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_METRIC_EXPORT_INTERVAL: '100',
  });
  cookie = '';
  api = `${await server.ready}${apiBase}`;
  await work();
  await until('an open stream was told of', () => openStreams().length > 0);
  server.signal('SIGTERM');
  const { status } = await server.ended;
  expect(status).toBe(0);
  output = server.output();
});

afterAll(async () => {
  rmSync(dirname(file), { recursive: true, force: true });
  await receiver.close();
  await place.remove();
  await database.drop();
});

type Line = Readonly<Record<string, unknown>>;

const lines = (): readonly Line[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

const openStreams = () => receiver.points().filter(({ name }) => name === 'versionzero.streams.open');

function measured(name: string, attributes: object = {}): number | undefined {
  const found = receiver.points().filter((point) => point.name === name);
  return found.find((point) => JSON.stringify(point.attributes) === JSON.stringify(attributes))?.value;
}

describe('a server that is observed', () => {
  it('OBS-8: writes down nothing that people wrote, and no secret of theirs', () => {
    expect(lines().length).toBeGreaterThan(20);
    for (const text of [output, receiver.text()]) {
      expect(text).not.toContain(mark);
      expect(text).not.toContain(key);
      for (const part of cookie.split('; ')) {
        const value = part.slice(part.indexOf('=') + 1);
        expect(value.length).toBeGreaterThan(20);
        for (const piece of [value, decodeURIComponent(value), value.split('.')[0] ?? value]) {
          expect(text).not.toContain(piece);
        }
      }
    }
  });

  it('OBS-4, OBS-6, OBS-7: tells of requests, of statements by their names, and of faults', () => {
    const of = (msg: string) => lines().filter((line) => line.msg === msg);
    expect(of('request').filter(({ route }) => route === '/projects/:projectId/notes')).toMatchObject([
      { status: 201, projectId, retries: 1, conflicts: ['40001'] },
      { status: 500, projectId, retries: 0, conflicts: [] },
    ]);
    expect(of('statement failed')).toMatchObject([
      { level: 'debug', statement: 'logWithoutNames', code: '40001', projectId },
      { level: 'warn', statement: 'logWithoutNames', code: 'P0001', projectId },
    ]);
    const [fault] = of('fault');
    expect(fault).toMatchObject({ level: 'error', error: 'error', code: 'P0001' });
    expect(fault?.requestId).toBe(of('request').find(({ status }) => status === 500)?.requestId);
  });

  it('OBS-11: counts commits, conflicts and tries, how long they take, how late the feed is, and its streams', () => {
    const commits = (outcome: string) => measured('versionzero.commits', { outcome });
    expect(commits('applied')).toBeGreaterThanOrEqual(6);
    expect([commits('refused'), commits('receipt')]).toEqual([1, 1]);
    expect(measured('versionzero.commit.duration', { outcome: 'applied' })).toBe(commits('applied'));
    expect(measured('versionzero.conflicts', { 'db.response.status_code': '40001' })).toBe(1);
    expect(measured('versionzero.transaction.retries')).toBeGreaterThanOrEqual(9);
    expect(measured('versionzero.feed.lag')).toBeGreaterThanOrEqual(5);
    expect(openStreams()).toMatchObject([{ value: 0 }]);
  });

  it('OBS-12: traces a request with its commit and its statements, in the trace of the caller', () => {
    const spans = receiver.spans().filter((span) => span.traceId === traceId);
    const [request, ...others] = spans.filter(({ name }) => name === 'POST /projects/:projectId/tables');
    expect(others).toEqual([]);
    expect(request?.parentSpanId).toBe(callerSpanId);
    expect(request?.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/projects/:projectId/tables',
      'http.response.status_code': 201,
      'versionzero.project.id': projectId,
    });
    const line = lines().find((one) => one.traceId === traceId);
    expect(line).toMatchObject({ route: '/projects/:projectId/tables', status: 201 });
    expect(request?.attributes['versionzero.request.id']).toBe(line?.requestId);
    const inside = spans.filter((span) => span.parentSpanId === request?.spanId).map(({ name }) => name);
    expect(inside).toEqual(
      expect.arrayContaining(['BEGIN', 'open', 'insertRecords', 'log', 'COMMIT', 'commit']),
    );
  });

  it('OBS-14: sends no span that a library made', () => {
    const parts = new Set(receiver.spans().map(({ attributes }) => attributes['versionzero.part']));
    expect([...parts].sort()).toEqual(['commit', 'request', 'statement']);
    expect(receiver.text()).not.toMatch(/better.auth|"vercel"/);
  });

  it('OBS-12: traces no probe and no pointer, and nothing that goes on when the request is answered', () => {
    const names = receiver.spans().map(({ name }) => name);
    expect(names.filter((name) => /health|presence/.test(name))).toEqual([]);
    const watch = receiver.spans().find(({ name }) => name === 'GET /projects/:projectId/live');
    const after = receiver.spans().filter((span) => span.parentSpanId === watch?.spanId);
    expect(after.map(({ name }) => name)).toContain('project');
    expect(after.filter(({ name }) => name === 'feed')).toEqual([]);
  });
});

describe('a server that is not', () => {
  it('OBS-9, OBS-15: says that it is ready, then a line for each request, and ends though no collector is there', async () => {
    const server = startServer(file, {
      VERSIONZERO_HOME: place.home,
      DATABASE_URL: database.url,
      LOG_LEVEL: '',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    });
    api = `${await server.ready}${apiBase}`;
    await ok('GET', '/health/ready');
    await ok('GET', '/openapi.json');
    server.signal('SIGTERM');
    const { status, output: said } = await server.ended;
    expect(status).toBe(0);
    const [ready = '', request = '', ...more] = said.trim().split('\n');
    expect(ready).toMatch(/^VersionZero is ready at http/);
    expect(JSON.parse(request)).toMatchObject({ level: 'info', msg: 'request', route: '/openapi.json' });
    expect(more.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', msg: expect.stringMatching(/^OpenTelemetry: /) },
    ]);
  });
});
