import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import pg from 'pg';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { RecordState } from '../../src/core/schema/record';
import { storedStates } from '../fuzz/damage';
import { bundleServer } from '../server/process';
import { SeededRandom } from '../simulation/random';
import { readLog } from '../support/log';
import type { Evidence, Violation } from './checker';
import { violationsOf } from './checker';
import type { Crowd, Party } from './clients';
import type { Cluster } from './cluster';
import { openCluster } from './cluster';
import { historyOf } from './explain';
import type { Struck } from './nemesis';
import { strike } from './nemesis';
import type { Plant } from './plants';
import { planting } from './plants';
import type { ChaosDatabase } from './postgres';
import type { LaneName } from './schedule';
import { drawSchedule } from './schedule';
import type { Tally } from './tally';
import { tallyOf } from './tally';

const root = process.cwd();

export type RunOptions = {
  readonly seed: number;
  /** From the start of the servers on; no round but the first begins that would end later. */
  readonly seconds: number;
  /** How long one project is edited, under faults; then everything heals and is checked. */
  readonly roundSeconds: number;
  readonly servers: number;
  readonly people: number;
  readonly writers: number;
  readonly steady: number;
  readonly pauseMs: { readonly people: number; readonly writers: number; readonly steady: number };
  readonly convergeWithinMs: number;
  /** How long clients are waited for before it is said that they never come to an end. */
  readonly patienceMs: number;
  readonly lanes: readonly LaneName[];
  /** The pauses between faults are so many times as long as usual. */
  readonly calm: number;
  readonly plant: Plant | null;
  readonly print: (line: string) => void;
};

/** What one round came to. */
export type Round = {
  readonly number: number;
  readonly tally: Tally;
  readonly struck: readonly Struck[];
  readonly convergedAfterMs: number | null;
  readonly violations: readonly FoundViolation[];
};

export type FoundViolation = Violation & { readonly history: readonly string[] };

export type Run = {
  readonly options: RunOptions;
  readonly rounds: readonly Round[];
  readonly lostCommits: { readonly request: number; readonly answer: number };
  readonly seconds: number;
};

/** Plays rounds until the time is over or a promise is broken. */
export async function run(database: ChaosDatabase, options: RunOptions): Promise<Run> {
  const { seed, plant } = options;
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1_000;
  const name = `chaos_${(plant?.name ?? 'product').replaceAll('-', '_')}_${seed}`;
  await database.createDatabase(name);
  await database.createDatabase(`${name}_ddl`);
  const variant = plant === null ? '-chaos' : `-chaos-${plant.name}`;
  const file = await bundleServer(variant, plant?.server ? [planting(root, plant.server)] : []);
  const cluster = await openCluster(file, database, name, options.servers);
  const pool = openPool(database.url(name));
  const ddlPool = openPool(database.url(`${name}_ddl`));
  try {
    for (const statement of plant?.sql ?? []) await pool.query(statement);
    const crowd = await (await bundledClients(variant, plant)).openCrowd({
      ...options,
      addresses: cluster.nodes.map(({ address }) => address),
    });
    const rounds: Round[] = [];
    do {
      const round = await playRound({ cluster, database, pool, ddlPool, crowd, options }, rounds.length + 1);
      rounds.push(round);
      options.print(roundLine(round, elapsed()));
      if (round.violations.length > 0) break;
    } while (elapsed() + options.roundSeconds <= options.seconds);
    const lost = cluster.nodes.map(({ back }) => back.lost());
    const lostCommits = {
      request: lost.reduce((sum, one) => sum + one.request, 0),
      answer: lost.reduce((sum, one) => sum + one.answer, 0),
    };
    return { options, rounds, lostCommits, seconds: elapsed() };
  } finally {
    await cluster.close();
    await Promise.all([pool.end(), ddlPool.end()]);
  }
}

type Setting = {
  readonly cluster: Cluster;
  readonly database: ChaosDatabase;
  readonly pool: pg.Pool;
  readonly ddlPool: pg.Pool;
  readonly crowd: Crowd;
  readonly options: RunOptions;
};

async function playRound(setting: Setting, number: number): Promise<Round> {
  const { cluster, database, pool, crowd, options } = setting;
  const party = await crowd.enter(number);
  await until(options.patienceMs, () =>
    party.sights().every(({ store }) => store.status().connection.kind === 'live'),
  );
  const given = new Set((await readLog(pool, party.projectId)).map(({ id }) => id));
  party.begin();
  const random = new SeededRandom(options.seed * 1_000 + number);
  const lastsMs = options.roundSeconds * 1_000;
  const schedule = drawSchedule(random, lastsMs, options.servers, options.lanes, options.calm);
  const struck = await strike(cluster, database, schedule, lastsMs);
  const healedAt = performance.now();
  party.calm();
  const { shown, log, stored } = await settle(party, pool, healedAt, options.patienceMs);
  const events = [...party.events].sort((a, b) => a.time - b.time);
  party.leave();
  const ddlFailure = await ddlFailureOf(setting.ddlPool, stored);
  const evidence: Evidence = {
    events,
    given,
    log,
    stored,
    shown,
    convergeWithinMs: options.convergeWithinMs,
    ddlFailure,
  };
  const violations = violationsOf(evidence).map((one) => ({ ...one, history: historyOf(one, evidence) }));
  const times = shown.map(({ convergedAfterMs }) => convergedAfterMs);
  const convergedAfterMs = times.includes(null) ? null : Math.max(...times.map((time) => time ?? 0));
  return { number, tally: tallyOf(events), struck, convergedAfterMs, violations };
}

/** Waits until everything is answered and everybody shows what is stored, and notes when. */
async function settle(
  party: Party,
  pool: pg.Pool,
  healedAt: number,
  patienceMs: number,
): Promise<Pick<Evidence, 'shown' | 'log' | 'stored'>> {
  await until(patienceMs, () => party.isAnswered());
  const { log, stored } = await readAtOnce(pool, party.projectId);
  const truth = printFingerprint(fingerprintOf(MemoryState.from(stored).records()));
  const done = new Map<string, number>();
  await until(patienceMs, () => {
    for (const { client, store } of party.sights()) {
      const { fingerprintShown, pendingCount, connection } = store.status();
      const isDone = fingerprintShown === truth && pendingCount === 0 && connection.kind === 'live';
      if (isDone && !done.has(client)) done.set(client, performance.now() - healedAt);
    }
    return done.size === party.sights().length;
  });
  const shown = party.sights().map(({ client, store }) => ({
    client,
    records: [...store.state().records()],
    convergedAfterMs: done.get(client) ?? null,
    bugs: store.status().bugs,
  }));
  return { shown, log, stored };
}

/** Log and records as of one moment: somebody who was waited for in vain may go on. */
async function readAtOnce(pool: pg.Pool, projectId: string): Promise<Pick<Evidence, 'log' | 'stored'>> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const log = await readLog(client, projectId);
    const stored = await storedStates(client, projectId);
    await client.query('COMMIT');
    return { log, stored };
  } finally {
    client.release();
  }
}

/** Gives up after a while: then the checker finds what is missing. */
async function until(patienceMs: number, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!isSo() && performance.now() < deadline) await sleep(5);
}

/** Loads the schema into an empty database and takes it away again; what PostgreSQL says when it does not load. */
async function ddlFailureOf(pool: pg.Pool, stored: readonly RecordState[]): Promise<string | null> {
  const { sql } = exportPostgresql(MemoryState.from(stored));
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(sql);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url });
  // The database is stopped again and again.
  pool.on('error', () => undefined);
  return pool;
}

/** The clients as they are now, or with a bug in them. */
async function bundledClients(variant: string, plant: Plant | null): Promise<typeof import('./clients')> {
  const outfile = join(root, `dist/test-clients-${process.pid}${variant}`, 'clients.mjs');
  await build({
    entryPoints: [join(root, 'test/chaos/clients.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    plugins: plant?.client ? [planting(root, plant.client)] : [],
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(dirname(outfile), { recursive: true, force: true });
  }
}

function roundLine(round: Round, seconds: number): string {
  const { acknowledged } = round.tally;
  const converged = round.convergedAfterMs === null ? 'never' : `${Math.round(round.convergedAfterMs)} ms`;
  const found = round.violations.length === 0 ? '' : `, ${round.violations.length} VIOLATIONS`;
  return `${seconds.toFixed(0).padStart(4)} s  round ${round.number}: ${acknowledged} acknowledged, ${round.struck.length} faults, converged after ${converged}${found}`;
}
