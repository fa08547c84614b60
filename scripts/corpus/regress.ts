import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { loadParser, parseStatement } from '../../src/core/formats/sql-import/parse';
import { preprocess } from '../../src/core/formats/sql-import/preprocess';
import { MemoryState } from '../../src/core/schema/memory-state';
import { counter } from './check-script';

/** What a script of PostgreSQL's own tests, full of statements that fail on purpose, does to the importer. */
export type Survival = { readonly name: string; readonly findings: readonly string[] };

/** The scripts in `regress`; none when the corpus has no such folder. */
export function regressScripts(folder: string): readonly string[] {
  try {
    return readdirSync(join(folder, 'regress')).filter((name) => name.endsWith('.sql'));
  } catch {
    return [];
  }
}

/**
 * Imports the script as it is, which may refuse it, but with a place; then without the statements that no
 * parser takes, which must come in with diagnostics and go out again.
 */
export async function survives(folder: string, name: string): Promise<Survival> {
  const sql = readFileSync(join(folder, 'regress', name), 'utf8');
  const findings: string[] = [];
  try {
    const whole = await importPostgresql(sql, { mintId: counter() });
    if (!whole.ok && (whole.problem.line === undefined || whole.problem.column === undefined)) {
      findings.push(`is refused without a place: ${whole.problem.detail}`);
    }
    const rest = await importPostgresql(await parsable(sql), { mintId: counter() });
    if (!rest.ok) findings.push(`is refused without its unparsable statements: ${rest.problem.detail}`);
    else {
      const placeless = rest.value.diagnostics.filter(
        (one) => one.line === undefined && one.code !== 'no-tables',
      );
      findings.push(
        ...placeless.map(({ code, message }) => `a diagnostic without a place: ${code}: ${message}`),
      );
      exportPostgresql(MemoryState.from(rest.value.records));
    }
  } catch (error) {
    findings.push(`threw ${error instanceof Error ? error.stack : error}`);
  }
  return { name, findings };
}

/** The script without the statements that PostgreSQL's parser refuses. */
async function parsable(sql: string): Promise<string> {
  await loadParser();
  const statements = preprocess(sql).statements.filter(({ bare }) => parseStatement(bare).ok);
  return statements.map(({ text }) => `${text};`).join('\n');
}
