import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProveWorker, bundleSqlWorker } from '../../../test/support/sql-worker';
import { provenScriptSchema } from '../../core/protocol/proof';
import { problemDocumentSchema } from '../../core/std/problem';
import { builtProver, createSqlWork, sqlLimits } from '../main/sql-work';
import type { SqlWork } from '../projects/sql-work';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

const root = new URL('../../../', import.meta.url);
let server: TestServer;

type Room = { readonly owner: Client; readonly path: string };

/** What the built server has; `timeMs` is for one proof. */
async function sqlWork(timeMs = builtProver.limits.timeMs): Promise<SqlWork> {
  return createSqlWork(await bundleSqlWorker(), sqlLimits, {
    ...builtProver,
    worker: await bundleProveWorker(),
    folder: new URL('public/sandbox/', root),
    limits: { ...builtProver.limits, timeMs },
  });
}

beforeAll(async () => {
  // As the build does it; takes a moment where it is there already.
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('scripts/prepare-sandbox.mjs', root))]);
  server = await openTestServer({ limits: { proofs: { perSecond: 0.001, burst: 1 } } }, await sqlWork());
}, 120_000);

afterAll(() => server.close());

async function newRoom(sql: string): Promise<Room> {
  const owner = server.visitor();
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Proven' } });
  const path = `/projects/${id}`;
  await owner.ok('POST', `${path}/import`, { text: sql });
  return { owner, path };
}

async function provenIn({ owner, path }: Room, query = '') {
  return provenScriptSchema.parse(await owner.ok('POST', `${path}/prove${query}`));
}

async function refusalOf({ owner, path }: Room, query = '') {
  const response = await owner.send('POST', `${path}/prove${query}`);
  return { problem: problemDocumentSchema.parse(await response.json()), headers: response.headers };
}

const small = `
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL DEFAULT 'a' || 'b', CHECK (email<>''));
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
CREATE VIEW open_orders AS SELECT * FROM orders;`;

/** Adds a statement kept as text; PostgreSQL has not seen it. */
async function keep({ owner, path }: Room, json: object): Promise<string> {
  return (await owner.ok<{ id: string }>('POST', `${path}/verbatims`, { json })).id;
}

describe('a proof over HTTP', () => {
  it('PRV-40: a small project is identical, and the script is the one that is exported; the next proof has to wait', async () => {
    const room = await newRoom(small);
    const { proof, sql } = await provenIn(room);
    expect(proof).toMatchObject({
      verdict: 'identical',
      differences: [],
      notProven: [],
      bodies: [],
      writtenFor: 18,
    });
    expect(proof.counts).toMatchObject({ table: 2, column: 4, check: 1, 'foreign-key': 1, verbatim: 1 });
    expect(sql).toBe(await (await room.owner.send('GET', `${room.path}/export`)).text());
    const { problem, headers } = await refusalOf(room);
    expect(problem).toMatchObject({ status: 429, code: 'rate-limited' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }, 60_000);

  it('PRV-6, PRV-40: a kept statement that is broken is the one that is named, with its line', async () => {
    const room = await newRoom(small);
    const text = 'CREATE VIEW broken AS\n  SELECT nothing FROM users';
    const recordId = await keep(room, { tag: 'view', name: 'broken', text, phase: 'after constraints' });
    const { proof, sql } = await provenIn(room, '?version=16');
    expect(proof).toMatchObject({ verdict: 'refused', writtenFor: 16, error: { recordId } });
    expect(proof.error?.message).toContain('"nothing"');
    expect(sql.split('\n')[(proof.error?.line ?? 0) - 1]).toBe('CREATE VIEW broken AS');
  }, 60_000);

  it('PRV-8, PRV-40: a kept statement that makes something else is a difference', async () => {
    const room = await newRoom(small);
    const recordId = await keep(room, {
      tag: 'view',
      name: 'totals',
      text: 'SELECT 1',
      phase: 'after constraints',
    });
    const { proof } = await provenIn(room);
    expect(proof).toMatchObject({ verdict: 'different', differences: [{ kind: 'view', recordId }] });
  }, 60_000);

  it('PRV-11, PRV-40: a body that PostgreSQL refuses is told beside the verdict', async () => {
    const room = await newRoom(small);
    const text = "CREATE FUNCTION lost() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM lost_orders'";
    const recordId = await keep(room, { tag: 'function', name: 'lost', text, phase: 'before tables' });
    const { proof } = await provenIn(room);
    const message = 'relation "lost_orders" does not exist';
    expect(proof).toMatchObject({
      verdict: 'identical',
      bodies: [{ recordId, kind: 'function', name: 'lost', message }],
    });
  }, 60_000);

  it('HTTP-3: a version that there is none of is refused, and so is any other parameter', async () => {
    const room = await newRoom('CREATE TABLE t (id integer);');
    const details = await Promise.all(
      ['?version=13', '?format=postgresql'].map(async (query) => (await refusalOf(room, query)).problem),
    );
    expect(details).toMatchObject([
      {
        status: 400,
        detail: 'The query parameter version has to be one of: 14, 15, 16, 17, 18.',
      },
      { status: 400, detail: 'The query has a parameter that is not known here: format. Known: version.' },
    ]);
  });

  it('PRV-30, PRV-40: a viewer may prove, and for a stranger there is nothing', async () => {
    const room = await newRoom('CREATE TABLE t (id integer);');
    const viewer = server.visitor();
    const { key } = await room.owner.ok<{ key: string }>('POST', `${room.path}/share-links`, {
      json: { role: 'viewer' },
    });
    await viewer.ok('POST', `/share-links/${key}/accept`);
    expect((await provenIn({ ...room, owner: viewer })).proof.verdict).toBe('identical');
    const stranger = await newRoom('CREATE TABLE mine (id integer);');
    for (const owner of [stranger.owner, server.visitor()]) {
      const { problem } = await refusalOf({ ...room, owner }, '?version=13');
      expect(problem).toMatchObject({ status: 404, code: 'not-found' });
      expect((await refusalOf({ ...room, owner })).problem).toMatchObject({ status: 404 });
    }
  }, 60_000);

  it('PRV-21, PRV-40: a proof that takes too long is given up, in words that say why', async () => {
    const hasty = await openTestServer({}, await sqlWork(50));
    try {
      const owner = hasty.visitor();
      const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Proven' } });
      const { problem } = await refusalOf({ owner, path: `/projects/${id}` });
      expect(problem).toMatchObject({ status: 413, code: 'too-large' });
      expect(problem.detail).toContain('longer than 0.05 seconds');
      expect(hasty.faults).toEqual([]);
    } finally {
      await hasty.close();
    }
  }, 60_000);
});
