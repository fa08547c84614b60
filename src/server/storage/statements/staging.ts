import { given } from './parts';

/** Imports and restores, which are written in pieces that nobody sees before all are there. */
export const stagingTexts = {
  startJob: `INSERT INTO jobs (project_id, id, state, pieces) VALUES ($1, $2, 'staging', 0)
     ON CONFLICT (project_id, id) DO NOTHING`,
  /** No row: the job was aborted, or this piece is there already. */
  nextPiece: `UPDATE jobs SET pieces = $3, touched_at = now()
     WHERE project_id = $1 AND id = $2 AND state = 'staging' AND pieces = $3 - 1`,
  publishJob: `UPDATE jobs SET state = 'published', touched_at = now()
     WHERE project_id = $1 AND id = $2 AND state = 'staging'`,
  abortJob: `UPDATE jobs SET state = 'aborted', touched_at = now()
     WHERE project_id = $1 AND id = $2 AND state = 'staging'`,
  staleJobs: `SELECT project_id, id FROM jobs
     WHERE request IS NULL AND (state = 'aborted' OR (state = 'staging' AND touched_at < now() - interval '2 minutes'))`,
  /**
   * What an aborted import left behind goes piece by piece, the last one first: it relies on those before it, and
   * all of it together is more than one transaction may change everywhere. $1 project, $2 job.
   */
  lastPiece: `SELECT c.id, c.body FROM changes c
     JOIN jobs j ON j.project_id = c.project_id AND j.id = c.segment AND j.state = 'aborted'
     WHERE c.project_id = $1 AND c.segment = $2 ORDER BY c.at DESC, c.id DESC LIMIT 1`,
  /** $1 project, $2 records. In brackets, so that the list is hashed: no index leads to a name by its holder. */
  clearNames: `UPDATE names n SET record_id = NULL WHERE n.project_id = $1
     AND (n.record_id IN (SELECT u.id FROM unnest($2::uuid[]) AS u(id))) IS TRUE`,
  /** $1 project, $2 records, $3 job. */
  clearRecords: `DELETE FROM records r USING ${given(2, { id: 'uuid' })} AS v
     WHERE r.project_id = $1 AND r.id = v.id AND r.segment = $3`,
  /** $1 project, $2 the change that a piece is, $3 job. */
  clearPiece: 'DELETE FROM changes WHERE project_id = $1 AND id = $2 AND segment = $3',

  /**
   * Nobody else writes from then on, and whoever has begun fails and looks again: committed before the restore
   * takes its snapshot, so that no edit falls between. $1 project, $2 account, $3 roles that may.
   */
  freezeProject: `UPDATE projects p SET state = 'frozen', epoch = epoch + 1 WHERE p.id = $1 AND p.state = 'active'
     AND EXISTS (SELECT 1 FROM members m WHERE m.project_id = p.id AND m.account_id = $2 AND m.role = ANY($3::text[]))`,
  thawProject: "UPDATE projects SET state = 'active' WHERE id = $1 AND state = 'frozen'",
  startRestore: `INSERT INTO jobs (project_id, id, state, pieces, request) VALUES ($1, $2, 'staging', 0, $3)
     ON CONFLICT (project_id, id) DO NOTHING`,
  /** Restores of a project that have begun and are not published: what they wrote is to be seen by nobody. */
  restoresUnderWay: `SELECT id, pieces FROM jobs WHERE project_id = $1 AND state = 'staging' AND request IS NOT NULL`,
  /** Imports that hold names which nobody sees. */
  importsUnderWay: `SELECT id FROM jobs WHERE project_id = $1 AND state IN ('staging', 'aborted') AND request IS NULL`,
  /** Nothing has been written for it yet. */
  dropRestore: `DELETE FROM jobs WHERE project_id = $1 AND id = $2 AND state = 'staging' AND pieces = 0 AND request IS NOT NULL`,
  staleRestores: `SELECT project_id, id, pieces, request FROM jobs
     WHERE state = 'staging' AND request IS NOT NULL AND touched_at < now() - interval '30 seconds'`,
  /** One of several servers that find it goes on with it. */
  adoptRestore: `UPDATE jobs SET touched_at = now() WHERE project_id = $1 AND id = $2
     AND state = 'staging' AND pieces = $3 AND touched_at < now() - interval '30 seconds'`,
  endJob: "DELETE FROM jobs WHERE project_id = $1 AND id = $2 AND state = 'aborted'",
} as const;
