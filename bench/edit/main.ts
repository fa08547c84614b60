import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Client } from './clients';
import { appClients, floorClients } from './clients';
import { migratedDatabases } from './database';
import type { Subject } from './processes';
import { cpuSeconds, startSubject, stopSubject } from './processes';
import type { Figures } from './report';
import { compare, figuresOf, printRun, printSummary } from './report';

const root = process.cwd();
const counts = (process.env.BENCH_CLIENTS ?? '2,10,50').split(',').map(Number);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const warmUpEdits = 3_000;
const seconds = Number(process.env.BENCH_SECONDS ?? 6);

/**
 * Edit to acknowledged and edit to visible at another client, ours beside the floor, in turn and in the
 * same run, on one PostgreSQL with durable commits. Exit status 1 when a bound does not hold or the floor
 * itself is too slow to say anything.
 */
const home = mkdtempSync(join(tmpdir(), 'versionzero-bench-'));
const databases = await migratedDatabases(home);
const results: Figures[] = [];
try {
  for (let round = 1; round <= rounds; round += 1) {
    for (const count of counts) {
      results.push(await measure('floor', count, await startFloor(), async () => floorClients(count)));
      results.push(
        await measure('versionzero', count, await startApp(), (subject) => appClients(subject.port, count)),
      );
      for (const figures of results.slice(-2)) printRun(round, figures);
    }
  }
} finally {
  await databases.stop();
  rmSync(home, { recursive: true, force: true });
}
printSummary(compare(results, counts));
process.exitCode = compare(results, counts).every((row) => row.holds) ? 0 : 1;

function startFloor(): Promise<Subject> {
  return startSubject('floor', ['bench/floor/server.mjs'], { DATABASE_URL: databases.urlOf('floor') });
}

function startApp(): Promise<Subject> {
  const environment = { DATABASE_URL: databases.urlOf('app'), VERSIONZERO_HOME: join(home, 'app') };
  return startSubject('versionzero', ['dist/server/main.mjs', '--api-only'], environment);
}

async function measure(
  name: string,
  count: number,
  subject: Subject,
  prepare: (subject: Subject) => Promise<readonly Client[]>,
): Promise<Figures> {
  try {
    const clients = await prepare(subject);
    return await runLoad(name, count, subject, clients);
  } finally {
    await stopSubject(subject);
  }
}

function runLoad(
  name: string,
  count: number,
  subject: Subject,
  clients: readonly Client[],
): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bench/edit/load.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let before = 0;
    createInterface(child.stdout).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.kind === 'begin') before = cpuSeconds(subject);
      else resolve(figuresOf(name, count, message, cpuSeconds(subject) - before));
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? undefined : reject(new Error(`the clients ended with ${code}`)),
    );
    child.stdin.write(`${JSON.stringify({ port: subject.port, seconds, warmUpEdits, clients })}\n`);
  });
}
