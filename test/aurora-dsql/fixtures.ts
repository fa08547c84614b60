import { readFileSync } from 'node:fs';
import { roasterySql } from '../../src/client/samples/roastery';
import type { AuroraDsqlOptions } from '../../src/core/formats/aurora-dsql/export-aurora-dsql';
import { exportAuroraDsql } from '../../src/core/formats/aurora-dsql/export-aurora-dsql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { countingIds } from '../../src/core/formats/sql-import/outline.fixture';
import { MemoryState } from '../../src/core/schema/memory-state';

const read = (path: string) => readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');

const imports = [
  ...['alter-chain', 'defaults', 'generated-names', 'handwritten', 'kept-as-text', 'mistakes', 'namespaces'],
  ...['pg-dump', 'psql-script'],
];

/** Every script of ours that makes tables, by name. */
export const scripts: readonly (readonly [name: string, sql: string])[] = [
  ['a shop with everything', read('aurora-dsql/input.sql')],
  ['the sample project', roasterySql],
  ['library', read('library.sql')],
  ['harbour', read('transfer/harbour.sql')],
  ...imports.map((name): [string, string] => [name, read(`sql-import/${name}/input.sql`)]),
];

/** The design that a script makes. */
export async function designOf(sql: string): Promise<MemoryState> {
  const imported = await importPostgresql(sql, { mintId: countingIds() });
  if (!imported.ok) throw new Error(imported.problem.detail);
  return MemoryState.from(imported.value.records);
}

/** What the export makes of a script. */
export async function exportOf(sql: string, options?: AuroraDsqlOptions) {
  return exportAuroraDsql(await designOf(sql), options);
}
