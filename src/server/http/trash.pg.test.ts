import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

type List = { readonly projects: readonly { readonly id: string; readonly deletedAt?: string }[] };

const idsIn = async (client: Client, path = '/projects') =>
  (await client.ok<List>('GET', path)).projects.map(({ id }) => id);
const trashOf = (client: Client) => idsIn(client, '/projects?trash=true');

/** A project of one person that another one edits, too. */
async function sharedProject() {
  const [owner, friend] = [server.visitor(), server.visitor()];
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
  const path = `/projects/${id}`;
  const { key } = await owner.ok<{ key: string }>('POST', `${path}/share-links`, {
    json: { role: 'editor' },
  });
  await friend.ok('POST', `/share-links/${key}/accept`);
  return { owner, friend, id, path, key };
}

const ageInTrash = (id: string, age: string) =>
  server.pool.query('UPDATE projects SET deleted_at = now() - $2::interval WHERE id = $1', [id, age]);

describe('start page, on the server', () => {
  it('HTTP-17: the last edited project comes first, whoever edited it', async () => {
    const { owner, friend, id, path } = await sharedProject();
    const newer = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Newer' } });
    expect(await idsIn(owner)).toEqual([newer.id, id]);
    await friend.ok('POST', `${path}/notes`, { json: { text: 'hello' } });
    expect(await idsIn(owner)).toEqual([id, newer.id]);
  });

  it('HTTP-18: what is deleted is gone for everybody, and in the trash of its owner alone', async () => {
    const { owner, friend, id, path, key } = await sharedProject();
    expect((await friend.send('DELETE', path)).status).toBe(403);
    expect((await owner.send('DELETE', path)).status).toBe(204);
    for (const client of [owner, friend]) {
      expect(await idsIn(client)).toEqual([]);
      for (const read of ['', '/snapshot', '/changes', '/export', '/live']) {
        expect((await client.send('GET', path + read)).status).toBe(404);
      }
      const note = { json: { text: 'late' } };
      expect((await client.send('POST', `${path}/notes`, note)).status).toBe(404);
      expect((await client.send('PATCH', path, { json: { name: 'Late' } })).status).toBe(404);
      expect((await client.send('DELETE', path)).status).toBe(404);
    }
    expect((await friend.send('POST', `/share-links/${key}/accept`)).status).toBe(404);
    const { projects } = await owner.ok<List>('GET', '/projects?trash=true');
    expect(projects).toMatchObject([{ id, name: 'Shop', role: 'owner', deletedAt: expect.any(String) }]);
    expect(await trashOf(friend)).toEqual([]);
    expect(await trashOf(server.visitor())).toEqual([]);
    expect((await friend.send('POST', `${path}/restore`)).status).toBe(404);
  });

  it('HTTP-19: its owner restores it with all that was in it and everybody who was, once or twice', async () => {
    const { owner, friend, id, path } = await sharedProject();
    await friend.ok('POST', `${path}/tables`, { json: { name: 'orders' } });
    const before = await owner.ok<{ fingerprint: string }>('GET', `${path}/snapshot`);
    await owner.ok('DELETE', path);
    for (const _ of ['at first', 'again']) {
      expect(await owner.ok('POST', `${path}/restore`)).toMatchObject({ id, name: 'Shop', role: 'owner' });
    }
    expect(await trashOf(owner)).toEqual([]);
    expect(await idsIn(friend)).toEqual([id]);
    expect(await owner.ok('GET', `${path}/snapshot`)).toMatchObject({ fingerprint: before.fingerprint });
    await friend.ok('POST', `${path}/tables`, { json: { name: 'customers' } });
  });

  it('HTTP-19: after 30 days it is neither listed nor restored, and a new stay begins with each deletion', async () => {
    const { owner, id, path } = await sharedProject();
    await owner.ok('DELETE', path);
    await ageInTrash(id, '29 days 23 hours');
    expect(await trashOf(owner)).toEqual([id]);
    await ageInTrash(id, '30 days');
    expect(await trashOf(owner)).toEqual([]);
    expect((await owner.send('POST', `${path}/restore`)).status).toBe(404);
    await ageInTrash(id, '1 day');
    await owner.ok('POST', `${path}/restore`);
    await owner.ok('DELETE', path);
    const { projects } = await owner.ok<List>('GET', '/projects?trash=true');
    expect(Date.now() - Date.parse(projects[0]?.deletedAt ?? '')).toBeLessThan(86_400_000);
  });

  it('HTTP-3: a trash that is neither true nor false is refused', async () => {
    expect((await server.visitor().send('GET', '/projects?trash=maybe')).status).toBe(400);
  });
});
