/**
 * `npm run simulate:regions [-- options]`: two fleets of servers, two Regions, one database, and people who edit
 * through both. See docs/reports/regions.md. Exit status 1 when something is lost or differs.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openChaosDatabase } from '../chaos/postgres';
import { openGateway } from '../dsql/gateway/gateway';
import { SeededRandom } from '../simulation/random';
import { playDeath } from './death';
import { measureIdle } from './idle';
import { playLoad } from './load';
import type { Person } from './people';
import { enter } from './people';
import type { Regions } from './regions';
import { openRegions } from './regions';
import type { Result } from './report';
import { loadLine, problemsOf, resultLines } from './report';
import { writeReport } from './report-file';

const setting = { serversEach: 2, tripMs: 40, presenceLagMs: [500, 900] } as const;

/** Three sweeps, one fingerprint or two. */
const idleSeconds = 45;

/** The more there are the longer each thinks, so that two cores are not what is measured. */
function thinkMsOf(people: number): number {
  return Math.max(1_000, people * 200);
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      people: { type: 'string', default: '2,10,50' },
      /** Of each load. */
      seconds: { type: 'string', default: '20' },
      report: { type: 'boolean', default: false },
    },
  });
  return {
    people: values.people.split(',').map(Number),
    seconds: Number(values.seconds),
    writesReport: values.report,
  };
}

/** In turn in both Regions, and there in turn at each server. */
async function enterAll(regions: Regions, count: number): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (let place = 0; place < count; place += 1) {
    const region = place % 2 === 0 ? 0 : 1;
    people.push(await enter(regions, { region, server: Math.floor(place / 2) % setting.serversEach }));
  }
  return people;
}

async function play(
  regions: Regions,
  options: ReturnType<typeof readOptions>,
): Promise<Omit<Result, 'localMs'>> {
  const watchers = await enterAll(regions, 2 * setting.serversEach);
  const people = await enterAll(regions, Math.max(...options.people, 10));
  const loads: Result['loads'][number][] = [];
  for (const count of options.people) {
    for (const on of ['different', 'same'] as const) {
      console.log(`${count} people edit ${on} tables for ${options.seconds} s`);
      const load = { people: count, on, thinkMs: thinkMsOf(count), seconds: options.seconds };
      const loaded = await playLoad(regions, load, people.slice(0, count), watchers);
      console.log(`  ${loadLine(loaded)}`);
      loads.push(loaded);
    }
  }
  const rowBytes = await measureRows(regions);
  const idle: Result['idle'][number][] = [];
  for (const projects of [0, 1, 20]) {
    console.log(`${projects} projects are watched while nothing happens`);
    idle.push(await measureIdle(regions, projects, idleSeconds, watchers.slice(0, 2)));
  }
  console.log('A fleet dies');
  const work = { on: 'different', thinkMs: 1_000 } as const;
  const death = await playDeath(regions, work, people.slice(0, 10), { beforeMs: 5_000, behindMs: 12_000 });
  return { options: setting, rowBytes, loads, idle, death };
}

async function measureRows({ pool }: Regions): Promise<Result['rowBytes']> {
  const { rows } = await pool.query<Result['rowBytes']>(
    `SELECT (SELECT avg(pg_column_size(c.*)) FROM changes c)::int AS change,
       (SELECT avg(pg_column_size(r.*)) FROM records r)::int AS record`,
  );
  return rows[0] ?? { change: 0, record: 0 };
}

/** What a statement costs that stays in its Region: the way through a gateway on this machine. */
async function measureLocalStatement(databaseUrl: string): Promise<number> {
  const gateway = await openGateway(databaseUrl);
  const client = new pg.Client({ connectionString: gateway.url });
  await client.connect();
  const times: number[] = [];
  for (let round = 0; round < 300; round += 1) {
    const began = performance.now();
    await client.query({ name: 'one', text: 'SELECT 1 AS one' });
    times.push(performance.now() - began);
  }
  await client.end();
  await gateway.close();
  return times.sort((a, b) => a - b)[150] ?? Number.NaN;
}

async function main(args: readonly string[]): Promise<boolean> {
  const options = readOptions(args);
  const load = loadavg()[0] ?? 0;
  const database = await openChaosDatabase();
  try {
    await database.createDatabase('regions');
    const url = database.url('regions');
    const localMs = await measureLocalStatement(url);
    const random = new SeededRandom(1);
    const [shortest, longest] = setting.presenceLagMs;
    const regions = await openRegions(url, {
      ...setting,
      presenceLag: () => shortest + random.next() * (longest - shortest),
    });
    try {
      const result = { ...(await play(regions, options)), localMs };
      for (const line of resultLines(result)) console.log(line);
      if (options.writesReport)
        writeReport(result, { seconds: options.seconds, load, version: database.version });
      const problems = problemsOf(result);
      for (const problem of problems) console.log(`WRONG: ${problem}`);
      return problems.length === 0;
    } finally {
      await regions.close();
    }
  } finally {
    await database.close();
  }
}

// Whatever was started goes with us: see the listeners of `exit`.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
