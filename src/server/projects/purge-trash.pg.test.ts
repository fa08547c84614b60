import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../http/test-server.fixture';
import { openTestServer } from '../http/test-server.fixture';
import { sweepTrash } from '../main/sweep-trash';
import { purgeTrash } from './purge-trash';

let server: TestServer;
const going = () => new AbortController().signal;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

/** Some tables with keys between them: records, children, references, names. */
const script = `CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id));`;

/** A project with a row in every table that projects have rows in. */
async function fullProject() {
  const [owner, friend] = [server.visitor(), server.visitor()];
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
  const path = `/projects/${id}`;
  await owner.ok('POST', `${path}/import`, { text: script });
  const { key } = await owner.ok<{ key: string }>('POST', `${path}/share-links`, {
    json: { role: 'editor' },
  });
  await friend.ok('POST', `/share-links/${key}/accept`);
  await server.pool.query(
    `INSERT INTO jobs (project_id, id, state, pieces) VALUES ($1, gen_random_uuid(), 'published', 1)`,
    [id],
  );
  return { owner, id, path };
}

/** Every table that has the column `project_id`, as the database itself says, and how many rows of one project. */
async function rowsOf(projectId: string): Promise<Readonly<Record<string, number>>> {
  const { rows: tables } = await server.pool.query<{ name: string; key: string }>(
    `SELECT table_name AS name, column_name AS key FROM information_schema.columns
     WHERE table_schema = 'public' AND (column_name = 'project_id' OR (table_name = 'projects' AND column_name = 'id'))`,
  );
  const counts: Record<string, number> = {};
  for (const { name, key } of tables) {
    const { rows } = await server.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${name} WHERE ${key} = $1`,
      [projectId],
    );
    counts[name] = rows[0]?.count ?? 0;
  }
  return counts;
}

const ageInTrash = (id: string, age: string) =>
  server.pool.query('UPDATE projects SET deleted_at = now() - $2::interval WHERE id = $1', [id, age]);

async function expired() {
  const project = await fullProject();
  await project.owner.ok('DELETE', project.path);
  await ageInTrash(project.id, '30 days');
  return project;
}

const nothing = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.keys(counts).map((table) => [table, 0]));

describe('purgeTrash', () => {
  it('STO-1: after 30 days every row of the project goes, and no row of any other', async () => {
    const gone = await expired();
    const [kept, other] = [await fullProject(), await fullProject()];
    await kept.owner.ok('DELETE', kept.path);
    await ageInTrash(kept.id, '29 days 23 hours');
    const before = await Promise.all([gone, kept, other].map(({ id }) => rowsOf(id)));
    for (const count of Object.values(before[0] ?? {})) expect(count).toBeGreaterThan(0);
    expect(await purgeTrash(server.pool, going())).toBe(1);
    expect(await rowsOf(gone.id)).toEqual(nothing(before[0] ?? {}));
    expect([await rowsOf(kept.id), await rowsOf(other.id)]).toEqual(before.slice(1));
    await kept.owner.ok('POST', `${kept.path}/restore`);
    expect((await gone.owner.send('POST', `${gone.path}/restore`)).status).toBe(404);
  });

  it('STO-2: more than a batch goes, by several at once, each project by one of them', async () => {
    const projects = [await expired(), await expired(), await expired()];
    for (const { id } of projects) {
      await server.pool.query(
        `INSERT INTO records (project_id, id, kind, parent_id, parent_face, face, version, fields, body, digest_high, digest_low)
         SELECT r.project_id, gen_random_uuid(), 'column', r.id, r.face, 1, 1, '{}', '{}', 0, 0
         FROM records r, generate_series(1, 1500) WHERE r.project_id = $1 AND r.kind = 'table'`,
        [id],
      );
    }
    const servers = [1, 2, 3].map(() => purgeTrash(server.pool, going()));
    const counts = await Promise.all(servers);
    // Whoever met another one too often leaves it to that one or to the next time.
    const last = await purgeTrash(server.pool, going());
    expect(counts.reduce((sum, count) => sum + count, last)).toBe(projects.length);
    for (const { id } of projects) expect(nothing(await rowsOf(id))).toEqual(await rowsOf(id));
  });

  it('STO-2: one that is stopped begins nothing, and one that was interrupted is finished, never restored', async () => {
    const { owner, id, path } = await expired();
    expect(await purgeTrash(server.pool, AbortSignal.abort())).toBe(0);
    expect(await rowsOf(id)).toMatchObject({ projects: 1, members: 2 });
    // As it is after the first batch of a server that ended then.
    await server.pool.query("UPDATE projects SET deleted_at = '-infinity' WHERE id = $1", [id]);
    await server.pool.query('DELETE FROM refs WHERE project_id = $1', [id]);
    expect((await owner.send('POST', `${path}/restore`)).status).toBe(404);
    expect(await owner.ok('GET', '/projects?trash=true')).toEqual({ projects: [] });
    const stop = sweepTrash(server.pool);
    await expect.poll(async () => (await rowsOf(id)).projects).toBe(0);
    await stop();
    expect(nothing(await rowsOf(id))).toEqual(await rowsOf(id));
  });
});
