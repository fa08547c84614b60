import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { loaded } from '../../../core/formats/postgresql/database.fixture';
import { arbitraryTables } from '../../../core/schema/arbitrary.fixture';
import { MemoryState } from '../../../core/schema/memory-state';
import { must } from '../../../core/std/assert';
import { pasteInto } from './copies.fixture';
import { copyTables, sqlOf } from './copy-tables';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  // The owner that designs name; roles are of the whole server, and another file may have made it.
  await database.pool.query(
    'DO $$ BEGIN CREATE ROLE vz_owner; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$',
  );
});
afterAll(() => database.drop());

it('UI-184: copied tables load as SQL, and a project with the copies exports SQL that loads', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTables(), fc.nat({ max: 31 }), async (design, bits) => {
      const tableIds = design.ofKind('table').map(({ id }) => id);
      const chosen = tableIds.filter((_, place) => (bits >> place) % 2 === 1);
      fc.pre(chosen.length > 0);
      const clip = must(
        copyTables(design, chosen, () => null),
        'a clip',
      );
      const count = `SELECT count(*)::int AS count FROM pg_class WHERE relkind = 'r' AND oid >= 16384`;
      const client = await database.pool.connect();
      try {
        await client.query('BEGIN');
        const before = await client.query<{ count: number }>(count);
        await client.query(sqlOf(clip));
        const after = await client.query<{ count: number }>(count);
        expect((after.rows[0]?.count ?? 0) - (before.rows[0]?.count ?? 0)).toBe(chosen.length);
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
      const state = MemoryState.from(design.records());
      pasteInto(state, clip);
      await loaded(database.pool, state, (connection) => connection.query('SELECT 1'));
    }),
    { numRuns: 25 },
  );
});
