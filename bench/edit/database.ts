import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { findBinaries } from '../../src/server/storage/embedded/binaries';
import { initialise, SUPERUSER } from '../../src/server/storage/embedded/data-directory';
import { freeLoopbackPort, startPostmaster, stopProcess } from '../../src/server/storage/embedded/postmaster';
import { chooseSite } from '../../src/server/storage/embedded/site';

/** One PostgreSQL 18 with durable commits (its defaults), and in it databases for the servers under measurement. */
export async function openDatabases(folder: string) {
  const site = chooseSite(folder, findBinaries(), console.log);
  await initialise({ ...site, password: undefined, isDurable: true });
  const port = await freeLoopbackPort();
  const settings = ['timezone=UTC', 'log_min_messages=fatal'];
  const postmaster = await startPostmaster({ ...site, logFile: join(folder, 'log'), port, settings });
  const admin = `postgres://${SUPERUSER}@127.0.0.1:${port}`;
  return {
    pid: postmaster.pid,
    /** A new one, empty. */
    create: async () => {
      const name = `bench_${randomUUID().replaceAll('-', '')}`;
      const client = new pg.Client({ connectionString: `${admin}/postgres` });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return `${admin}/${name}`;
    },
    stop: () => stopProcess(postmaster.pid),
  };
}
