import type { Snapshot } from '../../core/protocol/project';
import { bucketOf, bucketsOf } from '../../core/schema/fingerprint-buckets';
import type { MemoryState } from '../../core/schema/memory-state';
import type { RecordState } from '../../core/schema/record';
import type { ProjectStoreOptions } from './store-contract';

/** What is stored, and as of when. */
export type ReadAnew = { readonly snapshot: Snapshot; readonly states: readonly RecordState[] };

/**
 * Reads a project as it is stored now.
 *
 * @param kept what is confirmed here, where only that is to travel which is other than it; else null
 */
export async function readAnew(
  { api, projectId }: Pick<ProjectStoreOptions, 'api' | 'projectId'>,
  kept: MemoryState | null,
  signal: AbortSignal,
): Promise<ReadAnew> {
  if (kept === null) {
    const snapshot = await api.snapshot(projectId, { signal });
    return { snapshot, states: statesOf(snapshot) };
  }
  const snapshot = await api.differences(projectId, bucketsOf(kept.records()), { signal });
  const differs = new Set(snapshot.buckets);
  const same = [...kept.states()].filter(({ id }) => !differs.has(bucketOf(id)));
  return { snapshot, states: [...same, ...statesOf(snapshot)] };
}

function statesOf({ records, tombstones }: Snapshot): readonly RecordState[] {
  return [...records, ...tombstones] as readonly RecordState[];
}
