import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine';
import { openEngine } from '../engine';
import { StorageError } from '../storage-error';
import { withRetry } from '../with-retry';
import { readPidFile } from './postmaster';
import { isRunning } from './process-identity';

let folder: string;
let home: string;
let engine: Engine;
let reports: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'versionzero-test-home-'));
  home = join(folder, 'home');
  reports = [];
  engine = await openEngine({ kind: 'embedded', home }, (line) => reports.push(line));
});

afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

function databasePid(): number {
  return readPidFile(join(home, 'postgresql'))?.pid ?? 0;
}

describe('the embedded engine', () => {
  it('ENG-3: is PostgreSQL 18, durable, and ends with close', async () => {
    expect(engine).toMatchObject({ kind: 'embedded', serverVersion: expect.stringMatching(/^18\./) });
    const { rows } = await engine.pool.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings
        WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') ORDER BY name`,
    );
    expect(rows.map((row) => row.setting)).toEqual(['on', 'on', '127.0.0.1', 'on']);
    const pid = databasePid();
    await engine.close();
    expect(isRunning(pid)).toBe(false);
  });

  it('ENG-7: edits wait while the database is killed and started again; none acknowledged is lost', async () => {
    await engine.pool.query('CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL)');
    await engine.pool.query('INSERT INTO counter SELECT id, 0 FROM generate_series(1, 4) id');
    let isGoingOn = true;
    const writers = [1, 2, 3, 4].map(async (id) => {
      const tally = { acknowledged: 0, unknown: 0 };
      while (isGoingOn) {
        try {
          await withRetry(engine.pool, (client) =>
            client.query('UPDATE counter SET n = n + 1 WHERE id = $1', [id]),
          );
          tally.acknowledged += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(StorageError);
          // On a machine with much else to do the start can take longer than an edit waits: then nothing was written.
          const kind = error instanceof StorageError ? error.kind : '';
          expect(['outcome-unknown', 'unavailable']).toContain(kind);
          if (kind === 'outcome-unknown') tally.unknown += 1;
        }
      }
      return tally;
    });
    for (let round = 0; round < 3; round += 1) {
      process.kill(databasePid(), 'SIGKILL');
      const before = reports.length;
      await withRetry(engine.pool, (client) => client.query('SELECT 1'));
      while (reports.length < before + 2) {
        await withRetry(engine.pool, (client) => client.query('SELECT pg_sleep(0.01)'));
      }
    }
    isGoingOn = false;
    const tallies = await Promise.all(writers);
    const { rows } = await engine.pool.query<{ n: number }>('SELECT n FROM counter ORDER BY id');
    for (const [index, { acknowledged, unknown }] of tallies.entries()) {
      const stored = rows[index]?.n ?? 0;
      expect(acknowledged).toBeGreaterThan(0);
      expect(stored).toBeGreaterThanOrEqual(acknowledged);
      expect(stored).toBeLessThanOrEqual(acknowledged + unknown);
    }
  });
});
