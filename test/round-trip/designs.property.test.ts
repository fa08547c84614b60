import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { countingIds } from '../../src/core/formats/sql-import/outline.fixture';
import { arbitraryDesign } from '../../src/core/schema/arbitrary.fixture';
import { MemoryState } from '../../src/core/schema/memory-state';
import { must } from '../../src/core/std/assert';

async function again(sql: string): Promise<string> {
  const result = await importPostgresql(sql, { mintId: countingIds() });
  const { records } = must(result.ok ? result.value : null, 'import');
  return exportPostgresql(MemoryState.from(records)).sql;
}

describe('IMP-9: what is exported comes back as the same, byte for byte', () => {
  it('any design', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDesign(), async (state) => {
        const { sql } = exportPostgresql(state);
        expect(await again(sql)).toBe(sql);
      }),
      { numRuns: Number(process.env.RUNS ?? 100), endOnFailure: process.env.SHRINK === undefined },
    );
  }, 60_000);
});
