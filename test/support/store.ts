import type { Pool } from 'pg';
import { expect } from 'vitest';
import type { Snapshot } from '../../src/core/protocol/project';
import type { Actor } from '../../src/core/protocol/records';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import { MemoryState } from '../../src/core/schema/memory-state';
import { isLive } from '../../src/core/schema/record';
import { referencesOf } from '../../src/core/schema/references';
import { commit } from '../../src/server/projects/commit';
import type { GroupedEdits } from '../../src/server/projects/grouped-edits';
import type { Mutation } from '../../src/server/projects/project-service';
import { acceptShareLink, createProject, createShareLink } from '../../src/server/projects/projects';
import { readProject } from '../../src/server/projects/snapshot';
import { migrate } from '../../src/server/storage/migrate';
import { migrations } from '../../src/server/storage/migrations';
import { createPool, endPool } from '../../src/server/storage/pool';
import { createTestDatabase } from '../pg/database';
import { readLog } from './log';

export type TestStore = Awaited<ReturnType<typeof openTestStore>>;

const owner: Actor = { id: 'ada', name: 'Ada' };

/** A migrated scratch database with the real pool, and ways to look behind the API. */
export async function openTestStore() {
  const database = await createTestDatabase();
  const pool = createPool({ kind: 'url', url: database.url });
  await migrate(pool, migrations);
  return {
    pool,
    url: database.url,
    /** A project of Ada's that Ben may edit. */
    newProject: () => newProject(pool),
    /** In a server process that groups its edits, or one that was started just now. */
    commit: (actor: Actor, projectId: string, mutation: Mutation, edits?: GroupedEdits) =>
      commit(pool, { actor, projectId, mutation }, { edits }),
    snapshot: (actor: Actor, projectId: string) => snapshot(pool, actor, projectId),
    log: (projectId: string) => readLog(pool, projectId),
    expectReplayEqualsState: (projectId: string) => expectReplayEqualsState(pool, projectId),
    close: async () => {
      await endPool(pool);
      await database.drop();
    },
  };
}

async function newProject(pool: Pool): Promise<string> {
  const created = await createProject(pool, owner, { name: 'Test' });
  if (!created.ok) throw new Error(created.problem.detail);
  const link = await createShareLink(pool, owner, created.value.id, 'editor');
  if (!link.ok) throw new Error(link.problem.detail);
  await acceptShareLink(pool, { id: 'ben', name: 'Ben' }, link.value.key);
  return created.value.id;
}

async function snapshot(pool: Pool, actor: Actor, projectId: string): Promise<Snapshot> {
  const answer = await readProject(pool, actor, projectId);
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value;
}

/**
 * P2 and P5: replaying the log from empty gives exactly the stored records, each version follows the one
 * before, and every prefix is coherent: no record without its owner, none that relies on something gone.
 */
async function expectReplayEqualsState(pool: Pool, projectId: string): Promise<void> {
  const replay = new MemoryState();
  for (const { id, entries } of await readLog(pool, projectId)) {
    for (const { record } of entries) {
      expect(record.version, `${record.kind} ${record.id} in ${id}`).toBe(
        (replay.get(record.id)?.version ?? 0) + 1,
      );
      replay.replace(record);
    }
    for (const { record } of entries) expectSound(replay, record.id, id);
  }
  const stored = await snapshot(pool, owner, projectId);
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect([...replay.records()].sort(byId)).toEqual([...stored.records].sort(byId));
  expect([...replay.states()].filter((state) => !isLive(state)).sort(byId)).toEqual(
    [...stored.tombstones].sort(byId),
  );
  expect(printFingerprint(fingerprintOf(replay.records()))).toBe(stored.fingerprint);
}

function expectSound(state: MemoryState, recordId: string, at: string): void {
  const record = state.get(recordId);
  if (!isLive(record)) {
    expect(state.children(recordId), `orphans of ${recordId} after ${at}`).toEqual([]);
    expect(state.referrers(recordId), `relying on ${recordId} after ${at}`).toEqual([]);
    return;
  }
  for (const id of [...referencesOf(record, state), ...(record.parentId ? [record.parentId] : [])]) {
    expect(isLive(state.get(id)), `${record.kind} ${recordId} needs ${id} after ${at}`).toBe(true);
  }
}
