import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { unzip } from '../../../test/support/unzip';
import { exportReportSchema } from '../../core/protocol/transfer';
import { problemDocumentSchema } from '../../core/std/problem';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;
let database: TestDatabase;
let room: Room;

type Room = { readonly owner: Client; readonly path: string };

const shop = `
CREATE SCHEMA sales;
CREATE TYPE sales.status AS ENUM ('open', 'it''s done');
CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);
CREATE INDEX by_email ON customers (lower(email));
CREATE TABLE sales.orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, status sales.status DEFAULT 'open');
CREATE TABLE sales."Größe / 大小" (id integer PRIMARY KEY, note text);
CREATE INDEX by_note ON sales."Größe / 大小" (note);
COMMENT ON TABLE customers IS 'Who buys';
ALTER TABLE customers OWNER TO postgres;
GRANT SELECT ON customers TO pg_monitor;
CREATE VIEW sales.open_orders AS SELECT id FROM sales.orders WHERE status = 'open';
`;

async function newRoom(name: string, sql: string): Promise<Room> {
  const owner = server.visitor();
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name } });
  const path = `/projects/${id}`;
  await owner.ok('POST', `${path}/import`, { text: sql });
  return { owner, path };
}

beforeAll(async () => {
  server = await openTestServer();
  database = await createTestDatabase();
  await database.pool.query(
    `DO $$ BEGIN IF to_regrole('postgres') IS NULL THEN CREATE ROLE postgres; END IF; END $$`,
  );
  room = await newRoom('The „shop“; filename="x"\r\n/ 店', shop);
});

afterAll(async () => {
  await server.close();
  await database.drop();
});

const exported = (query = '', { owner, path } = room) => owner.send('GET', `${path}/export${query}`);

async function textOf(query = '', from = room): Promise<string> {
  const response = await exported(query, from);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  return response.text();
}

async function filesOf(query: string): Promise<ReadonlyMap<string, string>> {
  const response = await exported(query);
  expect(response.headers.get('content-type')).toBe('application/zip');
  return unzip(Buffer.from(await response.arrayBuffer()));
}

/** Statements, told by lines: each begins in a line of its own, and comments say nothing. */
const linesOf = (sql: string) =>
  sql.split('\n').filter((line) => line.trim() !== '' && !/^--|^\\/.test(line));

/** What the database has after these scripts, in one transaction that is rolled back. */
async function madeBy(...scripts: readonly string[]): Promise<readonly string[]> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    for (const sql of scripts) await client.query(sql);
    const { rows } = await client.query<{ name: string }>(
      `SELECT relkind::text || ' ' || oid::regclass::text AS name FROM pg_class
       WHERE relnamespace IN ('public'::regnamespace, to_regnamespace('sales')) ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const relations = [
  ...[
    'S customers_id_seq',
    'i by_email',
    'i customers_pkey',
    'i sales."Größe / 大小_pkey"',
    'i sales.by_note',
  ],
  ...[
    'i sales.orders_pkey',
    'r customers',
    'r sales."Größe / 大小"',
    'r sales.orders',
    'v sales.open_orders',
  ],
].sort();

describe('the export over HTTP', () => {
  it('HTTP-30: one file is text that loads, and no cache keeps it', async () => {
    const response = await exported();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect([...(await madeBy(await response.text()))].sort()).toEqual(relations);
  });

  it('HTTP-30: the usual options, said, make no difference', async () => {
    const said =
      '?format=postgresql&version=18&comments=true&owners=true&grants=true&ifNotExists=false&indexes=inline&layout=single';
    expect(await textOf(said)).toBe(await textOf());
  });

  it('HTTP-30: a file for each table comes as a zip whose name says nothing of the project', async () => {
    const response = await exported('?layout=per-table');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="schema.zip"',
      'x-content-type-options': 'nosniff',
    });
    const again = await exported('?layout=per-table');
    expect(Buffer.from(await again.arrayBuffer()).equals(Buffer.from(await response.arrayBuffer()))).toBe(
      true,
    );
  });

  it('HTTP-30, PG-60: the files of the zip are the statements of the single file, and load in their order', async () => {
    const files = await filesOf('?layout=per-table');
    const [all = '', ...parts] = files.values();
    const included = [...all.matchAll(/^\\ir (.*)$/gm)].map(([, path]) => path);
    expect(included).toEqual([...files.keys()].slice(1));
    for (const path of files.keys())
      expect(path).toMatch(/^(?:tables\/)?[\p{L}\p{N}_-][\p{L}\p{N}._-]*\.sql$/u);
    expect(files.get('tables/sales.Größe_大小.sql')).toContain('CREATE INDEX by_note');
    const single = await textOf();
    expect(linesOf(parts.join('\n')).sort()).toEqual(linesOf(single).sort());
    expect([...(await madeBy(...parts))].sort()).toEqual(relations);
  });

  it('HTTP-30, PG-61: indexes that are made concurrently have a file of their own, whatever the layout', async () => {
    const files = await filesOf('?indexes=concurrently');
    expect([...files.keys()]).toEqual(['schema.sql', 'indexes.sql']);
    expect(files.get('schema.sql')).not.toContain('by_email');
    const indexes = files.get('indexes.sql') ?? '';
    expect(indexes).toContain('CREATE INDEX CONCURRENTLY by_email');
    expect(indexes).toContain('CREATE INDEX CONCURRENTLY by_note');
    const both = await filesOf('?indexes=concurrently&layout=per-table');
    expect([...both.keys()][0]).toBe('all.sql');
    expect(both.get('indexes.sql')).toBe(indexes);
    expect(both.get('all.sql')).toContain('indexes.sql, which is loaded after this');
    expect(both.get('all.sql')).not.toContain('\\ir indexes.sql');
  });

  it('HTTP-30: a zip is only there where there are several files', async () => {
    const plain = await newRoom('Plain', 'CREATE TABLE t (id integer);');
    expect(await textOf('?indexes=concurrently', plain)).toContain('CREATE TABLE t');
  });

  it('HTTP-30, PG-62: comments, owners and privileges are left out one by one', async () => {
    const words = { comments: 'COMMENT ON', owners: 'OWNER TO', grants: 'GRANT ' };
    for (const [option, word] of Object.entries(words)) {
      const text = await textOf(`?${option}=false`);
      const found = Object.values(words).filter((one) => text.includes(one));
      expect(found).toEqual(Object.values(words).filter((one) => one !== word));
    }
  });

  it('HTTP-30: the version, and IF NOT EXISTS', async () => {
    expect(await textOf('?version=14')).toContain('PostgreSQL 14');
    expect(await textOf('?ifNotExists=true')).toContain('CREATE TABLE IF NOT EXISTS customers');
  });

  it('HTTP-30, PG-63: a schema or a table is chosen by its id', async () => {
    const { records } = await room.owner.ok<{
      records: readonly { id: string; kind: string; body: { name: string } }[];
    }>('GET', `${room.path}/snapshot`);
    const idOf = (kind: string, name: string) =>
      records.find((one) => one.kind === kind && one.body.name === name)?.id ?? '';
    const sales = await textOf(`?namespaces=${idOf('namespace', 'sales')}`);
    expect(sales).toContain('CREATE TABLE sales.orders');
    expect(sales).not.toContain('CREATE TABLE customers');
    const ids = [idOf('table', 'customers'), idOf('table', 'orders').toUpperCase()];
    const two = await textOf(`?selection=${ids.join(',')}`);
    expect(two).toContain('FOREIGN KEY (customer_id) REFERENCES customers');
    expect(two).not.toContain('Größe');
  });

  it('HTTP-30: with report=json the script, its files and what could not be expressed are JSON', async () => {
    const sql = await textOf();
    const single = exportReportSchema.parse(await (await exported('?report=json')).json());
    expect(single).toEqual({ sql, report: [] });
    const answer = await (await exported('?report=json&layout=per-table')).json();
    const { files = [] } = exportReportSchema.parse(answer);
    const zipped = await filesOf('?layout=per-table');
    expect(files.map(({ path, sql: text }) => [path, text])).toEqual([...zipped]);
  });

  it('DSQL-80: for Aurora DSQL, with and without foreign keys', async () => {
    const text = await textOf('?format=aurora-dsql');
    expect(text).toContain('CREATE INDEX ASYNC');
    expect(text).toContain('REFERENCES customers');
    expect(await textOf('?format=aurora-dsql&foreignKeys=true')).toBe(text);
    expect(await textOf('?format=aurora-dsql&foreignKeys=false')).not.toContain('REFERENCES');
  });
});

describe('what the export refuses', () => {
  const oneOf = (name: string, values: string) => `The query parameter ${name} has to be one of: ${values}.`;
  const id = '00000000-0000-4000-8000-000000000001';
  it.each([
    ['format=oracle', oneOf('format', 'postgresql, aurora-dsql')],
    ['format=', oneOf('format', 'postgresql, aurora-dsql')],
    ['version=13', oneOf('version', '14, 15, 16, 17, 18')],
    ['version=18.1', oneOf('version', '14, 15, 16, 17, 18')],
    ['comments=no', oneOf('comments', 'true, false')],
    ['owners=0', oneOf('owners', 'true, false')],
    ['grants=TRUE', oneOf('grants', 'true, false')],
    ['ifNotExists=', oneOf('ifNotExists', 'true, false')],
    ['indexes=later', oneOf('indexes', 'inline, concurrently')],
    ['layout=zip', oneOf('layout', 'single, per-table')],
    ['report=xml', oneOf('report', 'json')],
    ['format=aurora-dsql&foreignKeys=perhaps', oneOf('foreignKeys', 'true, false')],
    [
      'namespaces=public',
      'The query parameter namespaces.0 is not right: Ids are UUIDs with commas between them.',
    ],
    [
      `selection=${id},`,
      'The query parameter selection.1 is not right: Ids are UUIDs with commas between them.',
    ],
    ['version=14&version=18', 'The query parameter version is there more than once.'],
    [
      'foreignKeys=false',
      'The query parameter foreignKeys is not right: The format postgresql has no such option.',
    ],
    [
      'format=aurora-dsql&layout=per-table',
      'The query parameter layout is not right: The format aurora-dsql has no such option.',
    ],
    [
      'format=aurora-dsql&version=18',
      'The query parameter version is not right: The format aurora-dsql has no such option.',
    ],
    [
      'ownrs=false',
      'The query has a parameter that is not known here: ownrs. Known: format, report, version, namespaces, selection, comments, owners, grants, ifNotExists, indexes, layout, foreignKeys.',
    ],
  ])('HTTP-3, HTTP-30: %s', async (query, detail) => {
    const response = await exported(`?${query}`);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const problem = problemDocumentSchema.parse(await response.json());
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request', detail });
  });

  it('HTTP-30: more ids than fit into an address', async () => {
    const ids = Array.from({ length: 401 }, () => id).join(',');
    expect(await (await exported(`?selection=${ids}`)).json()).toMatchObject({
      status: 400,
      detail: 'The query parameter selection is not right: It takes at most 400 ids.',
    });
    expect((await exported(`?selection=${ids.slice(37)}`)).status).toBe(200);
  });

  it('PG-63: an id that nothing in the project has is no mistake of form: the report says it', async () => {
    const answer = await (await exported(`?selection=${id}&report=json`)).json();
    const { sql, report } = exportReportSchema.parse(answer);
    expect(linesOf(sql)).toEqual([]);
    expect(report).toMatchObject([{ severity: 'warning', name: id }]);
  });

  it('HTTP-8, TRF-7: for a stranger there is nothing, also when they ask nonsense; a viewer may export', async () => {
    const stranger = server.visitor();
    await stranger.ok('POST', '/projects', { json: { name: 'Mine' } });
    for (const owner of [stranger, server.visitor()]) {
      for (const query of ['', '?layout=per-table', '?report=json', '?version=13']) {
        const response = await exported(query, { ...room, owner });
        expect(await response.json()).toMatchObject({ status: 404, code: 'not-found' });
      }
    }
    const viewer = server.visitor();
    const { key } = await room.owner.ok<{ key: string }>('POST', `${room.path}/share-links`, {
      json: { role: 'viewer' },
    });
    await viewer.ok('POST', `/share-links/${key}/accept`);
    expect(await textOf('', { ...room, owner: viewer })).toBe(await textOf());
  });
});
