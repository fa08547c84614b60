import type { Pool } from 'pg';
import { trashDays } from '../../core/protocol/project';
import { statements } from '../storage/statements';
import { withRetry } from '../storage/with-retry';

/** Rows of one transaction: it is over before anybody has to wait for it, and any engine takes it. */
const batchRows = 1_000;
/** Projects that are looked for at once. */
const projectsAtOnce = 100;

/** All that a project consists of, in the order in which it can go: who refers before what is referred to. */
const contents = [
  statements.purgeRefs,
  statements.purgeNames,
  statements.purgeRecords,
  statements.purgeChanges,
  statements.purgeJobs,
  statements.purgeShareLinks,
  statements.purgeMembers,
] as const;

/**
 * Removes from the database, with everything in them, the projects that have been in the trash for
 * `trashDays` and more. Any number of processes may do it at once; what one leaves half done, because it was
 * stopped, the next one finishes. What cannot be removed now is left for the next time.
 *
 * @param stopping looked at between two batches
 * @returns how many projects this call removed
 */
export async function purgeTrash(pool: Pool, stopping: AbortSignal): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(statements.expiredProjects, [trashDays, projectsAtOnce]);
  let purged = 0;
  for (const { id } of rows) {
    // One that others are at, or that fails, must not keep the rest from going.
    if (await purgeProject(pool, id, stopping).catch(() => false)) purged += 1;
    if (stopping.aborted) return purged;
  }
  const mayBeMore = rows.length === projectsAtOnce && purged > 0;
  return mayBeMore ? purged + (await purgeTrash(pool, stopping)) : purged;
}

/** True when the project is gone and this call took it away. */
async function purgeProject(pool: Pool, projectId: string, stopping: AbortSignal): Promise<boolean> {
  while (!stopping.aborted) {
    const step = await purgeBatch(pool, projectId);
    if (step !== 'more') return step === 'gone';
  }
  return false;
}

async function purgeBatch(pool: Pool, projectId: string): Promise<'more' | 'gone' | 'not-ours'> {
  const { value } = await withRetry(pool, async (client) => {
    const claimed = await client.query(statements.claimPurge, [projectId, trashDays]);
    if (claimed.rowCount !== 1) return 'not-ours';
    for (const statement of contents) {
      const removed = await client.query(statement, [projectId, batchRows]);
      if (removed.rowCount !== 0) return 'more';
    }
    await client.query(statements.purgeProject, [projectId]);
    return 'gone';
  });
  return value;
}
