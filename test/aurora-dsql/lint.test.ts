import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDsqlLint, lintDsql } from '../../scripts/corpus/dsql';
import { openCorpus } from '../../scripts/corpus/truth';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { countingIds } from '../../src/core/formats/sql-import/outline.fixture';
import { exportOf, scripts } from './fixtures';

if (findDsqlLint() === undefined) {
  describe('AWS’s linter', () => {
    it('DSQL-3: comes for Linux on x64 only, and this is another platform', () => {
      expect(`${process.platform}-${process.arch}`).not.toBe('linux-x64');
    });
  });
} else {
  describe('AWS’s linter', () => {
    it('DSQL-3: finds what Aurora DSQL refuses, so that its silence means something', async () => {
      const found = await lintDsql('CREATE TABLE t (a text[], b serial);\nCREATE INDEX i ON t (b);');
      expect(found.map(({ rule }) => rule).sort()).toEqual(['array_type', 'index_async', 'serial_type']);
    });

    it.each(scripts)('DSQL-3: has nothing against the export of %s', async (_name, sql) => {
      const exported = await exportOf(sql);
      expect(exported.sql).toContain('CREATE TABLE');
      expect(await lintDsql(exported.sql)).toEqual([]);
      const without = await exportOf(sql, { foreignKeys: false });
      expect(await lintDsql(without.sql)).toEqual([]);
    });
  });

  // Real schemas lie outside of the repository.
  if (process.env.CORPUS_DIR) {
    const corpus = openCorpus(process.env.CORPUS_DIR);
    describe('AWS’s linter and the corpus', () => {
      it.each(corpus.entries.map(({ name, file }) => [name, file] as const))(
        'DSQL-3: has nothing against the export of %s',
        async (_name, file) => {
          const sql = readFileSync(join(corpus.folder, file), 'utf8');
          const imported = await importPostgresql(sql, { mintId: countingIds() });
          // What is no script for us has no export; the corpus’s own run tells of that.
          if (!imported.ok) return expect(imported.problem.detail).toContain('Nothing was imported');
          expect(await lintDsql((await exportOf(sql)).sql)).toEqual([]);
        },
        120_000,
      );
    });
  }
}
