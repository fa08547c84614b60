import { spawn } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../storage-error';
import type { Binaries } from './binaries';
import { POSTGRESQL_MAJOR } from './binaries';
import type { RunAs } from './run-as';
import { commandAs } from './run-as';

/** The only role of the embedded database. */
export const SUPERUSER = 'versionzero';

/** What `initialise` needs; `password: undefined` lets everybody in (tests only). */
export interface InitialiseOptions {
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly dataDirectory: string;
  readonly password: string | undefined;
  /** False for throw-away data: leaves out the final flush to disk. */
  readonly isDurable: boolean;
  /** The builtin locale came with PostgreSQL 17; tests with an older one say true. */
  readonly isOlderThan17?: boolean;
}

/**
 * Makes a data directory unless there is one. It is built beside its place and renamed into it, so a crash
 * in the middle leaves no half of one.
 *
 * @throws StartError when initdb fails, with what it said, or when the one there is of another major version
 */
export async function initialise(options: InitialiseOptions): Promise<void> {
  const { dataDirectory, runAs } = options;
  if (existsSync(dataDirectory)) {
    checkMajor(dataDirectory);
    return;
  }
  const building = `${dataDirectory}.building`;
  const passwordFile = `${dataDirectory}.initial-password`;
  rmSync(building, { recursive: true, force: true });
  try {
    if (options.password !== undefined) {
      writeFileSync(passwordFile, options.password, { mode: 0o600 });
      if (runAs.kind === 'system-user') {
        chownSync(passwordFile, runAs.uid, runAs.gid);
      }
    }
    await runInitdb(options, building, passwordFile);
    renameSync(building, dataDirectory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(building, { recursive: true, force: true });
  }
}

/** https://www.postgresql.org/docs/18/app-initdb.html; one collation everywhere: ours sorts by code point. */
async function runInitdb(options: InitialiseOptions, directory: string, passwordFile: string): Promise<void> {
  const authentication =
    options.password === undefined ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const {
    file,
    args,
    options: spawnOptions,
  } = commandAs(options.runAs, options.binaries.initdb, [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    ...authentication,
    '--encoding=UTF8',
    ...(options.isOlderThan17 ? [] : ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']),
    '--locale=C',
    '--no-instructions',
    ...(options.isDurable ? [] : ['--no-sync']),
  ]);
  const child = spawn(file, args, {
    ...spawnOptions,
    cwd: dirname(directory),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const status = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'killed'));
  });
  if (status !== 0) {
    const reason = said.split('\n').find((line) => line.includes('error:')) ?? said.trim().split('\n').at(-1);
    throw new StartError(
      `PostgreSQL could not make its data directory ${options.dataDirectory}: ${reason || status}`,
    );
  }
}

function checkMajor(dataDirectory: string): void {
  const path = join(dataDirectory, 'PG_VERSION');
  const major = existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  if (major === undefined) {
    throw new StartError(
      `${dataDirectory} is there but is not a PostgreSQL data directory: move it away and start again.`,
    );
  }
  if (major !== String(POSTGRESQL_MAJOR)) {
    throw new StartError(
      `${dataDirectory} was made by PostgreSQL ${major}, and this VersionZero brings PostgreSQL ${POSTGRESQL_MAJOR}: start it with the VersionZero it belongs to, or move it away to begin with an empty one.`,
    );
  }
}
