import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { countingIds } from '../../src/core/formats/sql-import/outline.fixture';
import { MemoryState } from '../../src/core/schema/memory-state';
import { must } from '../../src/core/std/assert';

const folder = new URL('../fixtures/sql-import/', import.meta.url);

async function exported(sql: string): Promise<string> {
  const result = await importPostgresql(sql, { mintId: countingIds() });
  const { records } = must(result.ok ? result.value : null, 'import');
  return exportPostgresql(MemoryState.from(records)).sql;
}

describe('IMP-9: what is exported comes back as the same, byte for byte', () => {
  // Statements that are wrong in the script are wrong in the export too, and need not settle at once.
  it.each(readdirSync(folder).filter((name) => name !== 'mistakes'))('%s', async (name) => {
    const once = await exported(readFileSync(new URL(`${name}/input.sql`, folder), 'utf8'));
    expect(await exported(once)).toBe(once);
  });
});
