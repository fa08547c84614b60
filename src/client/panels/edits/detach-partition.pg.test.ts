import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { inspectCatalogue } from '../../../core/formats/catalogue/inspect';
import { exportPostgresql } from '../../../core/formats/postgresql/export-postgresql';
import { countingIds } from '../../../core/formats/sql-import/outline.fixture';
import { designOf } from '../../../core/prove/sandbox.fixture';
import { applyOperations } from '../../../core/schema/apply';
import { MemoryState } from '../../../core/schema/memory-state';
import { must } from '../../../core/std/assert';
import { detachPartition } from './detach-partition';
import { partitionedScript } from './detach-partition.fixture';
import { newId } from './new-id';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** What these statements leave in an empty database, as SQL. */
async function leftBy(...statements: readonly string[]): Promise<string> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    const { records } = await inspectCatalogue(async (sql) => (await client.query(sql)).rows, {
      mintId: countingIds(),
      isInTransaction: true,
    });
    return exportPostgresql(MemoryState.from(records)).sql;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('detaching a partition', () => {
  it.each(['events_2026', 'events_2026_odd'])(
    'UI-336: the design of %s is then what PostgreSQL leaves after DETACH',
    async (name) => {
      const state = await designOf(partitionedScript);
      const table = state.ofKind('table').find(({ body }) => body.name === name);
      const above = state.live(must(table, name).body.partitionOf?.tableId ?? '', 'table')?.body.name;
      const before = exportPostgresql(state).sql;
      const edit = detachPartition(state, must(table, name), { x: 0, y: 0 }, newId);
      const applied = applyOperations(state, edit.operations);
      if (!applied.ok) throw new Error(applied.problem.detail);
      for (const { after } of applied.value.writes) state.replace(after);
      const byHand = await leftBy(before, `ALTER TABLE ${above} DETACH PARTITION ${name}`);
      // Names of not-null constraints, which PostgreSQL 18 lets partitions inherit, are left to PostgreSQL.
      expect(await leftBy(exportPostgresql(state).sql)).toBe(
        byHand.replaceAll(/CONSTRAINT events_\w+_not_null /g, ''),
      );
    },
  );
});
