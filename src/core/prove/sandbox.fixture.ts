import type pg from 'pg';
import { importPostgresql } from '../formats/sql-import/import-postgresql';
import { countingIds } from '../formats/sql-import/outline.fixture';
import type { ProvenScript } from '../protocol/proof';
import { MemoryState } from '../schema/memory-state';
import type { SchemaRecord } from '../schema/record';
import { must } from '../std/assert';
import type { ProveOptions } from './prove';
import { prove } from './prove';
import type { Sandbox } from './sandbox';

/** A real server as the sandbox: as good as PGlite for what is executed, and much faster to start. */
export async function proveOn(
  pool: pg.Pool,
  state: MemoryState,
  options: Partial<ProveOptions> = {},
): Promise<ProvenScript> {
  const client = await pool.connect();
  const sandbox: Sandbox = {
    query: async (sql) => (await client.query(sql)).rows,
    exec: async (sql) => {
      await client.query(sql);
    },
  };
  try {
    return await prove(async () => sandbox, state, { mintId: countingIds(), ...options });
  } finally {
    client.release();
  }
}

/** What importing a script gives. */
export async function designOf(sql: string): Promise<MemoryState> {
  const imported = await importPostgresql(sql, { mintId: countingIds() });
  const records: readonly SchemaRecord[] = must(imported.ok ? imported.value : null, 'import').records;
  return MemoryState.from(records);
}
