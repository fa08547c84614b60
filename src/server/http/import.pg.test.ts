import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/pg/database';
import { changeLogSchema } from '../../core/protocol/change';
import { snapshotSchema } from '../../core/protocol/project';
import { importReportSchema } from '../../core/protocol/transfer';
import { problemDocumentSchema } from '../../core/std/problem';
import type { Client, Sent, TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

const harbour = readFileSync(new URL('../../../test/fixtures/transfer/harbour.sql', import.meta.url), 'utf8');

type Room = { readonly owner: Client; readonly path: string };

async function newProject(owner = server.visitor()): Promise<Room> {
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Harbour' } });
  return { owner, path: `/projects/${id}` };
}

async function importInto({ owner, path }: Room, text: string, query = '', sent: Sent = {}) {
  return importReportSchema.parse(await owner.ok('POST', `${path}/import${query}`, { text, ...sent }));
}

async function refusalOf({ owner, path }: Room, text: string, query = '') {
  const response = await owner.send('POST', `${path}/import${query}`, { text });
  return problemDocumentSchema.parse(await response.json());
}

async function exportOf({ owner, path }: Room): Promise<string> {
  return (await owner.send('GET', `${path}/export`)).text();
}

async function recordsOf({ owner, path }: Room) {
  return snapshotSchema.parse(await owner.ok('GET', `${path}/snapshot`)).records;
}

async function logOf({ owner, path }: Room) {
  return changeLogSchema.parse(await owner.ok('GET', `${path}/changes?limit=100`)).changes;
}

/** Names of all records of a kind, in order. */
async function namesOf(room: Room, kind: string): Promise<readonly unknown[]> {
  const records = (await recordsOf(room)).filter((record) => record.kind === kind);
  return records.map(({ body }) => body.name).sort();
}

async function load(script: string): Promise<void> {
  const database = await createTestDatabase();
  try {
    await database.pool.query(script);
  } finally {
    await database.drop();
  }
}

describe('import', () => {
  it('TRF-1: the report counts what came in, and the snapshot has exactly that', async () => {
    const room = await newProject();
    const { counts, ledger, diagnostics } = await importInto(room, harbour);
    expect(counts).toMatchObject({ namespaces: 2, tables: 4, columns: 23, enums: 1, indexes: 3 });
    expect(counts).toMatchObject({ primaryKeys: 4, uniques: 1, foreignKeys: 4, checks: 1, sequences: 1 });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const kept = ledger.map(({ kind, name }) => `${kind} ${name}`);
    for (const one of ['function', 'view', 'trigger', 'COPY']) {
      expect(kept.some((line) => line.toLowerCase().includes(one.toLowerCase()))).toBe(true);
    }
    const records = await recordsOf(room);
    const countOf = (kind: string) => records.filter((record) => record.kind === kind).length;
    expect(countOf('namespace')).toBe(counts.namespaces + 1);
    expect(countOf('table')).toBe(counts.tables);
    expect(countOf('column')).toBe(counts.columns);
    expect(countOf('foreign-key')).toBe(counts.foreignKeys);
    expect(countOf('verbatim')).toBe(counts.verbatim);
  });

  it('TRF-2: what is exported loads, and comes back the same byte for byte', async () => {
    const room = await newProject();
    await importInto(room, harbour);
    const exported = await exportOf(room);
    expect(exported).toContain('„Ö“');
    await load(exported);
    const second = await newProject();
    await importInto(second, exported);
    expect(await exportOf(second)).toBe(exported);
  });

  it('TRF-2: older versions and the report are to be had, too', async () => {
    const room = await newProject();
    await importInto(room, harbour);
    const { owner, path } = room;
    const { sql, report } = await owner.ok('GET', `${path}/export?version=14&report=json`);
    expect(sql).toContain('PostgreSQL 14');
    expect(report).toEqual(expect.any(Array));
  });

  it('TRF-3: a syntax error tells line and column, and nothing is imported', async () => {
    const room = await newProject();
    const problem = await refusalOf(room, 'CREATE TABLE good (id int);\nCREATE TABLE bad (id int,,);\n');
    expect(problem).toMatchObject({ status: 422, code: 'syntax-error', line: 2, column: 26 });
    expect(await namesOf(room, 'table')).toEqual([]);
    expect(await logOf(room)).toHaveLength(1);
  });

  it('TRF-3: names that are taken are told, all of them, and nothing is imported', async () => {
    const room = await newProject();
    await importInto(room, 'CREATE TABLE users (id int); CREATE TABLE orders (id int);');
    const script = 'CREATE TABLE orders (a int); CREATE TABLE users (a int); CREATE TABLE other (a int);';
    const problem = await refusalOf(room, script);
    expect(problem).toMatchObject({ status: 409, code: 'name-taken', names: ['orders', 'users'] });
    expect(await namesOf(room, 'table')).toEqual(['orders', 'users']);
  });

  it('TRF-3: with onConflict=rename what clashes gets a free name, and its keys follow', async () => {
    const room = await newProject();
    const script = `CREATE TYPE mood AS ENUM ('ok');
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood);
      CREATE TABLE orders (id serial PRIMARY KEY, user_id bigint REFERENCES users, CHECK (user_id > 0));
      CREATE INDEX by_user ON orders (user_id);`;
    await importInto(room, script);
    await importInto(room, script, '?onConflict=rename');
    await importInto(room, script, '?onConflict=rename');
    expect(await namesOf(room, 'table')).toEqual([
      'orders',
      'orders_2',
      'orders_3',
      'users',
      'users_2',
      'users_3',
    ]);
    const exported = await exportOf(room);
    expect(exported).toMatch(
      /ALTER TABLE orders_2\s+ADD CONSTRAINT \w+ FOREIGN KEY \(user_id\) REFERENCES users_2/,
    );
    await load(exported);
  });

  it('TRF-3: what comes in joins the schemas that are there', async () => {
    const room = await newProject();
    await importInto(room, 'CREATE SCHEMA constructor; CREATE TABLE constructor.a (id int);');
    await importInto(
      room,
      'CREATE SCHEMA constructor; CREATE TABLE constructor.b (id int); CREATE TABLE c (id int);',
    );
    expect(await namesOf(room, 'namespace')).toEqual(['constructor', 'public']);
    expect(await namesOf(room, 'table')).toEqual(['a', 'b', 'c']);
  });

  it('TRF-4: a small import is one entry in the log, with everything that it made', async () => {
    const room = await newProject();
    const id = randomUUID();
    await importInto(room, harbour, '', { headers: { 'idempotency-key': id } });
    const [entry, first, ...more] = await logOf(room);
    expect(more).toEqual([]);
    expect(entry?.id).toBe(id);
    const made = [entry, first].flatMap((one) => one?.operations.map(({ recordId }) => recordId) ?? []);
    expect(made.sort()).toEqual((await recordsOf(room)).map((record) => record.id).sort());
  });

  it('TRF-5: the same request again, later or at the same time, imports nothing twice', async () => {
    const room = await newProject();
    const sent = { headers: { 'idempotency-key': randomUUID() } };
    const [first, second] = await Promise.all([
      importInto(room, harbour, '', sent),
      importInto(room, harbour, '', sent),
    ]);
    expect(second).toEqual(first);
    const records = await recordsOf(room);
    expect(await importInto(room, harbour, '', sent)).toEqual(first);
    expect(await importInto(room, harbour, '', sent)).toEqual(first);
    expect(await recordsOf(room)).toEqual(records);
    expect(await logOf(room)).toHaveLength(2);
  });

  it('TRF-5: the same request again is answered as the first, whatever was edited since', async () => {
    const room = await newProject();
    const sent = { headers: { 'idempotency-key': randomUUID() } };
    const first = await importInto(room, 'CREATE SCHEMA s; CREATE TABLE s.a (id int);', '', sent);
    const table = (await recordsOf(room)).find(({ kind }) => kind === 'table');
    await room.owner.ok('PATCH', `${room.path}/tables/${table?.id}`, { json: { version: 1, name: 'b' } });
    await importInto(room, 'CREATE TABLE s.a (id int);');
    expect(await importInto(room, 'CREATE SCHEMA s; CREATE TABLE s.a (id int);', '', sent)).toEqual(first);
    expect(await namesOf(room, 'table')).toEqual(['a', 'b']);
  });

  it('TRF-5: another script under the same key is refused', async () => {
    const room = await newProject();
    const headers = { 'idempotency-key': randomUUID() };
    await importInto(room, 'CREATE TABLE a (id int);', '', { headers });
    const { owner, path } = room;
    const other = await owner.send('POST', `${path}/import`, { text: 'CREATE TABLE b (id int);', headers });
    expect(await other.json()).toMatchObject({ status: 422, code: 'id-reused' });
    expect(await namesOf(room, 'table')).toEqual(['a']);
  });

  it('TRF-7: a stranger gets 404, a viewer is told', async () => {
    const room = await newProject();
    const stranger = await newProject();
    const answer = await refusalOf({ owner: stranger.owner, path: room.path }, 'CREATE TABLE a (id int);');
    expect(answer.status).toBe(404);
    expect((await stranger.owner.send('GET', `${room.path}/export`)).status).toBe(404);
    const viewer = server.visitor();
    const { key } = await room.owner.ok<{ key: string }>('POST', `${room.path}/share-links`, {
      json: { role: 'viewer' },
    });
    await viewer.ok('POST', `/share-links/${key}/accept`);
    const refusal = await refusalOf({ owner: viewer, path: room.path }, 'not even SQL');
    expect(refusal).toMatchObject({ status: 403, code: 'read-only-role' });
    expect(await exportOf({ owner: viewer, path: room.path })).toContain('PostgreSQL');
  });
});

/** Sends bytes as they are, as a browser's `fetch` does with a file. */
async function sendBytes({ owner, path }: Room, bytes: Uint8Array, headers: Record<string, string> = {}) {
  const response = await server.app.request(`http://localhost/api/v1${path}/import`, {
    method: 'POST',
    headers: { host: 'localhost', cookie: owner.cookie, 'content-type': 'text/plain', ...headers },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, json: await response.json() };
}

describe('import of what is hostile, or just odd', () => {
  it('TRF-6: a packed body is unpacked', async () => {
    const room = await newProject();
    const { status } = await sendBytes(room, gzipSync(harbour), { 'content-encoding': 'gzip' });
    expect(status).toBe(200);
    expect(await namesOf(room, 'table')).toHaveLength(4);
  });

  it('TRF-6: too large, on the wire or unpacked, is 413', async () => {
    const room = await newProject();
    const line = `-- ${'x'.repeat(1021)}\n`;
    expect(await sendBytes(room, Buffer.from(line.repeat(4 * 1024 + 1)))).toMatchObject({ status: 413 });
    const bomb = gzipSync(line.repeat(64 * 1024 + 1));
    const unpacked = await sendBytes(room, bomb, { 'content-encoding': 'gzip' });
    expect(unpacked).toMatchObject({ status: 413, json: { code: 'too-large' } });
  });

  it.each([
    ['parentheses', `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)};`],
    ['a check', `CREATE TABLE t (id int CHECK (${'('.repeat(100_000)}id${')'.repeat(100_000)} > 0));`],
    ['negations', `CREATE TABLE t (a bool CHECK (${'NOT '.repeat(100_000)} a));`],
    ['comments', `${'/*'.repeat(100_000)} SELECT 1;`],
    ['a NUL character', 'CREATE TABLE t (id int);\0'],
    ['an open string', "CREATE TABLE t (id text DEFAULT 'never closed);"],
    ['an open dollar quote', 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $x$ SELECT 1;'],
  ])('TRF-6: %s: refused in clear words, and the server goes on', async (_what, script) => {
    const room = await newProject();
    const problem = await refusalOf(room, script);
    expect([413, 422]).toContain(problem.status);
    expect(problem.detail).toMatch(/^[A-Z].*[.?]$/);
    expect(await namesOf(room, 'table')).toEqual([]);
    await importInto(room, 'CREATE TABLE fine (id int);');
    expect(server.faults).toEqual([]);
  });

  it('TRF-6: bytes that are no UTF-8 are refused', async () => {
    const room = await newProject();
    const latin1 = Buffer.from("CREATE TABLE t (name text DEFAULT 'Müller');", 'latin1');
    const { status, json } = await sendBytes(room, latin1);
    expect(status).toBe(400);
    expect(json.detail).toContain('UTF-8');
  });

  it('TRF-6: names of any characters are just names', async () => {
    const room = await newProject();
    await importInto(room, 'CREATE TABLE "naïve 🚢 table" ("a""b" int, "__proto__" text);');
    expect(await namesOf(room, 'table')).toEqual(['naïve 🚢 table']);
    expect(await namesOf(room, 'column')).toEqual(['__proto__', 'a"b']);
    await load(await exportOf(room));
  });

  it('TRF-6: an empty script imports nothing, and says so', async () => {
    const room = await newProject();
    const { counts, diagnostics } = await importInto(room, '-- nothing here\n');
    expect(Object.values(counts).every((count) => count === 0)).toBe(true);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(await logOf(room)).toHaveLength(1);
  });
});
