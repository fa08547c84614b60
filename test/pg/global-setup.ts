import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findBinaries } from '../../src/server/storage/embedded/binaries';
import { initialise, SUPERUSER } from '../../src/server/storage/embedded/data-directory';
import {
  freeLoopbackPort,
  startPostmaster,
  stopProcess,
  stopSurvivor,
} from '../../src/server/storage/embedded/postmaster';
import { isRunning } from '../../src/server/storage/embedded/process-identity';
import { chooseSite } from '../../src/server/storage/embedded/site';

declare module 'vitest' {
  export interface ProvidedContext {
    /** An administrative connection to the test PostgreSQL; tests make their own database: `createTestDatabase`. */
    databaseUrl: string;
  }
}

const PREFIX = 'versionzero-test-pg-';

/** Durability is not under test here, speed is; the tests of the launcher start their own servers. */
const SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'shared_buffers=64MB',
  'timezone=UTC',
  'jit=off',
  'log_min_messages=fatal',
];

/** One PostgreSQL for all tests of the project `pg`, gone with them. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  await sweepLeftovers();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  const site = chooseSite(folder, findBinaries(), console.log);
  await initialise({ ...site, password: undefined, isDurable: false });
  const port = await freeLoopbackPort();
  const postmaster = await startPostmaster({
    ...site,
    logFile: join(folder, 'log'),
    port,
    settings: SETTINGS,
  });
  provide('databaseUrl', `postgres://${SUPERUSER}@127.0.0.1:${port}/postgres`);
  return async () => {
    await stopProcess(postmaster.pid);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A run that was killed could not tidy up: its server would eat memory until the next reboot. */
async function sweepLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (!isRunning(ownerOf(folder))) {
      await stopSurvivor(join(folder, 'postgresql'));
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function ownerOf(folder: string): number {
  try {
    return Number(readFileSync(join(folder, 'owner'), 'utf8'));
  } catch {
    // Not written yet: the folder of a run that begins this very moment.
    return process.pid;
  }
}
