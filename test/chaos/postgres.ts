import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from '../../src/server/storage/embedded/binaries';
import { initialise, SUPERUSER } from '../../src/server/storage/embedded/data-directory';
import type { Postmaster } from '../../src/server/storage/embedded/postmaster';
import {
  freeLoopbackPort,
  signalProcess,
  startPostmaster,
  stopProcess,
} from '../../src/server/storage/embedded/postmaster';
import { chooseSite } from '../../src/server/storage/embedded/site';

/** What is durable stays so (fsync, as PostgreSQL has it by default): that is what is on trial. */
const settings = [
  'max_connections=120',
  'shared_buffers=64MB',
  'max_wal_size=1GB',
  'timezone=UTC',
  'jit=off',
  'log_min_messages=log',
  // One call instead of one a file before it recovers.
  ...(process.platform === 'linux' ? ['recovery_init_sync_method=syncfs'] : []),
];

const startTries = 20;

/** A PostgreSQL of the chaos's own, that may be stopped at any moment. */
export type ChaosDatabase = {
  readonly port: number;
  readonly folder: string;
  readonly version: string;
  /** Its address, past all proxies. */
  url(name: string): string;
  createDatabase(name: string): Promise<void>;
  /** As `pg_ctl stop -m immediate`: no checkpoint, every connection ends; returns when it is down. */
  stopImmediately(): Promise<void>;
  /** Recovers from the log; returns when it takes connections. */
  start(): Promise<void>;
  /** Stops every process of it (SIGSTOP), or lets them go on. Nothing where processes cannot be listed. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
};

export async function openChaosDatabase(): Promise<ChaosDatabase> {
  // Named and signed as in test/pg/global-setup: the next run of tests sweeps up after one that was killed.
  const folder = mkdtempSync(join(tmpdir(), 'versionzero-test-pg-chaos-'));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  const site = chooseSite(folder, findBinaries(), () => undefined);
  await initialise({ ...site, password: undefined, isDurable: true });
  const port = await freeLoopbackPort();
  const launch = () => startPostmaster({ ...site, logFile: join(folder, 'log'), port, settings });
  let postmaster: Postmaster = await launch();
  let frozen: readonly number[] = [];
  const url = (name: string) => `postgres://${SUPERUSER}@127.0.0.1:${port}/${name}`;
  const thaw = () => {
    for (const pid of frozen) signalProcess(pid, 'SIGCONT');
    frozen = [];
  };
  process.once('exit', () => signalProcess(postmaster.pid, 'SIGINT'));
  const version = await ask(url('postgres'), 'SHOW server_version');
  return {
    port,
    folder,
    version,
    url,
    createDatabase: async (name) => {
      await ask(url('postgres'), `CREATE DATABASE ${name} TEMPLATE template0`);
    },
    stopImmediately: async () => {
      signalProcess(postmaster.pid, 'SIGQUIT');
      await postmaster.ended;
    },
    start: async () => {
      postmaster = await again(launch);
    },
    freeze: () => {
      frozen = [postmaster.pid, ...childrenOf(postmaster.pid)];
      for (const pid of frozen) signalProcess(pid, 'SIGSTOP');
    },
    thaw,
    close: async () => {
      thaw();
      await stopProcess(postmaster.pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Processes of the stopped one that still hold its memory are on their way out. */
async function again(launch: () => Promise<Postmaster>): Promise<Postmaster> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch();
    } catch (error) {
      if (tries === startTries) throw error;
      await sleep(50);
    }
  }
}

async function ask(url: string, statement: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: 'array' });
    return String(rows[0]?.[0] ?? '');
  } finally {
    await client.end();
  }
}

/** proc(5): the processes that the main thread of this one has started. */
function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
