import { inTrash, isoTime } from './parts';

/** The last of the log's times of a project, found by its index. */
const listedProject = `p.id, p.name, ${isoTime('p.created_at')} AS created_at, m.role,
       ${isoTime('coalesce((SELECT max(c.at) FROM changes c WHERE c.project_id = p.id), p.created_at)')} AS changed_at`;

/** One batch of the rows of a project ($1) that is purged, at most $2 of them, by primary key. */
const purge = (table: string, key: string) =>
  `DELETE FROM ${table} WHERE project_id = $1 AND (${key}) IN (SELECT ${key} FROM ${table} WHERE project_id = $1 LIMIT $2)`;

/** Projects, who may see them, and what has been in the trash for long enough. */
export const projectTexts = {
  createProject: `INSERT INTO projects (id, name, epoch, state, created_by) VALUES ($1, $2, 1, 'active', $3)
     RETURNING ${isoTime('created_at')} AS created_at`,
  addMember: `INSERT INTO members (project_id, account_id, role) VALUES ($1, $2, $3)
     ON CONFLICT (project_id, account_id) DO NOTHING`,
  changeRole: 'UPDATE members SET role = $3 WHERE project_id = $1 AND account_id = $2',
  /** $1 project, $2 account. */
  project: `SELECT p.id, p.name, p.state, ${isoTime('p.created_at')} AS created_at, m.role
     FROM projects p JOIN members m ON m.project_id = p.id AND m.account_id = $2
     WHERE p.id = $1 AND p.state <> 'deleted'`,
  /** $1 account. The one that was edited last comes first. */
  projectsOf: `SELECT ${listedProject}
     FROM members m JOIN projects p ON p.id = m.project_id
     WHERE m.account_id = $1 AND p.state <> 'deleted' ORDER BY changed_at DESC, p.id`,
  /** $1 account: what it owns and can still restore, for $2 days. */
  trashOf: `SELECT ${listedProject}, ${isoTime('p.deleted_at')} AS deleted_at
     FROM members m JOIN projects p ON p.id = m.project_id
     WHERE m.account_id = $1 AND m.role = 'owner' AND ${inTrash('$2')} ORDER BY p.deleted_at DESC, p.id`,
  /** $1 project, $2 account, $3 days. Also what is not deleted, so that asking twice gives one answer. */
  restorable: `SELECT p.id, p.name, ${isoTime('p.created_at')} AS created_at, m.role
     FROM projects p JOIN members m ON m.project_id = p.id AND m.account_id = $2
     WHERE p.id = $1 AND m.role = 'owner' AND (p.state <> 'deleted' OR ${inTrash('$3')})`,
  renameProject: 'UPDATE projects SET name = $2 WHERE id = $1',
  /** Raising the epoch makes every write in flight fail and look again. */
  deleteProject: "UPDATE projects SET state = 'deleted', deleted_at = now(), epoch = epoch + 1 WHERE id = $1",
  restoreProject:
    "UPDATE projects SET state = 'active', deleted_at = NULL WHERE id = $1 AND state = 'deleted'",

  /** $1 days. Those that nobody can restore any more, at most $2, the longest deleted first. */
  expiredProjects: `SELECT p.id FROM projects p
     WHERE p.state = 'deleted' AND p.deleted_at <= now() - make_interval(days => $1::int) ORDER BY p.deleted_at, p.id LIMIT $2`,
  /**
   * $1 project, $2 days. Every batch of a purge begins with it: one process at a time, and whoever is about
   * to restore fails and looks again. From the first batch on it is deleted since ever, for every clock.
   */
  claimPurge: `UPDATE projects SET deleted_at = '-infinity', epoch = epoch + 1
     WHERE id = $1 AND state = 'deleted' AND deleted_at <= now() - make_interval(days => $2::int)`,
  purgeRefs: purge('refs', 'from_id, to_id'),
  purgeNames: purge('names', 'scope, name'),
  /** Only records that no other one has as its parent: the deepest first. */
  purgeRecords: `DELETE FROM records WHERE project_id = $1 AND id IN (
     SELECT r.id FROM records r WHERE r.project_id = $1 AND NOT EXISTS (
       SELECT 1 FROM records c WHERE c.project_id = $1 AND c.parent_id = r.id) LIMIT $2)`,
  purgeChanges: purge('changes', 'at, id'),
  purgeJobs: purge('jobs', 'id'),
  purgeShareLinks: purge('share_links', 'id'),
  purgeMembers: purge('members', 'account_id'),
  purgeProject: "DELETE FROM projects WHERE id = $1 AND state = 'deleted' AND deleted_at = '-infinity'",

  createShareLink: `INSERT INTO share_links (id, project_id, key_hash, role, created_by) VALUES ($1, $2, $3, $4, $5)`,
  shareLink: `SELECT l.project_id, l.role, m.role AS held FROM share_links l
     JOIN projects p ON p.id = l.project_id AND p.state <> 'deleted'
     LEFT JOIN members m ON m.project_id = l.project_id AND m.account_id = $2
     WHERE l.key_hash = $1`,
} as const;
