/**
 * `npm run bench sql`: how long a script takes to become a model and a model to become DDL, as ratios to
 * PostgreSQL's own parser (libpg-query) reading the same statements in the same run. Exit status 1 when a
 * bound does not hold. `BENCH_ROUNDS` (15), `CORPUS_DIR` adds the largest schema of the corpus.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { loadParser, parseStatement } from '../../src/core/formats/sql-import/parse';
import { preprocess } from '../../src/core/formats/sql-import/preprocess';
import { MemoryState } from '../../src/core/schema/memory-state';
import { importContext } from '../../src/server/sql/import-context';
import { syntheticDump } from './synthetic-dump';

/** At most so many times what the bare parse takes. */
const bounds = { toModel: 3, toSql: 1 } as const;
const rounds = Number(process.env.BENCH_ROUNDS ?? 15);

type Round = {
  readonly parse: number;
  readonly split: number;
  readonly toModel: number;
  readonly toSql: number;
};

async function measure(sql: string): Promise<Round> {
  const statements = preprocess(sql).statements.map(({ bare }) => bare);
  const parse = timed(() => statements.forEach(parseStatement));
  const split = timed(() => preprocess(sql));
  const context = importContext({ namespaces: {}, idPrefix: '00000000-0000-4000-8000-' });
  const began = performance.now();
  const imported = await importPostgresql(sql, context);
  const toModel = performance.now() - began;
  if (!imported.ok) throw new Error(imported.problem.detail);
  const state = MemoryState.from(imported.value.records);
  return { parse, split, toModel, toSql: timed(() => exportPostgresql(state)) };
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function bench(name: string, sql: string): Promise<boolean> {
  await measure(sql);
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measure(sql));
  const ratio = (part: keyof Round) => median(measured.map((round) => round[part] / round.parse));
  const [toModel, toSql] = [ratio('toModel'), ratio('toSql')];
  const parse = median(measured.map((round) => round.parse));
  const line = [
    `bare parse ${parse.toFixed(0)} ms`,
    `splitting ${ratio('split').toFixed(2)}×`,
    `script to model ${toModel.toFixed(2)}× (bound ${bounds.toModel}×)`,
    `model to DDL ${toSql.toFixed(2)}× (bound ${bounds.toSql}×)`,
  ];
  console.log(`${name} (${(sql.length / 1e6).toFixed(2)} MB, median of ${rounds}): ${line.join(', ')}`);
  return toModel <= bounds.toModel && toSql <= bounds.toSql;
}

/** The largest script of the corpus that is no chain of migrations: those leave much less than they say. */
function largestOfCorpus(folder: string): readonly [name: string, sql: string] | undefined {
  const [name] = readdirSync(folder)
    .filter((file) => file.endsWith('.sql') && !/migrations|prelude|truth/.test(file))
    .sort((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size);
  return name === undefined ? undefined : [name, readFileSync(join(folder, name), 'utf8')];
}

await loadParser();
const folder = process.env.CORPUS_DIR;
const largest = folder ? largestOfCorpus(folder) : undefined;
const scripts = [['1,000 tables', syntheticDump(1_000)] as const, ...(largest ? [largest] : [])];
let holds = true;
for (const [name, sql] of scripts) holds = (await bench(name, sql)) && holds;
process.exitCode = holds ? 0 : 1;
