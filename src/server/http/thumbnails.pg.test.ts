import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Thumbnail } from '../../core/protocol/thumbnail';
import { thumbnailLimit, thumbnailSchema } from '../../core/protocol/thumbnail';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer } from './test-server.fixture';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

const shop = `CREATE TABLE customers (id bigint PRIMARY KEY, name text);
  CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, again bigint REFERENCES customers,
    parent_id bigint REFERENCES orders);`;

/** A project with what a script makes, and the ids of its tables by name. */
async function projectOf(sql: string) {
  const owner = server.visitor();
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
  const path = `/projects/${id}`;
  await owner.ok('POST', `${path}/import`, { text: sql });
  const { records } = await owner.ok<{
    records: { id: string; kind: string; body: { name: string } }[];
  }>('GET', `${path}/snapshot`);
  const tables = records.filter(({ kind }) => kind === 'table');
  return { owner, path, tables: new Map(tables.map((table) => [table.body.name, table.id])) };
}

async function place(owner: Client, path: string, recordId: string | undefined, body: object): Promise<void> {
  const operation = { type: 'layout.create', id: randomUUID(), body: { recordId, ...body } };
  const json = { id: randomUUID(), operations: [operation] };
  await owner.ok('POST', `${path}/mutations`, { json });
}

const thumbnailOf = async (client: Client, path: string) =>
  thumbnailSchema.parse(await client.ok<Thumbnail>('GET', `${path}/thumbnail`));

describe('thumbnails', () => {
  it('HTTP-27: places, sizes and colours of the tables, and what references what, once', async () => {
    const { owner, path, tables } = await projectOf(shop);
    await place(owner, path, tables.get('orders'), { x: 320.4, y: -80.6, color: 'teal' });
    const { tableCount, tables: drawn, relationships } = await thumbnailOf(owner, path);
    expect(tableCount).toBe(2);
    expect(drawn).toHaveLength(2);
    const orders = drawn.findIndex(([x]) => x === 320);
    expect(drawn[orders]).toEqual([320, -81, 4, 'teal']);
    expect(drawn[1 - orders]).toEqual([null, null, 2, null]);
    expect(relationships).toEqual([[orders, 1 - orders]]);
  });

  it('HTTP-27: an empty project has an empty one, and deleted tables are in none', async () => {
    const { owner, path, tables } = await projectOf('CREATE TABLE a (id int);');
    await owner.ok('DELETE', `${path}/tables/${tables.get('a')}?version=1&cascade=true`);
    expect(await thumbnailOf(owner, path)).toEqual({ tableCount: 0, tables: [], relationships: [] });
  });

  it('HTTP-27: a partitioned table stands for its partitions, and for what they reference', async () => {
    const { owner, path, tables } = await projectOf(`CREATE TABLE regions (id int PRIMARY KEY);
      CREATE TABLE events (id int, region_id int) PARTITION BY RANGE (id);
      CREATE TABLE events_low PARTITION OF events FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (id);
      CREATE TABLE events_lowest PARTITION OF events_low FOR VALUES FROM (0) TO (5);
      ALTER TABLE events_lowest ADD FOREIGN KEY (region_id) REFERENCES regions;`);
    await place(owner, path, tables.get('events'), { x: 10, y: 20 });
    const { tableCount, tables: drawn, relationships } = await thumbnailOf(owner, path);
    expect(tableCount).toBe(2);
    expect(drawn).toHaveLength(2);
    const events = drawn.findIndex(([x]) => x === 10);
    expect(drawn[events]).toEqual([10, 20, 2, null]);
    expect(relationships).toEqual([[events, 1 - events]]);
  });

  it('HTTP-27: of more than a thousand tables a thousand are drawn, in few bytes, and all are counted', async () => {
    const count = thumbnailLimit + 30;
    const script = Array.from(
      { length: count },
      (_, n) => `CREATE TABLE t${n} (id int PRIMARY KEY, up int REFERENCES t${Math.max(0, n - 1)});`,
    );
    const { owner, path } = await projectOf(script.join('\n'));
    const text = await (await owner.send('GET', `${path}/thumbnail`)).text();
    const { tableCount, tables, relationships } = thumbnailSchema.parse(JSON.parse(text));
    expect(tableCount).toBe(count);
    expect(tables).toHaveLength(thumbnailLimit);
    expect(relationships.length).toBeLessThanOrEqual(thumbnailLimit);
    for (const [from, to] of relationships) expect(Math.max(from, to)).toBeLessThan(thumbnailLimit);
    expect(text.length).toBeLessThan(50_000);
  });

  it('HTTP-28: who has the version already is sent nothing, until something is edited', async () => {
    const { owner, path, tables } = await projectOf(shop);
    const first = await owner.send('GET', `${path}/thumbnail`);
    const tag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(tag).toMatch(/^"[^"]+"$/);
    const again = (sent: string) =>
      owner.send('GET', `${path}/thumbnail`, { headers: { 'if-none-match': sent } });
    for (const sent of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const same = await again(sent);
      expect([sent, same.status, await same.text()]).toEqual([sent, 304, '']);
      expect(same.headers.get('etag')).toBe(tag);
    }
    await place(owner, path, tables.get('orders'), { x: 5, y: 6 });
    const changed = await again(tag);
    expect(changed.status).toBe(200);
    expect(thumbnailSchema.parse(await changed.json()).tables).toContainEqual([5, 6, 4, null]);
  });

  it('HTTP-28: an edit that is committed late, with an earlier time, is noticed', async () => {
    const { owner, path, tables } = await projectOf(shop);
    await place(owner, path, tables.get('orders'), { x: 5, y: 6 });
    const tag = (await owner.send('GET', `${path}/thumbnail`)).headers.get('etag') ?? '';
    await server.pool.query(
      `INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash)
       SELECT project_id, max(at) - interval '3 seconds', $2, 'a', 'A', '{}', '[]', 0, '' FROM changes
       WHERE project_id = $1 GROUP BY project_id`,
      [path.split('/').pop(), randomUUID()],
    );
    const late = await owner.send('GET', `${path}/thumbnail`, { headers: { 'if-none-match': tag } });
    expect(late.status).toBe(200);
  });

  it('HTTP-29: of what is in the trash, for its owner alone, and only when asked for', async () => {
    const { owner, path } = await projectOf(shop);
    const { key } = await owner.ok<{ key: string }>('POST', `${path}/share-links`, {
      json: { role: 'editor' },
    });
    const friend = server.visitor();
    await friend.ok('POST', `/share-links/${key}/accept`);
    expect((await thumbnailOf(friend, path)).tableCount).toBe(2);
    const ofTrash = `${path}/thumbnail?trash=true`;
    expect((await owner.send('GET', ofTrash)).status).toBe(404);
    expect((await owner.send('DELETE', path)).status).toBe(204);
    expect(await owner.ok('GET', ofTrash)).toMatchObject({ tableCount: 2 });
    expect((await owner.send('GET', `${path}/thumbnail`)).status).toBe(404);
    expect((await friend.send('GET', ofTrash)).status).toBe(404);
    await server.pool.query("UPDATE projects SET deleted_at = now() - interval '31 days' WHERE id = $1", [
      path.split('/').pop(),
    ]);
    expect((await owner.send('GET', ofTrash)).status).toBe(404);
  });
});
