import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCursor } from '../../src/server/live/cursor';
import type { FeedSource } from '../../src/server/live/live-feed';
import { cursorReader } from '../../src/server/live/live-feed';
import { commit } from '../../src/server/projects/commit';
import { createProject } from '../../src/server/projects/projects';
import { readProject } from '../../src/server/projects/snapshot';
import { findBinaries } from '../../src/server/storage/embedded/binaries';
import { initialise, SUPERUSER } from '../../src/server/storage/embedded/data-directory';
import type { Postmaster } from '../../src/server/storage/embedded/postmaster';
import {
  freeLoopbackPort,
  signalProcess,
  startPostmaster,
  stopProcess,
} from '../../src/server/storage/embedded/postmaster';
import type { Site } from '../../src/server/storage/embedded/site';
import { chooseSite } from '../../src/server/storage/embedded/site';
import { migrate } from '../../src/server/storage/migrate';
import { migrations } from '../../src/server/storage/migrations';
import { createPool, endPool } from '../../src/server/storage/pool';
import { postgresCapabilities } from '../../src/server/storage/postgres';
import { create } from '../support/operations';
import { follow } from './follow';
import { Person } from './person';
import { ada } from './setting';

/**
 * Nothing writes the log of the server out but COMMIT, so the numbers of transactions that were rolled back
 * are given out again after a crash. Whatever else a crash loses, it must not lose what was committed.
 */
const settings = ['wal_writer_delay=10s', 'max_connections=40', 'shared_buffers=16MB', 'timezone=UTC'];

let folder: string;
let site: Site;
let port: number;
let server: Postmaster;
let pool: Pool;
let source: FeedSource;

beforeAll(async () => {
  // Named and signed as in test/pg/global-setup: the next run sweeps up after one that was killed.
  folder = mkdtempSync(join(tmpdir(), 'versionzero-test-pg-crash-'));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  site = chooseSite(folder, findBinaries(), () => undefined);
  await initialise({ ...site, password: undefined, isDurable: false });
  port = await freeLoopbackPort();
  await start();
  pool = createPool({ kind: 'url', url: address() });
  source = { pool, capabilities: postgresCapabilities };
  await migrate(pool, migrations);
});
afterAll(async () => {
  await endPool(pool);
  await stopProcess(server.pid);
  rmSync(folder, { recursive: true, force: true });
});

const address = () => `postgres://${SUPERUSER}@127.0.0.1:${port}/postgres`;
async function start(): Promise<void> {
  server = await startPostmaster({ ...site, logFile: join(folder, 'log'), port, settings });
}
/** As `pg_ctl stop -m immediate`: no checkpoint, nothing is written out. */
async function crash(): Promise<void> {
  signalProcess(server.pid, 'SIGQUIT');
  await server.ended;
}

describe('a crash of the database', () => {
  it('COM-61: the feed delivers the first commit after it once, though its number was used before', async () => {
    const made = await createProject(pool, ada, { name: 'Test' });
    const projectId = made.ok ? made.value.id : '';
    const living = await follow(source, projectId);
    const person = new Person(address(), ada);
    person.intercept(async ({ text }) => {
      if (text.startsWith('COMMIT')) throw new Error('given up');
      return undefined;
    });
    for (let round = 0; round < 3; round += 1) {
      await expect(person.send(projectId, create('table', { name: `lost_${round}` }))).rejects.toThrow(
        'given up',
      );
    }
    await person.leave();
    await living.pause();
    const before = await readProject(pool, ada, projectId, cursorReader(source));
    if (!before.ok) throw new Error(before.problem.detail);

    await crash();
    await start();
    const id = randomUUID();
    const mutation = { id, operations: [create('table', { name: 'orders' })] };
    expect(await commit(pool, { actor: ada, projectId, mutation })).toMatchObject({ ok: true });

    const { rows } = await pool.query('SELECT xid FROM changes WHERE project_id = $1 AND id = $2', [
      projectId,
      id,
    ]);
    // Otherwise this showed nothing: to the cursor's snapshot that transaction is long over.
    expect(BigInt(rows[0]?.xid)).toBeLessThan(BigInt(parseCursor(before.value.cursor)?.xmax ?? 0));
    const resumed = await follow(source, projectId, { snapshot: before.value });
    for (const reader of [living, resumed]) {
      await reader.until([id]);
      await reader.pause();
      expect(reader.reader.seen.get(id)).toBe(1);
      expect(reader.reader.damage).toEqual([]);
      await reader.close();
    }
  });
});
