import type { Pool } from 'pg';
import { expect, inject } from 'vitest';
import type { Snapshot } from '../../src/core/protocol/project';
import type { Actor } from '../../src/core/protocol/records';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import { MemoryState } from '../../src/core/schema/memory-state';
import { isLive } from '../../src/core/schema/record';
import { referencesOf } from '../../src/core/schema/references';
import type { FeedSource } from '../../src/server/live/live-feed';
import { cursorReader } from '../../src/server/live/live-feed';
import { commit } from '../../src/server/projects/commit';
import type { GroupedEdits } from '../../src/server/projects/grouped-edits';
import type { Mutation } from '../../src/server/projects/project-service';
import { acceptShareLink, createProject, createShareLink } from '../../src/server/projects/projects';
import { readProject } from '../../src/server/projects/snapshot';
import { dsqlCapabilities } from '../../src/server/storage/dsql/capabilities';
import type { Capabilities } from '../../src/server/storage/engine';
import { migrate } from '../../src/server/storage/migrate';
import { migrationsFor } from '../../src/server/storage/migrations';
import { createPool, endPool } from '../../src/server/storage/pool';
import { postgresCapabilities } from '../../src/server/storage/postgres';
import { openGateway } from '../dsql/gateway/gateway';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import { readLog } from './log';

export type TestStore = Awaited<ReturnType<typeof openTestStore>>;

const owner: Actor = { id: 'ada', name: 'Ada' };

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the stores of a project's tests are; PostgreSQL when it is not said. */
    engine: 'dsql' | undefined;
  }
}

/** Whether the stores of this project behave like Aurora DSQL. */
export const onDsql = inject('engine') === 'dsql';

/**
 * A migrated scratch database with the real pool, and ways to look behind the API. Where the project says so, it
 * is one that behaves like Aurora DSQL.
 */
export async function openTestStore() {
  const database = await createTestDatabase();
  const { url, capabilities, close } = await engineBefore(database);
  const pool = createPool({ kind: 'url', url });
  const source = { pool, capabilities };
  return {
    ...source,
    url,
    /** Not through the engine: for looking at what is there, and putting there what is not to be. */
    direct: database.pool,
    /** A project of Ada's that Ben may edit. */
    newProject: () => newProject(pool),
    /** In a server process that groups its edits, or one that was started just now. */
    commit: (actor: Actor, projectId: string, mutation: Mutation, edits?: GroupedEdits) =>
      commit(pool, { actor, projectId, mutation }, { edits }),
    snapshot: (actor: Actor, projectId: string) => snapshot(source, actor, projectId),
    log: (projectId: string) => readLog(pool, projectId),
    expectReplayEqualsState: (projectId: string) => expectReplayEqualsState(source, projectId),
    close: async () => {
      await endPool(pool);
      await close();
      await database.drop();
    },
  };
}

type TestEngine = {
  readonly url: string;
  readonly capabilities: Capabilities;
  close(): Promise<void>;
};

/** The tables are made without the engine: whether it can is the business of other tests. */
async function engineBefore({ url, pool }: TestDatabase): Promise<TestEngine> {
  const capabilities = onDsql ? dsqlCapabilities : postgresCapabilities;
  await migrate(pool, migrationsFor(capabilities));
  if (capabilities === postgresCapabilities) return { url, capabilities, close: async () => undefined };
  const gateway = await openGateway(url);
  return { url: gateway.url, capabilities, close: () => gateway.close() };
}

async function newProject(pool: Pool): Promise<string> {
  const created = await createProject(pool, owner, { name: 'Test' });
  if (!created.ok) throw new Error(created.problem.detail);
  const link = await createShareLink(pool, owner, created.value.id, 'editor');
  if (!link.ok) throw new Error(link.problem.detail);
  await acceptShareLink(pool, { id: 'ben', name: 'Ben' }, link.value.key);
  return created.value.id;
}

async function snapshot(
  { pool, capabilities }: FeedSource,
  actor: Actor,
  projectId: string,
): Promise<Snapshot> {
  const answer = await readProject(pool, actor, projectId, cursorReader({ capabilities }));
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value;
}

/**
 * P2 and P5: replaying the log from empty gives exactly the stored records, each version follows the one
 * before, and every prefix is coherent: no record without its owner, none that relies on something gone.
 */
async function expectReplayEqualsState(source: FeedSource, projectId: string): Promise<void> {
  const replay = new MemoryState();
  for (const { id, entries } of await readLog(source.pool, projectId)) {
    for (const { record } of entries) {
      expect(record.version, `${record.kind} ${record.id} in ${id}`).toBe(
        (replay.get(record.id)?.version ?? 0) + 1,
      );
      replay.replace(record);
    }
    for (const { record } of entries) expectSound(replay, record.id, id);
  }
  const stored = await snapshot(source, owner, projectId);
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
