import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeLogSchema, changesEventSchema } from '../../core/protocol/change';
import { snapshotSchema } from '../../core/protocol/project';
import { importReportSchema } from '../../core/protocol/transfer';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer, StreamReader } from './test-server.fixture';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

const tables = 250;

/** 250 tables in a ring of foreign keys: 3,000 records and a few, more than three transactions take. */
function ring(prefix: string): string {
  const one = (n: number) => {
    const columns = Array.from({ length: 8 }, (_, c) => `c${c} text`).join(', ');
    return `CREATE TABLE ${prefix}${n} (id bigint PRIMARY KEY, next_id bigint, ${columns});`;
  };
  const key = (n: number) =>
    `ALTER TABLE ONLY ${prefix}${n} ADD FOREIGN KEY (next_id) REFERENCES ${prefix}${(n + 1) % tables} (id);`;
  const numbers = Array.from({ length: tables }, (_, n) => n);
  return [...numbers.map(one), ...numbers.map(key)].join('\n');
}

async function newProject() {
  const owner = server.visitor();
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Ring' } });
  return { owner, id, path: `/projects/${id}` };
}

async function snapshotOf(client: Client, path: string) {
  return snapshotSchema.parse(await client.ok('GET', `${path}/snapshot`));
}

async function watch(client: Client, path: string): Promise<StreamReader> {
  const { cursor } = await snapshotOf(client, path);
  return new StreamReader(await client.send('GET', `${path}/live?after=${encodeURIComponent(cursor)}`));
}

/** Batches as they came, and the tables in each. */
function batchesOf(reader: StreamReader) {
  return reader.of('changes').map((data) => {
    const records = changesEventSchema.parse(data).changes.flatMap((change) => change.records);
    return { records, tables: records.filter(({ kind }) => kind === 'table').length };
  });
}

describe('an import larger than a transaction', () => {
  it('TRF-4: appears at once, as one batch, while others go on', async () => {
    const { owner, id, path } = await newProject();
    const reader = await watch(owner, path);
    const importing = owner.ok('POST', `${path}/import`, { text: ring('t') });
    let isDone = false;
    void importing.finally(() => {
      isDone = true;
    });
    const counts = new Set<number>();
    let notes = 0;
    while (!isDone) {
      await owner.ok('POST', `${path}/notes`, { json: { text: `note ${notes}` } });
      notes += 1;
      const { rows } = await server.pool.query<{ pieces: number }>(
        'SELECT pieces FROM jobs WHERE project_id = $1',
        [id],
      );
      if (rows[0]) {
        const { records } = await snapshotOf(owner, path);
        counts.add(records.filter(({ kind }) => kind === 'table').length);
      }
    }
    const { counts: imported } = importReportSchema.parse(await importing);
    expect(imported).toMatchObject({
      tables,
      columns: 10 * tables,
      primaryKeys: tables,
      foreignKeys: tables,
    });
    // Others saw nothing of it, or all.
    expect([...counts].filter((count) => count !== 0 && count !== tables)).toEqual([]);
    expect(counts.has(0)).toBe(true);
    expect(notes).toBeGreaterThan(2);
    const { records } = await snapshotOf(owner, path);
    while (batchesOf(reader).flatMap((batch) => batch.records).length < records.length - 1) await sleep(20);
    expect(
      batchesOf(reader)
        .map((batch) => batch.tables)
        .filter((count) => count > 0),
    ).toEqual([tables]);
    await reader.leave();
  });

  it('TRF-4: is in the log with its pieces and one entry that publishes them', async () => {
    const { owner, path } = await newProject();
    const key = randomUUID();
    const sent = { text: ring('t'), headers: { 'idempotency-key': key } };
    const first = await owner.ok('POST', `${path}/import`, sent);
    const log = async () => changeLogSchema.parse(await owner.ok('GET', `${path}/changes?limit=100`)).changes;
    const changes = await log();
    const { records } = await snapshotOf(owner, path);
    expect(changes[0]).toMatchObject({ id: key, operations: [] });
    expect(changes.length).toBeGreaterThan(3);
    const made = changes.flatMap(({ operations }) => operations.map(({ recordId }) => recordId));
    expect(made.sort()).toEqual(records.map(({ id }) => id).sort());
    expect(await owner.ok('POST', `${path}/import`, sent)).toEqual(first);
    expect(await log()).toEqual(changes);
    const other = await owner.send('POST', `${path}/import`, { ...sent, text: ring('u') });
    expect(await other.json()).toMatchObject({ code: 'id-reused' });
  });

  it('TRF-3: one name that is taken, and nothing of it is there', async () => {
    const { owner, path } = await newProject();
    await owner.ok('POST', `${path}/tables`, { json: { name: 't249' } });
    const refusal = await owner.send('POST', `${path}/import`, { text: ring('t') });
    expect(await refusal.json()).toMatchObject({ status: 409, code: 'name-taken', names: ['t249'] });
    const renamed = await owner.ok('POST', `${path}/import?onConflict=rename`, { text: ring('t') });
    expect(importReportSchema.parse(renamed).counts.tables).toBe(tables);
    const { records } = await snapshotOf(owner, path);
    const names = records.flatMap(({ kind, body }) => (kind === 'table' ? [body.name] : []));
    expect(names).toHaveLength(tables + 1);
    expect(names).toContain('t249_2');
  });
});
