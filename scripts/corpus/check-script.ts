import type pg from 'pg';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import type { PostgresqlVersion } from '../../src/core/formats/postgresql/options';
import type { Import } from '../../src/core/formats/sql-import/import-postgresql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { preprocess } from '../../src/core/formats/sql-import/preprocess';
import { importByExecution, needsExecution } from '../../src/core/prove/import-by-execution';
import type { Sandbox } from '../../src/core/prove/sandbox';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { SchemaRecord } from '../../src/core/schema/record';
import type { Problem } from '../../src/core/std/problem';
import type { Result } from '../../src/core/std/result';
import { ok } from '../../src/core/std/result';
import type { Catalogue, CatalogueDifference } from './catalogue';
import { countObjects, differences, listObjects } from './catalogue';
import type { Refused } from './load';
import { isAboutRefused, isOfTheSchema, loadStatements, loadWhole, lostText, newlyRefused } from './load';
import type { ScratchServer } from './server';
import type { Corpus, CorpusEntry, Measured } from './truth';
import { compareMeasured, measure } from './truth';

/** Where scripts run, and with what their databases are measured. */
export type Setting = {
  readonly server: ScratchServer;
  /** The same, or a newer one, that stands for what the product itself runs scripts in. */
  readonly newest: ScratchServer;
  readonly corpus: Corpus;
};

/** A script as somebody would import it; the prelude is there before it and not imported. */
export type Script = { readonly sql: string; readonly prelude: string };

/** What a server makes of a script. */
export type Loaded = {
  /** Statements that this server refuses. */
  readonly refused: readonly Refused[];
  /** Those of them that the newest server takes: they are written for that. */
  readonly onlyNewer: readonly Refused[];
  /** The same, of a script that should load whole: what the server said. */
  readonly failure: string | null;
  readonly measured: Measured;
  readonly catalogue: Catalogue;
};

/** Loads an original statement by statement, and lets `also` look at its database. */
export async function loadOriginal<Seen>(
  setting: Setting,
  script: Script,
  also: (client: pg.ClientBase, database: string) => Promise<Seen>,
): Promise<Loaded & { readonly seen: Seen }> {
  const { server, corpus } = setting;
  return server.withDatabase(async (client, database) => {
    const refused = await refusedOf(client, script);
    const measured = await measure(client, corpus.query);
    const catalogue = await listObjects(client);
    if (countObjects(catalogue) <= EMPTY_DATABASE) throw new Error('The original made no objects.');
    const onlyNewer = await takenByNewest(setting, script, refused);
    return { refused, onlyNewer, failure: null, measured, catalogue, seen: await also(client, database) };
  });
}

async function refusedOf(client: pg.ClientBase, { sql, prelude }: Script): Promise<readonly Refused[]> {
  if (prelude) {
    await loadStatements(client, prelude);
    await client.query('RESET ALL');
  }
  return loadStatements(client, sql);
}

async function takenByNewest(
  { server, newest }: Setting,
  script: Script,
  refused: readonly Refused[],
): Promise<readonly Refused[]> {
  if (newest === server || refused.length === 0) return [];
  const there = await newest.withDatabase((client) => refusedOf(client, script));
  const texts = new Set(there.map(({ text }) => text));
  return refused.filter((one) => !texts.has(one.text) && isOfTheSchema(one));
}

/** The schema public and plpgsql. */
const EMPTY_DATABASE = 2;

/** Loads what was exported, whole; in parts only where the original has statements that this server refuses. */
async function loadExported(
  { server, corpus }: Setting,
  { sql, prelude }: Script,
  original: Loaded,
): Promise<Loaded> {
  return server.withDatabase(async (client) => {
    if (prelude) {
      await loadStatements(client, prelude);
      await client.query('RESET ALL');
    }
    // The export takes public for granted; a script that makes it itself needs a prelude that drops it.
    await client.query('CREATE SCHEMA IF NOT EXISTS public');
    const failure = await loadWhole(client, sql);
    const refused = failure === null ? [] : await loadStatements(client, sql);
    const measured = await measure(client, corpus.query);
    return {
      refused,
      onlyNewer: [],
      failure: original.refused.length > 0 ? null : failure,
      measured,
      catalogue: await listObjects(client),
    };
  });
}

/** How a script came in, and what is wrong with what went out. */
export type Verdict = {
  readonly findings: readonly string[];
  readonly notes: readonly string[];
  /** What was read, where anything was. */
  readonly design?: MemoryState;
};

/** import → export → load → compare with the original; reading the export again must give the same bytes. */
export async function checkImport(
  setting: Setting,
  script: Script,
  original: Loaded,
  recorded: CorpusEntry['truth'],
): Promise<Verdict> {
  const imported = await importAsTheServerDoes(setting, script);
  if (!imported.ok) {
    const { detail, line, column } = imported.problem;
    return { findings: [`refused at ${line}:${column}: ${detail}`], notes: [] };
  }
  const { findings } = await checkRecords(
    setting,
    imported.value.records,
    script.prelude,
    original,
    recorded,
  );
  // Of what this server refuses only the record, made where nothing was refused, tells what is right.
  const counted = original.refused.length > 0 && recorded ? recorded : original.measured;
  const counts =
    script.prelude === '' && areCounted(imported.value, counted)
      ? compareCounts(imported.value.counts, counted)
      : [];
  return {
    findings: [...findings, ...counts],
    notes: [
      ...notesOf(imported.value),
      ...(original.onlyNewer.length === 0
        ? []
        : [`${original.onlyNewer.length} statements are for newer servers: only nothing may be missing`]),
    ],
    design: MemoryState.from(imported.value.records),
  };
}

/**
 * By reading the text; where that leaves something open, by running it in an empty database, which has the
 * extensions of the prelude, for a script that takes them for granted.
 */
async function importAsTheServerDoes(
  { newest }: Setting,
  { sql, prelude }: Script,
): Promise<Result<Import, Problem>> {
  const read = await importPostgresql(sql, { mintId: counter() });
  if (!read.ok || !needsExecution(read.value)) return read;
  const run = await newest.withDatabase(async (client) => {
    const sandbox: Sandbox = {
      query: async (statement) => (await client.query(statement)).rows,
      exec: async (statement) => {
        await client.query(statement);
      },
    };
    const extensions = preprocess(prelude).statements.filter(({ text }) =>
      /^create\s+extension\b/i.test(text),
    );
    for (const { text } of extensions) await client.query(text).catch(() => undefined);
    return importByExecution(async () => sandbox, sql, read.value, { mintId: counter() });
  });
  if (run.kind === 'executed') return ok(run.imported);
  return ok({ ...read.value, diagnostics: [run.diagnostic, ...read.value.diagnostics] });
}

/** The same for records, wherever they come from. */
export async function checkRecords(
  setting: Setting,
  records: readonly SchemaRecord[],
  prelude: string,
  original: Loaded,
  recorded: CorpusEntry['truth'],
): Promise<Verdict> {
  const { version } = setting.server;
  // What the prelude has made already is no error.
  const options = { version, ifNotExists: prelude !== '' };
  const exported = printed(records, options);
  const result = await loadExported(setting, { sql: exported, prelude }, original);
  // What is written for newer servers the export for this one says in another way, so there is more.
  const isLess = original.onlyNewer.length > 0;
  const refusedByAll = original.refused.filter((one) => !original.onlyNewer.includes(one));
  const found = differences(original.catalogue, result.catalogue);
  const findings = [
    ...(result.failure === null ? [] : [`the export does not load: ${result.failure}`]),
    ...(isLess ? [] : compareMeasured(original.measured, result.measured)),
    ...(recorded && !isLess ? compareWithRecorded(recorded, original.measured, result.measured) : []),
    ...found.filter((one) => !isLess || !isMore(one, original.refused)).map(({ text }) => text),
    ...lostText(refusedByAll, result.refused),
    ...newlyRefused(original.refused, result.refused),
    ...(await fixedPoint(exported, options)),
  ];
  return { findings, notes: [] };
}

/**
 * What is there because the export says it in a way that this server can read, or builds on such: more than in
 * the original, or other where statements that are refused speak of it.
 */
function isMore({ name, difference }: CatalogueDifference, refused: readonly Refused[]): boolean {
  return difference === 'too many' || (difference === 'changed' && isAboutRefused(name, refused));
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

/** A partition or a child has no columns of its own in the model, and both kinds of counts leave it out elsewhere. */
function areCounted({ records }: Import, measured: Measured): boolean {
  if ((measured.counts.partitions ?? 0) > 0 || (measured.counts.tables_inheriting ?? 0) > 0) return false;
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
export function counter(): () => string {
  let next = 0;
  return () => `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`;
}

type Options = { readonly version: PostgresqlVersion; readonly ifNotExists: boolean };

function printed(records: readonly SchemaRecord[], options: Options): string {
  return exportPostgresql(MemoryState.from(records), options).sql;
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
async function fixedPoint(exported: string, options: Options): Promise<readonly string[]> {
  const again = await importPostgresql(exported, { mintId: counter() });
  if (!again.ok) {
    const { line, column, detail } = again.problem;
    return [`its own export is refused at ${line}:${column}: ${detail}`];
  }
  const second = printed(again.value.records, options);
  if (second === exported) return [];
  const [before, after] = [exported.split('\n'), second.split('\n')];
  const line = before.findIndex((text, index) => text !== after[index]);
  return [
    `export(import(export)) differs from line ${line + 1}: ${before[line] ?? ''} → ${after[line] ?? ''}`,
  ];
}

function notesOf({ counts, ledger, diagnostics }: Import): readonly string[] {
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  return [
    `${counts.tables} tables, ${counts.columns} columns, ${counts.foreignKeys} foreign keys`,
    ...(counts.verbatim > 0 ? [`${counts.verbatim} kept as text`] : []),
    ...(ledger.length > 0 ? [`${ledger.length} ledger lines`] : []),
    ...(errors > 0 ? [`${errors} errors`] : []),
  ];
}
