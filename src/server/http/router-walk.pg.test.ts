import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRoutes } from './app';
import type { Fixture, WriteRequest } from './requests.fixture';
import { makeFixture, readRequests, writeRequests } from './requests.fixture';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;
let owner: Client;
let fixture: Fixture;

beforeAll(async () => {
  server = await openTestServer();
  owner = server.visitor();
  fixture = await makeFixture(owner);
});

afterAll(() => server.close());

const writing = ['POST', 'PATCH', 'DELETE'];

/** Routes that change no schema: nothing to put into the log of one. */
const withoutAudit = new Map([
  ['PATCH /me', 'an account is in no project; one row, written by the authentication library'],
  ['PATCH /projects/:projectId', 'the name of a project is no part of its schema'],
  ['DELETE /projects/:projectId', 'takes the log out of sight with the project'],
  ['POST /projects/:projectId/restore', 'brings the log back into sight with the project'],
  ['POST /projects/:projectId/share-links', 'access, not schema; a row of its own says who made it'],
  ['POST /share-links/:key/accept', 'access, not schema; the row of the member says when'],
]);
/** Routes whose statement is repeated by nobody, because it cannot conflict. */
const withoutRetry = new Set(['PATCH /me']);
/** Staged: an entry for each piece and the one that makes them visible; has tests of its own. */
const withSeveralEntries = new Set(['POST /projects/:projectId/import']);

/** Asked for by POST because it is long work, or the question is long, not because it leaves anything. */
const writingNothing = new Set([
  'POST /projects/:projectId/prove',
  'POST /projects/:projectId/snapshot/differences',
]);

const tablesOfRoutes = ['changes', 'projects', 'members', 'share_links'];

/**
 * From now on the first transaction that writes to one of these tables fails with a serialization failure,
 * the second does not, and so on: a sequence counts, because a rollback does not take it back.
 */
async function failEveryOtherTime(): Promise<void> {
  await server.pool.query(`CREATE FUNCTION fail_every_other_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('tries_of_' || TG_TABLE_NAME) % 2 = 1 THEN
        RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
      END IF;
      RETURN NULL;
    END $$`);
  for (const table of tablesOfRoutes) {
    await server.pool.query(`CREATE SEQUENCE tries_of_${table}`);
    await server.pool.query(`CREATE TRIGGER fail AFTER INSERT OR UPDATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION fail_every_other_time()`);
  }
}

async function countOf(expression: string, table: string): Promise<number> {
  const { rows } = await server.pool.query<{ n: string }>(`SELECT ${expression} AS n FROM ${table}`);
  return Number(rows[0]?.n);
}

async function attemptsSoFar(): Promise<number> {
  const counts = await Promise.all(
    tablesOfRoutes.map((table) =>
      countOf('CASE WHEN is_called THEN last_value ELSE 0 END', `tries_of_${table}`),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function walk(client: Client, { route, path, sent }: WriteRequest) {
  const [method = ''] = route.split(' ');
  const [tries, entries] = [await attemptsSoFar(), await countOf('count(*)', 'changes')];
  const response = await client.send(method, path, sent);
  return {
    status: response.status,
    text: await response.text(),
    tries: (await attemptsSoFar()) - tries,
    entries: (await countOf('count(*)', 'changes')) - entries,
  };
}

describe('router', () => {
  it('HTTP-8: a third sees 404 on every route of a project and on its stream', async () => {
    const third = server.visitor();
    await third.ok('POST', '/projects', { json: { name: 'Of a third' } });
    const inProject = [...writeRequests(fixture), ...readRequests(fixture)].filter(({ route }) =>
      route.includes(':projectId'),
    );
    const all = createRoutes(server.services)
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => route.includes(':projectId'));
    expect(inProject.map(({ route }) => route).sort()).toEqual(all.sort());
    const before = await countOf('count(*)', 'changes');
    for (const { route, path, sent } of inProject) {
      const [method = ''] = route.split(' ');
      const nonsense = method === 'GET' ? {} : { json: { nonsense: true } };
      for (const client of [third, server.visitor()]) {
        expect([route, (await client.send(method, path, sent)).status]).toEqual([route, 404]);
        expect([route, (await client.send(method, path, nonsense)).status]).toEqual([route, 404]);
      }
    }
    expect(await countOf('count(*)', 'changes')).toBe(before);
  });

  it('HTTP-13: whatever writes repeats its transaction and leaves exactly one entry', async () => {
    const requests = writeRequests(fixture);
    const routes = createRoutes(server.services)
      .filter(({ method }) => writing.includes(method))
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => !writingNothing.has(route));
    expect(requests.map(({ route }) => route).sort()).toEqual(routes.sort());
    const friend = server.visitor();
    await friend.ok('PATCH', '/me', { json: {} });
    await failEveryOtherTime();
    for (const request of requests.filter(({ route }) => !withSeveralEntries.has(route))) {
      const client = request.route.endsWith('/accept') ? friend : owner;
      const { status, text, tries, entries } = await walk(client, request);
      expect([request.route, status < 300, text]).toEqual([request.route, true, text]);
      if (!withoutRetry.has(request.route))
        expect([request.route, tries >= 2]).toEqual([request.route, true]);
      expect([request.route, entries]).toEqual([request.route, withoutAudit.has(request.route) ? 0 : 1]);
    }
    expect(server.faults).toEqual([]);
  });
});
