import type { Pool, PoolClient } from 'pg';
import type { ChangeEntry } from '../../core/schema/change';
import type { RecordState } from '../../core/schema/record';
import { stateBefore } from '../../core/schema/rewind';
import { statements } from '../storage/statements';
import type { RecordRow, StoredRecord } from './stored-record';
import { storedRecord } from './stored-record';

/** The rows of a project's records, tombstones included. */
export async function readRows(client: PoolClient, projectId: string): Promise<readonly StoredRecord[]> {
  const { rows } = await client.query<RecordRow>(statements.snapshotRecords, [projectId, null]);
  return rows.map(storedRecord);
}

/** What a restore that is still under way has written: in the records already, and to be seen by nobody. */
export async function readUnpublished(
  client: PoolClient,
  projectId: string,
): Promise<readonly ChangeEntry[]> {
  const { rows } = await client.query<{ id: string; pieces: number }>(statements.restoresUnderWay, [
    projectId,
  ]);
  const [restore] = rows;
  return restore && restore.pieces > 0 ? readEntries(client, projectId, restore.id) : [];
}

/** Everything that the pieces of a job wrote. */
export async function readEntries(
  client: Pool | PoolClient,
  projectId: string,
  jobId: string,
): Promise<readonly ChangeEntry[]> {
  const { rows } = await client.query<{ body: string }>(statements.pieces, [projectId, jobId]);
  return rows.flatMap(({ body }): readonly ChangeEntry[] => JSON.parse(body));
}

/** The records of a project as everybody may see them, tombstones included. The client is in a snapshot. */
export async function readStates(client: PoolClient, projectId: string): Promise<readonly RecordState[]> {
  const [rows, hidden] = await Promise.all([readRows(client, projectId), readUnpublished(client, projectId)]);
  return takenBack(
    rows.map(({ state }) => state),
    hidden,
  );
}

/** The states without what these entries did to them, one entry a record. */
export function takenBack(
  states: readonly RecordState[],
  hidden: readonly ChangeEntry[],
): readonly RecordState[] {
  if (hidden.length === 0) return states;
  const before = new Map(hidden.map((entry) => [entry.record.id, stateBefore(entry)]));
  return states.flatMap((state) => {
    if (!before.has(state.id)) return [state];
    return before.get(state.id) ?? [];
  });
}
