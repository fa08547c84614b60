import type { Pool, PoolClient } from 'pg';
import type { RecordState } from '../../core/schema/record';
import { readStates } from '../projects/read-records';
import { statements } from '../storage/statements';
import type { ChangeRow } from './feed-reader';
import { liveChanges } from './feed-reader';
import type { Found } from './in-order';

/** A row that is there, and what it says unless it is old. */
export type WindowRow = { readonly project_id: string; readonly id: string; readonly at: string } & (
  | ChangeRow
  | { readonly outcome: null }
);

/** How far back to look in one project: before the end of the log that was seen, or before now if that is earlier. */
export type Since = { readonly projectId: string; readonly at: string | null };

export type Window = {
  readonly ms: number;
  /** Per project; one more than may be, so that more is noticed. */
  readonly limit: number;
  /** What rows later than `at` say comes with them. */
  readonly isWithBodies: boolean;
};

/** The rows of the end of the log of several projects, in one statement. */
export async function readWindow(
  client: Pool | PoolClient,
  since: readonly Since[],
  { ms, limit, isWithBodies }: Window,
): Promise<readonly WindowRow[]> {
  const { rows } = await client.query<WindowRow>(statements.feedWindow, [
    since.map(({ projectId }) => projectId),
    since.map(({ at }) => at ?? '-infinity'),
    ms / 1_000,
    limit,
    isWithBodies,
  ]);
  return rows;
}

/** What rows of one project's log say; those that are there without it are read. */
export async function readFound(
  client: Pool | PoolClient,
  projectId: string,
  rows: readonly WindowRow[],
): Promise<readonly Found[]> {
  const bare = rows.filter(({ outcome }) => outcome === null).map(({ id }) => id);
  const read =
    bare.length === 0 ? [] : (await client.query<ChangeRow>(statements.changesOf, [projectId, bare])).rows;
  const whole = rows.filter((row): row is WindowRow & ChangeRow => row.outcome !== null);
  return Promise.all(
    [...whole, ...read].map(async (row) => ({
      id: row.id,
      at: row.at,
      changes: await liveChanges(client, row),
    })),
  );
}

/** A project as its readers see it at one moment. The client is in a snapshot. */
export async function readBeginning(
  client: PoolClient,
  projectId: string,
  ms: number,
): Promise<{
  readonly states: readonly RecordState[];
  readonly at: string | null;
  readonly ids: readonly string[];
}> {
  const at = await readLogEnd(client, projectId);
  const [states, rows] = await Promise.all([
    readStates(client, projectId),
    readWindow(client, [{ projectId, at }], { ms, limit: maxRows, isWithBodies: false }),
  ]);
  return { states, at, ids: rows.map(({ id }) => id) };
}

/** The time of the last row of a project's log; null when it is empty. */
export async function readLogEnd(client: PoolClient, projectId: string): Promise<string | null> {
  const { rows } = await client.query<{ at: string | null }>(statements.logEnd, [projectId]);
  return rows[0]?.at ?? null;
}

/** Rows of one project's log that are looked at again at once; they are small, without what they say. */
export const maxRows = 200_000;
