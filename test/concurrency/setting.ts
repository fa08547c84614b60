import type { Pool } from 'pg';
import { expect } from 'vitest';
import type { Actor } from '../../src/core/protocol/records';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { SchemaRecord } from '../../src/core/schema/record';
import { acceptShareLink, createShareLink } from '../../src/server/projects/projects';
import { conflictCounts } from '../../src/server/storage/with-retry';
import { incoherences, replayDamage, storedStates } from '../fuzz/damage';
import type { TestStore } from '../support/store';

export const ada: Actor = { id: 'ada', name: 'Ada' };
export const ben: Actor = { id: 'ben', name: 'Ben' };

/** Makes people editors of a project of Ada's. */
export async function invite(pool: Pool, projectId: string, people: readonly Actor[]): Promise<void> {
  const link = await createShareLink(pool, ada, projectId, 'editor');
  if (!link.ok) throw new Error(link.problem.detail);
  for (const person of people) await acceptShareLink(pool, person, link.value.key);
}

/** Everything that breaks a promise: in the stored records, in the log, between the two. */
export async function expectSound(store: TestStore, projectId: string): Promise<void> {
  const stored = await storedStates(store.direct, projectId);
  expect(incoherences(MemoryState.from(stored))).toEqual([]);
  expect(replayDamage(await store.log(projectId), stored)).toEqual([]);
}

/** The live record, or undefined. */
export async function recordOf(
  store: TestStore,
  projectId: string,
  id: string,
): Promise<SchemaRecord | undefined> {
  const { records } = await store.snapshot(ada, projectId);
  return records.find((record) => record.id === id) as SchemaRecord | undefined;
}

/** What the pipeline met while `work` ran, by SQLSTATE; nothing: an empty object. */
export async function conflictsDuring(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = conflictCounts();
  await work();
  const met = Object.entries(conflictCounts()).map(([code, count]) => [code, count - (before[code] ?? 0)]);
  return Object.fromEntries(met.filter(([, count]) => count !== 0));
}
