import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabases } from './database';
import type { Figures } from './report';
import { printRun, printSummary, summarise } from './report';
import { measure } from './run-load';
import { candidates } from './subjects';

const counts = (process.env.BENCH_CLIENTS ?? '2,10,50,200').split(',').map(Number);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.BENCH_SECONDS ?? 6);
/** Whichever comes first. */
const warmUp = { edits: 3_000, seconds: 5 };
const also = (process.env.BENCH_ALSO ?? '').split(',').filter((one) => one !== '');
/** Where the builds of this program are that are measured, by name. */
const builds = new Map([
  ['versionzero', process.cwd()] as const,
  ...also.map((one) => [one.split('=')[0] ?? '', one.split('=')[1] ?? ''] as const),
]);

/**
 * Edit to acknowledged and edit to visible at another client: ours beside the floor and a peer, in turn and
 * in the same run, on one PostgreSQL with durable commits. `BENCH_CLIENTS`, `BENCH_ROUNDS`, `BENCH_SECONDS`,
 * `BENCH_PEERS=no`, `BENCH_ALSO=name=folder` for another built tree of this program. Exit status 1 when the
 * bound does not hold, or when the run was too unsteady to say so.
 */
const home = mkdtempSync(join(tmpdir(), 'versionzero-bench-'));
const databases = await openDatabases(home);
const results: Figures[] = [];
try {
  const urls = new Map<string, string>();
  for (const name of ['floor', ...builds.keys()]) urls.set(name, await databases.create());
  const all = candidates(builds, (name) => urls.get(name) ?? '', home);
  for (let round = 1; round <= rounds; round += 1) {
    for (const count of counts) {
      for (const candidate of all) {
        const figures = await measure(candidate, { count, seconds, warmUp }, databases.pid);
        printRun(round, figures);
        results.push(figures);
      }
    }
  }
} finally {
  await databases.stop();
  rmSync(home, { recursive: true, force: true });
}
const summary = summarise(results, counts);
printSummary(summary, rounds);
process.exitCode = summary.every(({ verdict }) => verdict === 'holds' || verdict === 'unbound') ? 0 : 1;
