import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutationResponseSchema } from '../../core/protocol/mutation';
import { differencesSchema, projectSchema, snapshotSchema } from '../../core/protocol/project';
import { bucketOf, bucketsOf } from '../../core/schema/fingerprint-buckets';
import type { SchemaRecord } from '../../core/schema/record';
import type { TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

async function newProject() {
  const owner = server.visitor();
  const project = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
  return { owner, path: `/projects/${project.id}`, project };
}

describe('people and projects', () => {
  it('HTTP-8: the first write makes a guest, and the cookie is theirs from then on', async () => {
    const visitor = server.visitor();
    expect((await visitor.send('GET', '/me')).status).toBe(204);
    expect(await visitor.ok('GET', '/projects')).toEqual({ projects: [] });
    const made = await visitor.send('POST', '/projects', { json: { name: 'Shop' } });
    expect(made.status).toBe(201);
    expect(made.headers.getSetCookie()).toHaveLength(1);
    const project = projectSchema.parse(await made.json());
    expect(project).toMatchObject({ name: 'Shop', role: 'owner' });
    expect(made.headers.get('location')).toBe(`/api/v1/projects/${project.id}`);
    const listed = { ...project, changedAt: expect.any(String) };
    expect(await visitor.ok('GET', '/projects')).toEqual({ projects: [listed] });
    expect(await visitor.ok('GET', '/me')).toMatchObject({ name: expect.stringMatching(/^\w+ \w+$/) });
  });

  it('HTTP-8: a request that is refused before it is understood makes no guest', async () => {
    const before = await server.pool.query('SELECT count(*) FROM users');
    for (const json of [{}, { name: '' }, { name: 'x', owner: 'me' }]) {
      expect((await server.visitor().send('POST', '/projects', { json })).status).toBe(400);
    }
    const { path } = await newProject();
    expect((await server.visitor().send('PATCH', path, { json: { name: 'Mine' } })).status).toBe(404);
    const after = await server.pool.query('SELECT count(*) FROM users');
    expect(Number(after.rows[0].count)).toBe(Number(before.rows[0].count) + 1);
  });

  it('HTTP-8: a rename of me is in the audit log from the next change on', async () => {
    const { owner, path } = await newProject();
    expect(await owner.ok('PATCH', '/me', { json: { name: ' Ada ' } })).toMatchObject({ name: 'Ada' });
    await owner.ok('POST', `${path}/notes`, { json: { text: 'hello' } });
    const { changes } = await owner.ok<{ changes: { actor: { name: string } }[] }>('GET', `${path}/changes`);
    expect(changes[0]?.actor.name).toBe('Ada');
  });

  it('HTTP-8: a share link makes an editor of whoever opens it', async () => {
    const { owner, path, project } = await newProject();
    const friend = server.visitor();
    const link = await owner.ok<{ key: string; url: string }>('POST', `${path}/share-links`, {
      json: { role: 'editor' },
    });
    expect(link.url).toBe(`http://localhost/s/${link.key}`);
    expect(await friend.ok('POST', `/share-links/${link.key}/accept`)).toEqual({
      projectId: project.id,
      role: 'editor',
    });
    await friend.ok('POST', `${path}/tables`, { json: { name: 'orders' } });
    expect((await server.visitor().send('POST', '/share-links/nonsense/accept')).status).toBe(404);
  });
});

describe('objects', () => {
  it('HTTP-10: POST gives the record and where it is, PATCH and DELETE answer like mutations', async () => {
    const { owner, path } = await newProject();
    const id = randomUUID();
    const made = await owner.send('POST', `${path}/tables`, { json: { id, name: 'users' } });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/api/v1${path}/tables/${id}`);
    expect(await made.json()).toMatchObject({ id, kind: 'table', version: 1, body: { name: 'users' } });
    const patched = await owner.ok('PATCH', `${path}/tables/${id}`, { json: { version: 1, name: 'people' } });
    expect(mutationResponseSchema.parse(patched).records).toMatchObject([{ id, version: 2 }]);
    const deleted = await owner.ok('DELETE', `${path}/tables/${id}`, { json: { version: 2 } });
    expect(mutationResponseSchema.parse(deleted).records).toMatchObject([{ id, version: 3, deleted: true }]);
    const again = await owner.send('PATCH', `${path}/tables/${id}`, { json: { version: 2, name: 'x' } });
    expect(again.status).toBe(410);
    expect(await again.json()).toMatchObject({ code: 'deleted', status: 410 });
  });

  it('HTTP-10: the same Idempotency-Key twice is one table and one answer', async () => {
    const { owner, path } = await newProject();
    const headers = { 'idempotency-key': randomUUID().toUpperCase() };
    const sent = { json: { name: 'users' }, headers };
    const [first, second] = await Promise.all([
      owner.ok('POST', `${path}/tables`, sent),
      owner.ok('POST', `${path}/tables`, sent),
    ]);
    expect(second).toEqual(first);
    const bad = await owner.send('POST', `${path}/tables`, { ...sent, headers: { 'idempotency-key': 'x' } });
    expect(bad.status).toBe(400);
  });

  it('HTTP-10: DELETE takes version and cascade from body or query, and needs a version', async () => {
    const { owner, path } = await newProject();
    const note = async () =>
      (await owner.ok<{ id: string }>('POST', `${path}/notes`, { json: { text: 'x' } })).id;
    expect((await owner.send('DELETE', `${path}/notes/${await note()}?version=1`)).status).toBe(200);
    const json = { version: 1, cascade: true };
    expect((await owner.send('DELETE', `${path}/notes/${await note()}`, { json })).status).toBe(200);
    const without = await owner.send('DELETE', `${path}/notes/${await note()}`);
    expect(await without.json()).toMatchObject({ code: 'invalid-request', pointer: '/version' });
    const odd = await owner.send('DELETE', `${path}/notes/${await note()}?version=one`);
    expect(odd.status).toBe(400);
  });

  it('HTTP-1: refusals of the schema rules keep their code', async () => {
    const { owner, path } = await newProject();
    await owner.ok('POST', `${path}/tables`, { json: { name: 'users' } });
    const twice = await owner.send('POST', `${path}/tables`, { json: { name: 'users' } });
    expect(twice.status).toBe(409);
    expect(twice.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await twice.json()).toMatchObject({
      type: 'urn:versionzero:problem:name-taken',
      title: expect.any(String),
      detail: expect.stringContaining('users'),
      status: 409,
    });
  });

  it('HTTP-12: the snapshot holds what was made, the log tells it page by page', async () => {
    const { owner, path } = await newProject();
    for (const text of ['one', 'two', 'three']) await owner.ok('POST', `${path}/notes`, { json: { text } });
    const snapshot = await owner.ok<{ records: { kind: string }[]; fingerprint: string }>(
      'GET',
      `${path}/snapshot`,
    );
    expect(snapshot.records.filter(({ kind }) => kind === 'note')).toHaveLength(3);
    expect(snapshot.fingerprint).toMatch(/^\d+:\d+:\d+$/);
    const seen: string[] = [];
    for (let before = ''; ; ) {
      const query = before === '' ? '?limit=2' : `?limit=2&before=${encodeURIComponent(before)}`;
      const page = await owner.ok<{ changes: { id: string }[]; next: string | null }>(
        'GET',
        `${path}/changes${query}`,
      );
      seen.push(...page.changes.map(({ id }) => id));
      if (page.next === null) break;
      before = page.next;
    }
    expect(new Set(seen).size).toBe(4);
    expect(seen).toHaveLength(4);
    expect((await owner.send('GET', `${path}/changes?limit=0`)).status).toBe(400);
  });

  it('HTTP-12, SYNC-62: of what is stored only the parts are told that are not as the caller has them', async () => {
    const { owner, path } = await newProject();
    const texts = Array.from({ length: 20 }, (_, place) => `note ${place}`);
    for (const text of texts) await owner.ok('POST', `${path}/notes`, { json: { text } });
    const { records } = snapshotSchema.parse(await owner.ok('GET', `${path}/snapshot`));
    const mine = bucketsOf(records as SchemaRecord[]);
    const ask = async (buckets: object) =>
      differencesSchema.parse(await owner.ok('POST', `${path}/snapshot/differences`, { json: { buckets } }));
    expect(await ask(mine)).toMatchObject({ buckets: [], records: [], tombstones: [] });
    expect((await ask({})).records).toHaveLength(records.length);
    const [changed] = records.filter(({ kind }) => kind === 'note');
    const bucket = bucketOf(changed?.id ?? '');
    const told = await ask({ ...mine, [bucket]: '1:2:3' });
    expect(told.buckets).toEqual([bucket]);
    expect(told.records).toEqual(records.filter(({ id }) => bucketOf(id) === bucket));
    const wrong = await owner.send('POST', `${path}/snapshot/differences`, {
      json: { buckets: { xyz: '1:2:3' } },
    });
    expect(wrong.status).toBe(400);
    const stranger = await server
      .visitor()
      .send('POST', `${path}/snapshot/differences`, { json: { buckets: {} } });
    expect(stranger.status).toBe(404);
  });

  it('HTTP-1: an export for a version or format that is not there says so', async () => {
    const { owner, path } = await newProject();
    expect((await owner.send('GET', `${path}/export?format=oracle`)).status).toBe(400);
    expect((await owner.send('GET', `${path}/export?version=13`)).status).toBe(400);
  });
});
