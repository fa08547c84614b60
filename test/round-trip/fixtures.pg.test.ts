import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differences, listObjects } from '../../scripts/corpus/catalogue';
import { roasterySql } from '../../src/client/samples/roastery';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { countingIds } from '../../src/core/formats/sql-import/outline.fixture';
import { preprocess } from '../../src/core/formats/sql-import/preprocess';
import { MemoryState } from '../../src/core/schema/memory-state';
import { must } from '../../src/core/std/assert';
import { createTestDatabase } from '../pg/database';

/** Fixtures that PostgreSQL takes without an extension that it lacks here, and without errors on purpose. */
const cases = [
  ...['handwritten', 'generated-names', 'alter-chain', 'namespaces', 'defaults'],
  ...['partitions', 'partitions-dump', 'inheritance', 'types', 'settings', 'renames'],
];

async function exported(sql: string): Promise<string> {
  const result = await importPostgresql(sql, { mintId: countingIds() });
  const { records } = must(result.ok ? result.value : null, 'import');
  return exportPostgresql(MemoryState.from(records)).sql;
}

/** The objects of a database after its own statements ran on it, one by one as psql would. */
async function objectsAfter(sql: string) {
  const database = await createTestDatabase();
  const client = await database.pool.connect();
  try {
    for (const { text } of preprocess(sql).statements) await client.query(text);
    return await listObjects(client);
  } finally {
    client.release();
    await database.drop();
  }
}

describe('IMP-1, IMP-5, IMP-6: what is exported after an import is what the script made', () => {
  it.each(cases)('%s', async (name) => {
    const sql = readFileSync(new URL(`../fixtures/sql-import/${name}/input.sql`, import.meta.url), 'utf8');
    const ddl = await exported(sql);
    const [original, result] = await Promise.all([objectsAfter(sql), objectsAfter(ddl)]);
    expect(differences(original, result)).toEqual([]);
    expect(original.get('column')?.size).toBeGreaterThan(0);
    expect(await exported(ddl)).toBe(ddl);
  });
});

describe('the sample project', () => {
  it('IMP-1: comes in whole and goes out the same', async () => {
    const result = await importPostgresql(roasterySql, { mintId: countingIds() });
    const { counts, diagnostics } = must(result.ok ? result.value : null, 'import');
    expect(diagnostics).toEqual([]);
    expect(counts).toMatchObject({ tables: 24, enums: 3, verbatim: 1 });
    const ddl = await exported(roasterySql);
    const [original, again] = await Promise.all([objectsAfter(roasterySql), objectsAfter(ddl)]);
    expect(differences(original, again)).toEqual([]);
    expect(await exported(ddl)).toBe(ddl);
  });
});
