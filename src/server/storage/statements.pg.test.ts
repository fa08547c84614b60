import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { migrate } from './migrate';
import { migrations } from './migrations/index';
import { createPool } from './pool';
import { statements } from './statements';

const projectId = randomUUID();
const recordId = randomUUID();
const holderId = randomUUID();
const records = 2_000;
const changes = 2_000;

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ kind: 'url', url: database.url });
  await migrate(pool, migrations);
  await pool.query(`INSERT INTO projects VALUES ($1, 'large', 1, 'active', 'ada')`, [projectId]);
  await pool.query(`INSERT INTO members VALUES ($1, 'ada', 'owner')`, [projectId]);
  await pool.query(
    `INSERT INTO records (project_id, id, kind, face, version, fields, body, digest_high, digest_low)
     SELECT $1, CASE i WHEN 1 THEN $2::uuid ELSE gen_random_uuid() END, 'table', 1, 1, '{}', '{}', 0, 0
     FROM generate_series(1, $3::int) AS i`,
    [projectId, recordId, records],
  );
  await pool.query(
    `INSERT INTO names SELECT $1, 'column', 'c' || i, $2 FROM generate_series(1, $3::int) AS i`,
    [projectId, holderId, records],
  );
  await pool.query(
    `INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash)
     SELECT $1, now() - i * interval '1 second', gen_random_uuid(), 'ada', 'Ada', '{}', '[]', 0, ''
     FROM generate_series(1, $2::int) AS i`,
    [projectId, changes],
  );
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Rows that the tables and indexes under a statement gave, counting those that were thrown away again. */
async function rowsRead(
  statement: { readonly name: string; readonly text: string },
  values: readonly unknown[],
) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    // As in use: planned once for any values. Their types are found out like those of the statement itself.
    await client.query(`PREPARE ${statement.name} AS ${statement.text}`);
    const execute = `EXECUTE ${statement.name}(${values.map(literal).join(', ')})`;
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${execute}`,
    );
    await client.query(`DEALLOCATE ${statement.name}`);
    await client.query('ROLLBACK');
    return readBy(rows[0]?.['QUERY PLAN'][0]?.Plan);
  } finally {
    client.release();
  }
}

/** Enough for what is sent here: no text with a quote or a backslash in it. */
function literal(value: unknown): string {
  if (value === null) return 'NULL';
  return Array.isArray(value) ? `'{${value.map((one) => JSON.stringify(one)).join(', ')}}'` : `'${value}'`;
}

type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
};

function readBy(node: PlanNode | undefined): number {
  if (!node) return 0;
  const below = (node.Plans ?? []).reduce((sum, plan) => sum + readBy(plan), 0);
  if (!node['Node Type'].endsWith('Scan')) return below;
  const rows = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
  return below + rows * node['Actual Loops'];
}

async function endOfLog(): Promise<{ xmax: string; at: string }> {
  const { rows } = await pool.query<{ xmax: string; at: string }>(
    `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xmax, max(at)::text AS at FROM changes`,
  );
  return rows[0] ?? { xmax: '', at: '' };
}

describe('what an edit of a large project reads', () => {
  it.each(['guesses', 'knows'])('COM-96: is a few rows, whatever the planner %s', async (how) => {
    if (how === 'knows') await pool.query('ANALYZE');
    const { xmax, at } = await endOfLog();
    const keys = [[recordId], [recordId], [recordId], ['column'], ['c7'], null];
    const row = [['table'], [null], [null], [1], [1], [2], ['{}'], ['{}'], [0], [0]];
    const change = [randomUUID(), 'ada', 'Ada', '{}', '[]', 0, '', null, null];
    const written = [[recordId], [1], ['column'], ['c7'], [holderId]];
    const ofEdit = [[randomUUID()], ['ada'], ['Ada'], ['{}'], ['[]'], ['']];
    const ofRecord = [[0], [1], [randomUUID()], ['ada'], [recordId], [1], [1], ['{}'], ['{}'], [0], [0]];
    const edits = [projectId, ['owner'], ...ofEdit, ...ofRecord];
    const opening = [projectId, 'ada', randomUUID(), [recordId], null];
    expect(await rowsRead(statements.open, opening)).toBeLessThan(20);
    expect(await rowsRead(statements.load, [projectId, ...keys])).toBeLessThan(20);
    expect(await rowsRead(statements.updateRecords, [projectId, [recordId], ...row])).toBeLessThan(20);
    const edit = [projectId, ['owner'], ...[...ofEdit, ...ofRecord.slice(4)].map(([value]) => value)];
    expect(await rowsRead(statements.edits, edits)).toBeLessThan(30);
    expect(await rowsRead(statements.edit, edit)).toBeLessThan(20);
    expect(await rowsRead(statements.log, [projectId, ...change, ...written])).toBeLessThan(20);
    const unnamed = [...change, [recordId], [1]];
    expect(await rowsRead(statements.logWithoutNames, [projectId, ...unnamed])).toBeLessThan(20);
    expect(await rowsRead(statements.feed, [[projectId], [at], [], xmax, 2_001])).toBeLessThan(20);
  });

  it('COM-96: is a page of the log, however far back', async () => {
    const { rows } = await pool.query<{ at: string; id: string }>(
      'SELECT at::text, id FROM changes ORDER BY at, id OFFSET 30 LIMIT 1',
    );
    const page = await rowsRead(statements.changePage, [projectId, rows[0]?.at, rows[0]?.id, 10]);
    expect(page).toBeLessThan(20);
  });
});
