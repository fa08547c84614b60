import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../engine';
import { createPool, endPool } from '../pool';
import { checkServer, postgresCapabilities } from '../postgres';
import { StartError } from '../storage-error';
import { findBinaries } from './binaries';
import { initialise, SUPERUSER } from './data-directory';
import { prepareHome, readOrCreateSecret, readSecret } from './home';
import { lockHome } from './home-lock';
import { stopSurvivor } from './postmaster';
import type { Site } from './site';
import { chooseSite } from './site';
import { supervise } from './supervisor';

const PASSWORD_FILE = 'postgresql-password';
const MAX_LOG_BYTES = 10_000_000;

/**
 * Opens the PostgreSQL that we bring along, with its data under `home`: takes the lock of the folder, makes
 * the data directory the first time (about a second), stops a server that outlived us, starts it, keeps it
 * running.
 *
 * @throws StartError with the reason and what to do
 */
export async function openEmbedded(home: string, report: (line: string) => void): Promise<Engine> {
  prepareHome(home);
  const lock = lockHome(home);
  try {
    const database = await openDatabase(home, report);
    return {
      kind: 'embedded',
      capabilities: postgresCapabilities,
      ...database,
      announce: lock.announce,
      close: async () => {
        await database.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

type Database = Pick<Engine, 'pool' | 'serverVersion' | 'close'>;

async function openDatabase(home: string, report: (line: string) => void): Promise<Database> {
  const site = chooseSite(home, findBinaries(), report);
  const password = passwordFor(home, site);
  await stopSurvivor(site.dataDirectory);
  await initialise({ ...site, password, isDurable: true });
  const logFile = join(home, 'postgresql.log');
  setAsideLargeLog(logFile);
  const supervisor = await supervise(site, logFile, report);
  const pool = createPool({
    kind: 'parts',
    host: '127.0.0.1',
    port: supervisor.port,
    user: SUPERUSER,
    password,
    database: 'postgres',
  });
  const close = async () => {
    await endPool(pool);
    await supervisor.stop();
  };
  try {
    return { pool, serverVersion: await checkServer(pool, home), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The password is made before the data directory, so a crash between the two leaves no locked door. */
function passwordFor(home: string, site: Site): string {
  if (existsSync(site.dataDirectory) && readSecret(join(home, PASSWORD_FILE)) === undefined) {
    throw new StartError(
      `${join(home, PASSWORD_FILE)} is missing, and without it ${site.dataDirectory} cannot be opened: put the file back, or move both away to begin with an empty database.`,
    );
  }
  return readOrCreateSecret(home, PASSWORD_FILE);
}

function setAsideLargeLog(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > MAX_LOG_BYTES) {
    renameSync(logFile, `${logFile}.1`);
  }
}
