/**
 * `npm run chaos [-- options]`: edits under faults, and what became of them. See CONTRIBUTING.md and
 * docs/spec/chaos.md. Exit status 1 when a promise is broken, or when a planted bug is not found.
 */
import { parseArgs } from 'node:util';
import type { Plant } from './plants';
import { plants } from './plants';
import type { ChaosDatabase } from './postgres';
import { openChaosDatabase } from './postgres';
import type { PlantResult } from './report';
import { faultLines, plantLines, runLines } from './report';
import { writeReport } from './report-file';
import type { RunOptions } from './run';
import { run } from './run';
import { allLanes } from './schedule';

type Options = {
  readonly run: RunOptions;
  readonly planted: readonly Plant[];
  readonly isVerbose: boolean;
  readonly writesReport: boolean;
};

/** How long a planted bug may stay hidden. */
const plantSeconds = 120;

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      seconds: { type: 'string', default: '60' },
      round: { type: 'string', default: '16' },
      servers: { type: 'string', default: '3' },
      people: { type: 'string', default: '4' },
      writers: { type: 'string', default: '10' },
      steady: { type: 'string', default: '4' },
      'converge-within': { type: 'string', default: '2000' },
      lanes: { type: 'string', default: allLanes.join() },
      calm: { type: 'string', default: '1' },
      planted: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
    },
  });
  const planted = plants.filter(({ name }) => values.planted === 'all' || values.planted === name);
  if (values.planted !== undefined && planted.length === 0) {
    throw new Error(`--planted takes all or one of: ${plants.map(({ name }) => name).join(', ')}.`);
  }
  return {
    run: {
      seed: Number(values.seed),
      seconds: Number(values.seconds),
      roundSeconds: Number(values.round),
      servers: Number(values.servers),
      people: Number(values.people),
      writers: Number(values.writers),
      steady: Number(values.steady),
      pauseMs: { people: 120, writers: 30, steady: 15 },
      convergeWithinMs: Number(values['converge-within']),
      patienceMs: 30_000,
      lanes: allLanes.filter((lane) => values.lanes.split(',').includes(lane)),
      calm: Number(values.calm),
      plant: null,
      print: console.log,
    },
    planted,
    isVerbose: values.verbose,
    writesReport: values.report,
  };
}

/** The same clients and checker, short rounds, and what has to go wrong for this bug to show. */
async function runPlanted(database: ChaosDatabase, options: RunOptions, plant: Plant): Promise<PlantResult> {
  options.print(`${plant.name}: ${plant.what}`);
  const result = await run(database, {
    ...options,
    seconds: plantSeconds,
    roundSeconds: 5,
    servers: 2,
    patienceMs: 8_000,
    convergeWithinMs: 8_000,
    lanes: plant.lanes,
    calm: 1,
    // They meet nobody.
    steady: 0,
    plant,
  });
  const found = result.rounds.flatMap(({ violations }) => violations);
  return { plant, found: found.find(({ kind }) => plant.shows.includes(kind)) ?? null, result };
}

async function main(args: readonly string[]): Promise<boolean> {
  const options = readOptions(args);
  const database = await openChaosDatabase();
  try {
    if (options.planted.length > 0) {
      const results: PlantResult[] = [];
      for (const plant of options.planted) results.push(await runPlanted(database, options.run, plant));
      for (const line of plantLines(results, options.isVerbose)) console.log(line);
      if (options.writesReport) writeReport({ kind: 'planted', results });
      return results.every(({ found }) => found !== null);
    }
    const result = await run(database, options.run);
    for (const line of options.isVerbose ? faultLines(result) : []) console.log(line);
    for (const line of runLines(result)) console.log(line);
    if (options.writesReport) writeReport({ kind: 'run', result, version: database.version });
    return result.rounds.length > 0 && result.rounds.every(({ violations }) => violations.length === 0);
  } finally {
    await database.close();
  }
}

// Whatever was started goes with us: see the listeners of `exit`.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
