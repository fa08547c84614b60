import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import type { Import } from '../../src/core/formats/sql-import/import-postgresql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { preprocess } from '../../src/core/formats/sql-import/preprocess';
import { MemoryState } from '../../src/core/schema/memory-state';
import { differences, listObjects } from './catalogue';
import type { ScratchServer } from './server';
import type { Corpus, CorpusEntry, Measured } from './truth';
import { compareMeasured, measure } from './truth';

/** What became of one file; identical when there are no findings. */
export type Outcome = {
  readonly findings: readonly string[];
  readonly notes: readonly string[];
  /** Statements of the original that this server refuses, each by its first line. */
  readonly refusedHere: readonly string[];
};

/**
 * import → export → load into an empty PostgreSQL 18 → compare with the original loaded there, and with
 * the recorded truth wherever the original on this server agrees with it.
 */
export async function checkFile(server: ScratchServer, corpus: Corpus, entry: CorpusEntry): Promise<Outcome> {
  const sql = readFileSync(join(corpus.folder, entry.file), 'utf8');
  const prelude = entry.prelude ? readFileSync(join(corpus.folder, entry.prelude), 'utf8') : '';
  await server.createRoles(entry.roles ?? []);
  const imported = await importPostgresql(sql, { mintId: counter() });
  if (!imported.ok) {
    const { detail, line, column } = imported.problem;
    return { findings: [`refused at ${line}:${column}: ${detail}`], notes: [], refusedHere: [] };
  }
  const exported = printed(imported.value);
  const findings: string[] = [];
  const original = await server.withDatabase(async (client) => {
    const refusedHere = await loadOriginal(client, prelude, sql);
    return { refusedHere, measured: await measure(client, corpus.query), objects: await listObjects(client) };
  });
  const result = await server.withDatabase(async (client) => {
    if (prelude) await client.query(prelude);
    // The export takes public for granted; a script that makes it itself needs a prelude that drops it.
    await client.query('CREATE SCHEMA IF NOT EXISTS public');
    const failure = await client.query(exported).then(() => null, describeError(exported));
    // An original that needs what this server lacks (an extension) cannot be wholly loaded either.
    const refusedHere =
      failure !== null && original.refusedHere.length > 0 ? await loadStatements(client, exported) : [];
    if (failure !== null && original.refusedHere.length === 0)
      findings.push(`the export does not load: ${failure}`);
    return { refusedHere, measured: await measure(client, corpus.query), objects: await listObjects(client) };
  });
  findings.push(...compareMeasured(original.measured, result.measured));
  if (entry.truth) findings.push(...compareWithRecorded(entry.truth, original.measured, result.measured));
  if (findings.length > 0) findings.push(...differences(original.objects, result.objects));
  findings.push(...lostText(original.refusedHere, result.refusedHere));
  // Of what this server refuses only the record, made where nothing was refused, tells what is right.
  const counted = original.refusedHere.length > 0 && entry.truth ? entry.truth : original.measured;
  if (isModelled(imported.value)) findings.push(...compareCounts(imported.value.counts, counted));
  findings.push(...(await fixedPoint(exported)));
  const refusedHere = original.refusedHere.map((text) => text.trim().split('\n')[0] ?? '');
  return { findings, refusedHere, notes: notesOf(imported.value, original.refusedHere.length) };
}

/**
 * What this server refuses in the original (it lacks an extension, mostly) cannot be compared in a catalogue.
 * It must survive as text: every word of it stands in what is refused of the export.
 */
function lostText(original: readonly string[], exported: readonly string[]): readonly string[] {
  const kept = new Set(exported.flatMap(wordsOf));
  return original.flatMap((text) => {
    const lost = wordsOf(text).filter((word) => !kept.has(word) && !optionalWords.has(word));
    const [line = ''] = text.trim().split('\n');
    return lost.length === 0 ? [] : [`refused here and not kept: ${line} … (${lost.join(', ')})`];
  });
}

/** What may be said or left unsaid, or said at another place, without a difference. */
const optionalWords: ReadonlySet<string> = new Set(
  'only if not exists btree using with schema public without time zone column set'.split(' '),
);

function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replace(/--.*$/gm, '')
      .match(/[a-z_][\w$]*/g) ?? []
  );
}

/** Kinds of statements that make what the counts of the report leave out. */
const countedTags: ReadonlySet<string> = new Set([
  'table',
  'foreign table',
  'constraint',
  'index',
  'alter table',
  'do',
]);

function isModelled({ records }: Import): boolean {
  return !records.some((record) => record.kind === 'verbatim' && countedTags.has(record.body.tag));
}

/** The counts of the import's report beside the catalogue's. */
function compareCounts(counts: Import['counts'], measured: Measured): readonly string[] {
  const pairs = [
    ['tables', 'tables'],
    ['columns', 'columns'],
    ['primaryKeys', 'pk'],
    ['foreignKeys', 'fk'],
    ['uniques', 'unique'],
    ['checks', 'check'],
    ['indexes', 'indexes_not_from_constraint'],
    ['enums', 'enums'],
  ] as const;
  return pairs
    .filter(([ours, theirs]) => counts[ours] !== measured.counts[theirs])
    .map(
      ([ours, theirs]) =>
        `the import reports ${counts[ours]} ${ours}, the catalogue has ${measured.counts[theirs]}`,
    );
}

/** Version 4 in form, so that they are valid; counted, so that runs can be compared. */
function counter(): () => string {
  let next = 0;
  return () => `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`;
}

function printed(imported: Import): string {
  return exportPostgresql(MemoryState.from(imported.records)).sql;
}

/** Loads the script as psql would: a statement that fails does not stop the rest. Gives those that failed. */
async function loadOriginal(client: pg.Client, prelude: string, sql: string): Promise<readonly string[]> {
  if (prelude) await client.query(prelude);
  return loadStatements(client, sql);
}

async function loadStatements(client: pg.Client, sql: string): Promise<readonly string[]> {
  const refusedHere: string[] = [];
  for (const { text } of preprocess(sql).statements) {
    if (/^SET\s+client_encoding/i.test(text)) continue;
    // Rows are no part of the comparison, and some need others that only a separate file has.
    if (/^INSERT\b/i.test(text)) continue;
    await client.query(text).catch(() => refusedHere.push(text));
  }
  await client.query('ROLLBACK');
  return refusedHere;
}

function describeError(sql: string): (error: unknown) => string {
  return (error) => {
    if (!(error instanceof Error)) return String(error);
    const position = 'position' in error ? Number(error.position) : 0;
    const place = position > 0 ? ` at “${sql.slice(position - 1, position + 80).replaceAll('\n', ' ')}”` : '';
    return `${error.message}${place}`;
  };
}

function compareWithRecorded(recorded: Measured, original: Measured, found: Measured): readonly string[] {
  const agreed = {
    counts: pickEqual(recorded.counts, original.counts),
    digests: pickEqual(recorded.digests, original.digests),
  };
  return compareMeasured(agreed, found).map((line) => `${line} (recorded truth)`);
}

function pickEqual<Value>(one: Record<string, Value>, other: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(one).filter(([key, value]) => other[key] === value));
}

/** The product reads what it writes, and writes the same again. */
async function fixedPoint(exported: string): Promise<readonly string[]> {
  const again = await importPostgresql(exported, { mintId: counter() });
  if (!again.ok)
    return [
      `its own export is refused at ${again.problem.line}:${again.problem.column}: ${again.problem.detail}`,
    ];
  const second = printed(again.value);
  if (second === exported) return [];
  const [before, after] = [exported.split('\n'), second.split('\n')];
  const line = before.findIndex((text, index) => text !== after[index]);
  return [
    `export(import(export)) differs from line ${line + 1}: ${before[line] ?? ''} → ${after[line] ?? ''}`,
  ];
}

function notesOf({ counts, ledger, diagnostics }: Import, failures: number): readonly string[] {
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  return [
    `${counts.tables} tables, ${counts.columns} columns, ${counts.foreignKeys} foreign keys`,
    ...(counts.verbatim > 0 ? [`${counts.verbatim} kept as text`] : []),
    ...(ledger.length > 0 ? [`${ledger.length} ledger lines`] : []),
    ...(errors > 0 ? [`${errors} errors`] : []),
    ...(failures > 0 ? [`${failures} statements of the original fail here`] : []),
  ];
}
