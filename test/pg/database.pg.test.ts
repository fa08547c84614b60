import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './database';

describe('test database', () => {
  it('is empty, is PostgreSQL 18 and is gone after drop', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await first.pool.query('CREATE TABLE t (id int)');
    const seen = await second.pool.query<{ tables: number; version: string }>(
      `SELECT count(*)::int AS tables, current_setting('server_version_num') AS version
         FROM pg_class WHERE relname = 't'`,
    );
    expect(seen.rows[0]?.tables).toBe(0);
    expect(seen.rows[0]?.version).toMatch(/^18/);
    await first.drop();
    await second.drop();
    const again = await createTestDatabase();
    const left = await again.pool.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      new URL(first.url).pathname.slice(1),
    ]);
    expect(left.rowCount).toBe(0);
    await again.drop();
  });
});
