import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { exportAuroraDsql } from '../../src/core/formats/aurora-dsql/export-aurora-dsql';
import { inspectCatalogue } from '../../src/core/formats/catalogue/inspect';
import type { Query } from '../../src/core/formats/catalogue/query';
import { quoteNamesOfBefore } from '../../src/core/formats/sql-import/names-of-before';
import { loadParser } from '../../src/core/formats/sql-import/parse';
import type { MemoryState } from '../../src/core/schema/memory-state';
import type { SchemaRecord } from '../../src/core/schema/record';
import type { Setting } from './check-script';
import { checkImport, checkRecords, counter, loadOriginal } from './check-script';
import { findDsqlLint, lintDsql, statementsForPostgresql } from './dsql';
import { firstLine, firstRefused } from './load';
import { dumpSchema } from './own-dump';
import type { CorpusEntry } from './truth';
import { preludeOf } from './truth';

/**
 * What a file of the corpus is taken through; `as written` always. The last one is no way back: AWS's linter
 * has to take the export for Aurora DSQL, and so does PostgreSQL.
 */
export const allWays = ['as written', 'own dump', 'inspect', 'dsql'] as const;
export type Way = (typeof allWays)[number];

/** What can be done here: the linter for Aurora DSQL comes for one platform only. */
export const possibleWays = allWays.filter((way) => way !== 'dsql' || findDsqlLint() !== undefined);

/** What became of one file; identical when there are no findings. */
export type Outcome = {
  readonly name: string;
  readonly findings: readonly { readonly way: Way; readonly text: string }[];
  readonly notes: readonly string[];
  /** Statements of the original, and of its dump, that this server refuses: first line and error. */
  readonly refusedHere: readonly string[];
  readonly design?: MemoryState | undefined;
};

/**
 * Takes one schema through the product and back into PostgreSQL, in every way, and compares what is there
 * with what the original makes.
 */
export async function checkFile(
  setting: Setting,
  entry: CorpusEntry,
  ways: readonly Way[],
): Promise<Outcome> {
  const { server, corpus } = setting;
  const read = (file: string | undefined) => (file ? readFileSync(join(corpus.folder, file), 'utf8') : '');
  const script = { sql: read(entry.file), prelude: read(preludeOf(corpus, entry)) };
  const original = await loadOriginal(setting, script, async (client, database) => ({
    dump: ways.includes('own dump') ? await dumpSchema(server.port, database) : null,
    inspected: ways.includes('inspect') ? await inspected(client) : null,
  }));
  const asWritten = await checkImport(setting, script, original, entry.truth);
  const findings = asWritten.findings.map((text) => ({ way: 'as written' as Way, text }));
  const refused = [...original.refused];
  const { dump, inspected: fromCatalogue } = original.seen;
  if (dump !== null) {
    const dumped = { sql: dump, prelude: '' };
    const restored = await loadOriginal(setting, dumped, async () => null);
    const verdict = await checkImport(setting, dumped, restored, undefined);
    refused.push(...restored.refused);
    findings.push(...verdict.findings.map((text) => ({ way: 'own dump' as Way, text })));
  }
  if (fromCatalogue !== null) {
    // What the server refused is not in its catalogue.
    const present = { ...original, refused: [] };
    const verdict = await checkRecords(setting, fromCatalogue, '', present, undefined);
    findings.push(...verdict.findings.map((text) => ({ way: 'inspect' as Way, text })));
  }
  const { notes, design } = asWritten;
  if (ways.includes('dsql') && design) {
    const found = await dsqlFindings(setting, exportAuroraDsql(design).sql);
    findings.push(...found.map((text) => ({ way: 'dsql' as Way, text })));
  }
  const refusedHere = [...new Set(refused.map(({ text, error }) => `${firstLine(text)}: ${error}`))];
  return { name: entry.name, findings, notes, refusedHere, design };
}

/** What AWS's linter has against an export for Aurora DSQL, and what PostgreSQL has, but for ASYNC. */
async function dsqlFindings({ newest }: Setting, sql: string): Promise<readonly string[]> {
  const linted = await lintDsql(sql);
  const failure = await newest.withDatabase(async (client) => {
    // Dumps switch this off, and there are bodies among them that are wrong in the original, too.
    await client.query('SET check_function_bodies = off');
    return firstRefused(client, statementsForPostgresql(sql));
  });
  return [
    ...linted.map(({ rule, line, message }) => `${rule} in line ${line}: ${message}`),
    ...(failure === null ? [] : [`PostgreSQL refuses it, too: ${failure}`]),
  ];
}

/** What the product reads out of a running database. */
async function inspected(client: pg.ClientBase): Promise<readonly SchemaRecord[]> {
  const query: Query = async (sql) => (await client.query(sql)).rows;
  await loadParser();
  return (await inspectCatalogue(query, { mintId: counter(), asReadNow: quoteNamesOfBefore })).records;
}
