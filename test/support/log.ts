import type { Pool } from 'pg';
import type { ChangeEntry } from '../../src/core/schema/change';

export type LogEntry = { readonly id: string; readonly at: string; readonly entries: readonly ChangeEntry[] };

/** The log as people see it: what was published in pieces stands as one where it was published. */
export async function readLog(pool: Pick<Pool, 'query'>, projectId: string): Promise<readonly LogEntry[]> {
  const { rows } = await pool.query(
    `SELECT id, at::text, body, segment, publishes FROM changes
     WHERE project_id = $1 AND outcome LIKE '{"kind":"applied"%' ORDER BY at, id`,
    [projectId],
  );
  const published = new Set(rows.map((row) => row.publishes).filter((id) => id !== null));
  const entriesOf = (row: { body: string }): readonly ChangeEntry[] => JSON.parse(row.body);
  return rows
    .filter(({ segment }) => !published.has(segment))
    .map((row) => {
      const pieces = rows.filter(({ segment }) => segment !== null && segment === row.publishes);
      return { id: row.id, at: row.at, entries: [...pieces, row].flatMap(entriesOf) };
    });
}
