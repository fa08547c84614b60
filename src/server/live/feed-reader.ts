import type { Pool, PoolClient } from 'pg';
import type { LiveChange } from '../../core/protocol/change';
import { auditOf } from '../../core/schema/change';
import type { Outcome } from '../projects/outcome';
import { toldBeside } from '../projects/outcome';
import type { CommittedChange } from '../projects/project-service';
import { statements } from '../storage/statements';
import type { Cursor } from './cursor';
import { cursorFrom, laterOf } from './cursor';

/** What became visible in one project since its cursor: causally complete, to be applied as a whole. */
export type Batch = { readonly changes: readonly LiveChange[]; readonly at: string | null };

export type Reading = {
  /** Where this reading ends, for every project asked about; `at` is in the batches. */
  readonly cursor: Omit<Cursor, 'at'>;
  readonly batches: ReadonlyMap<string, Batch>;
  /** There is more than may be sent one by one. */
  readonly isTooMuch: boolean;
};

/** A row of the log as it is read for the feed. */
export type ChangeRow = {
  readonly project_id: string;
  readonly id: string;
  readonly at: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly outcome: string;
  readonly body: string;
  readonly publishes: string | null;
  readonly segment: string | null;
};
type FeedRow = { readonly snapshot: string } & (ChangeRow | { readonly id: null });

/** Where a reader begins that wants nothing of what is there already. */
export async function readNow(pool: Pool): Promise<Omit<Cursor, 'at'>> {
  const { rows } = await pool.query<{ snapshot: string; generation: string }>(statements.snapshotNow);
  const row = rows[0];
  if (!row) throw new Error('The database gave no snapshot.');
  return cursorFrom(row.generation, row.snapshot, null);
}

/**
 * Reads what became visible in these projects since the cursor, in one consistent statement.
 *
 * @param times per project, the latest time of its log that was seen; null: rely on the snapshot alone
 * @param limit how many changes before it is too much
 */
export async function readSince(
  client: Pool | PoolClient,
  cursor: Omit<Cursor, 'at'>,
  times: ReadonlyMap<string, string | null>,
  limit: number,
): Promise<Reading> {
  const { rows } = await client.query<FeedRow>(statements.feed, [
    [...times.keys()],
    [...times.values()].map((at) => at ?? 'infinity'),
    [...cursor.xip],
    cursor.xmax,
    limit + 1,
  ]);
  const changes = rows.filter((row): row is { snapshot: string } & ChangeRow => row.id !== null);
  const batches = new Map<string, { changes: LiveChange[]; at: string | null }>();
  for (const row of changes) {
    const batch = batches.get(row.project_id) ?? { changes: [], at: null };
    batch.at = laterOf(batch.at, row.at);
    batch.changes.push(...(await liveChanges(client, row)));
    batches.set(row.project_id, batch);
  }
  const snapshot = rows[0]?.snapshot ?? '';
  return {
    cursor: cursorFrom(cursor.generation, snapshot, null),
    batches,
    isTooMuch: changes.length > limit,
  };
}

/** A row of the log as clients get it: nothing for a refusal, all pieces for a published import. */
export async function liveChanges(client: Pool | PoolClient, row: ChangeRow): Promise<readonly LiveChange[]> {
  const outcome: Outcome = JSON.parse(row.outcome);
  if (outcome.kind === 'refused') return [];
  const own = liveChange({
    id: row.id,
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
    outcome,
    entries: JSON.parse(row.body),
    segment: row.segment,
  });
  if (row.publishes === null) return [own];
  const pieces = await client.query<ChangeRow>(statements.pieces, [row.project_id, row.publishes]);
  const expanded = await Promise.all(pieces.rows.map((piece) => liveChanges(client, piece)));
  return [...expanded.flat(), own];
}

/** A change of the log as clients get it. */
export function liveChange({
  id,
  at,
  actor,
  outcome,
  entries,
  segment = null,
}: CommittedChange & { readonly segment?: string | null }): LiveChange {
  return {
    id,
    at,
    actor,
    operations: entries.map(auditOf).map((entry) => ({ ...entry })),
    records: entries.map((entry) => entry.record),
    merges: [...outcome.merges],
    ...toldBeside(outcome, segment),
  };
}
