import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findBinaries } from '../../src/server/storage/embedded/binaries';
import { initialise, SUPERUSER } from '../../src/server/storage/embedded/data-directory';
import { freeLoopbackPort, startPostmaster, stopProcess } from '../../src/server/storage/embedded/postmaster';
import { chooseSite } from '../../src/server/storage/embedded/site';

/** Those that npm brings: the newest, and the oldest that is supported. */
export type ServerVersion = 14 | 18;

/** A PostgreSQL of our own that is gone with the run. */
export type ScratchServer = {
  readonly version: ServerVersion;
  readonly port: number;
  /** Runs `use` on an empty database, which is dropped afterwards. */
  withDatabase<Value>(use: (client: pg.Client, name: string) => Promise<Value>): Promise<Value>;
  /** Roles belong to the server: those that a script takes for granted are made once. */
  createRoles(names: readonly string[]): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the embedded PostgreSQL in a temporary folder, without durability. */
export async function startScratchServer(version: ServerVersion = 18): Promise<ScratchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'versionzero-corpus-'));
  const site = chooseSite(folder, findBinaries(version === 14 ? '-14' : ''), console.error);
  await initialise({ ...site, password: undefined, isDurable: false, isOlderThan17: version < 17 });
  const port = await freeLoopbackPort();
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'timezone=UTC',
    'log_min_messages=fatal',
  ];
  const postmaster = await startPostmaster({ ...site, logFile: join(folder, 'log'), port, settings });
  const connect = async (database: string) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, database });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const admin = await connect('postgres');
  // Many dumps name the usual superuser as the owner of everything.
  await admin.query('CREATE ROLE postgres SUPERUSER');
  let number = 0;
  return {
    version,
    port,
    withDatabase: async (use) => {
      const name = `corpus_${number++}`;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
      const client = await connect(name);
      try {
        return await use(client, name);
      } finally {
        await client.end();
        await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      }
    },
    createRoles: async (names) => {
      for (const name of names) {
        const known = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
        if (known.rowCount === 0) await admin.query(`CREATE ROLE ${pg.escapeIdentifier(name)}`);
      }
    },
    stop: async () => {
      await admin.end();
      await stopProcess(postmaster.pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
