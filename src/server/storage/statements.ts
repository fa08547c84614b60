/**
 * Every statement that reads or writes projects, as plain text: what is sent can be read, linted and run by
 * hand. Values are always parameters. The reasons for the order in which they run are in commit.ts.
 */

/** ISO 8601 in UTC with microseconds: a JavaScript Date would cut them, and then pages skip and cursors miss. */
const isoTime = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Records of a segment count only once its import is published. $job sees its own before that. */
const visible = (alias: string, job: string) =>
  `(${alias}.segment IS NULL OR ${alias}.segment = ${job} OR EXISTS (
      SELECT 1 FROM jobs j WHERE j.project_id = ${alias}.project_id AND j.id = ${alias}.segment AND j.state = 'published'))`;

const recordColumns = (alias: string) =>
  ['id', 'kind', 'parent_id', 'parent_face', 'face', 'version', 'fields', 'body']
    .map((column) => `${alias}.${column}`)
    .join(', ');

/**
 * The rows that a statement is given, one array per column from parameter `first` on, to be joined with the rows they name. The limit
 * takes nothing away. Of a limit that it does not know the planner expects a tenth, so it looks up each row
 * by its key; it would rather read a whole project that it believes to be small.
 */
function given(first: number, columns: Readonly<Record<string, string>>): string {
  const arrays = Object.values(columns).map((type, place) => `$${first + place}::${type}[]`);
  const names = Object.keys(columns).join(', ');
  return `(SELECT * FROM unnest(${arrays.join(', ')}) AS u(${names}) LIMIT cardinality(${arrays[0]}))`;
}

const givenNames = { scope: 'text', name: 'text', record_id: 'uuid' };

/** One row per record to write. $1 project, then one array per column. */
const writtenRows = `${given(2, {
  id: 'uuid',
  kind: 'text',
  parent_id: 'uuid',
  parent_face: 'int',
  face: 'int',
  seen: 'int',
  version: 'int',
  fields: 'text',
  body: 'text',
  digest_high: 'bigint',
  digest_low: 'bigint',
})} AS v`;

const recordsAreThere = `cardinality($11::uuid[]) = (SELECT count(*)
          FROM ${given(11, { id: 'uuid', version: 'int' })} AS v
          JOIN records r ON r.project_id = $1::uuid AND r.id = v.id AND r.version = v.version)`;

const namesAreThere = `cardinality($13::text[]) = (SELECT count(*)
          FROM ${given(13, givenNames)} AS v
          JOIN names n ON n.project_id = $1::uuid AND n.scope = v.scope AND n.name = v.name AND n.record_id = v.record_id)`;

/** A clock of the project ($1) that no row has to hold: now, or just after all that the snapshot shows. */
const nextAt = `greatest(clock_timestamp(), (SELECT max(c.at) FROM changes c WHERE c.project_id = $1::uuid) + interval '1 microsecond')`;

/** A log row that the table refuses unless all of that holds. */
const logOf = (
  conditions: readonly string[],
) => `INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash, segment, publishes)
     VALUES ($1::uuid,
       CASE WHEN ${conditions.join(' AND ')}
       THEN ${nextAt} END,
       $2::uuid, $3, $4, $5, $6, $7::int, $8, $9::uuid, $10::uuid)
     RETURNING ${isoTime('at')} AS at`;

/** A database's own number: a cursor of another database, or of one that was loaded anew, is not continued. */
const feedGeneration = '(SELECT d.oid::text FROM pg_database d WHERE d.datname = current_database())';

/** The last of the log's times of a project, found by its index. */
const listedProject = `p.id, p.name, ${isoTime('p.created_at')} AS created_at, m.role,
       ${isoTime('coalesce((SELECT max(c.at) FROM changes c WHERE c.project_id = p.id), p.created_at)')} AS changed_at`;

/** Deleted, less than so many days ago. */
const inTrash = (days: string) =>
  `p.state = 'deleted' AND p.deleted_at > now() - make_interval(days => ${days}::int)`;

/** A statement and the name under which a connection prepares it: parsed once, planned a few times. */
export type Statement = { readonly name: string; readonly text: string };

function named<Texts extends Readonly<Record<string, string>>>(
  texts: Texts,
): { readonly [Name in keyof Texts]: Statement } {
  const entries = Object.entries(texts).map(([name, text]) => [name, { name, text }]);
  return Object.fromEntries(entries);
}

/** One batch of the rows of a project ($1) that is purged, at most $2 of them, by primary key. */
const purge = (table: string, key: string) =>
  `DELETE FROM ${table} WHERE project_id = $1 AND (${key}) IN (SELECT ${key} FROM ${table} WHERE project_id = $1 LIMIT $2)`;

export const statements = named({
  /** $1 project, $2 account, $3 mutation. KEY SHARE: writers do not meet, raising the epoch meets them all. */
  head: `SELECT p.name, p.epoch, p.state, ${isoTime('p.created_at')} AS created_at, m.role,
       c.request_hash, c.outcome, c.body, ${isoTime('c.at')} AS at
     FROM projects p
     LEFT JOIN members m ON m.project_id = p.id AND m.account_id = $2
     LEFT JOIN changes c ON c.project_id = p.id AND c.id = $3
     WHERE p.id = $1
     FOR KEY SHARE OF p`,

  /**
   * How every mutation begins: `head`, and beside it the records that its operations name ($4; $5 job whose
   * segment is visible), one row each, or one row without. In one statement, because each costs its own way
   * to the server and back.
   */
  open: `SELECT p.state, m.role, c.request_hash, c.outcome, c.body AS receipt, ${isoTime('c.at')} AS at, ${recordColumns('r')}
     FROM projects p
     LEFT JOIN members m ON m.project_id = p.id AND m.account_id = $2
     LEFT JOIN changes c ON c.project_id = p.id AND c.id = $3
     LEFT JOIN records r ON r.project_id = p.id AND r.id = ANY($4::uuid[]) AND ${visible('r', '$5')}
     WHERE p.id = $1
     FOR KEY SHARE OF p`,

  /** $1 project, $2 ids, $3 parents, $4 referred to, $5/$6 scopes and names, $7 job whose segment is visible. */
  load: `SELECT 'record' AS what, NULL::text AS asked, ${recordColumns('r')}, NULL::text AS scope, NULL::text AS name
       FROM records r WHERE r.project_id = $1 AND r.id = ANY($2::uuid[]) AND ${visible('r', '$7')}
     UNION ALL
     SELECT 'child', NULL, ${recordColumns('r')}, NULL, NULL
       FROM records r WHERE r.project_id = $1 AND r.parent_id = ANY($3::uuid[]) AND r.face IS NOT NULL AND ${visible('r', '$7')}
     UNION ALL
     SELECT 'referrer', f.to_id::text, ${recordColumns('r')}, NULL, NULL
       FROM refs f JOIN records r ON r.project_id = f.project_id AND r.id = f.from_id
       WHERE f.project_id = $1 AND f.to_id = ANY($4::uuid[])
     UNION ALL
     SELECT 'name', NULL, n.record_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, n.scope, n.name
       FROM ${given(5, { scope: 'text', name: 'text' })} AS w
       JOIN names n ON n.project_id = $1 AND n.scope = w.scope AND n.name = w.name
       WHERE n.record_id IS NOT NULL`,

  /** $1 project, $2 ids of changes. */
  actorsOf: 'SELECT id, actor_id, actor_name FROM changes WHERE project_id = $1 AND id = ANY($2::uuid[])',

  /** $1 project, $2 records, $3/$4 the references they keep: all others of theirs go. */
  removeRefs: `DELETE FROM refs f WHERE f.project_id = $1 AND f.from_id = ANY($2::uuid[])
     AND NOT EXISTS (SELECT 1 FROM unnest($3::uuid[], $4::uuid[]) AS v(from_id, to_id)
                     WHERE v.from_id = f.from_id AND v.to_id = f.to_id)`,

  /** $1 project, $2 scopes, $3 names, $4 their holders. Freed names stay as rows: see takeNames. */
  releaseNames: `UPDATE names n SET record_id = NULL
     FROM ${given(2, givenNames)} AS v
     WHERE n.project_id = $1 AND n.scope = v.scope AND n.name = v.name AND n.record_id = v.record_id`,

  updateRecords: `UPDATE records r SET parent_id = v.parent_id, parent_face = v.parent_face, face = v.face,
       version = v.version, fields = v.fields, body = v.body, digest_high = v.digest_high, digest_low = v.digest_low
     FROM ${writtenRows}
     WHERE r.project_id = $1 AND r.id = v.id AND r.version = v.seen`,

  /** $13 segment of an import that is being staged, else null. */
  insertRecords: `INSERT INTO records (project_id, id, kind, parent_id, parent_face, face, version, fields, body, digest_high, digest_low, segment)
     SELECT $1::uuid, v.id, v.kind, v.parent_id, v.parent_face, v.face, v.version, v.fields, v.body, v.digest_high, v.digest_low, $13::uuid
     FROM ${writtenRows}`,

  /** $1 project, $2 scopes, $3 names, $4 holders, sorted. Fewer rows than asked: somebody holds one. */
  takeNames: `INSERT INTO names (project_id, scope, name, record_id)
     SELECT $1::uuid, v.scope, v.name, v.record_id FROM unnest($2::text[], $3::text[], $4::uuid[]) AS v(scope, name, record_id)
     ORDER BY 1, 2, 3
     ON CONFLICT (project_id, scope, name) DO UPDATE SET record_id = EXCLUDED.record_id WHERE names.record_id IS NULL`,

  /**
   * $1 project, $2 from, $3 to, $4 the faces relied on. A reference that is there is written again: that meets
   * whoever changes the face it relies on, also when they looked before.
   */
  addRefs: `INSERT INTO refs (project_id, from_id, to_id, to_face)
     SELECT $1::uuid, v.from_id, v.to_id, v.to_face FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS v(from_id, to_id, to_face)
     ORDER BY 2, 3
     ON CONFLICT (project_id, from_id, to_id) DO UPDATE SET to_face = EXCLUDED.to_face`,

  /**
   * The last statement of every mutation. `at` is read after the snapshot, every lock and every foreign key
   * check, and is later than any the snapshot shows: a clock of the project that no row has to hold.
   * It is NULL, which the table refuses, unless the records ($11/$12, with their versions) and names
   * ($13/$14/$15) that had to be written are there: COMMIT follows before anybody could look.
   */
  log: logOf([recordsAreThere, namesAreThere]),
  /** The same for the many mutations that name nothing anew. */
  logWithoutNames: logOf([recordsAreThere]),

  /**
   * Edits of one project ($1), each a whole mutation, in one statement and so a transaction of its own. Each is
   * judged by itself: its records ($9 to $19, with what decides about their edit) get a new version, and its
   * log row ($3 to $8) goes in, if all of them are as they are believed to be (faces included: nothing that
   * others rely on), nobody else is writing them, its id was not used, and its author has one of the roles $2
   * in a project that is there and not frozen. Of the others nothing happens. The share lock meets whoever
   * raises the epoch; no foreign key has anything to check. Their times are taken when all locks are held, and
   * follow one another. A plan is kept from when tables were small, and from lists that it took for one row, so
   * nothing is left to its choice: LATERAL with LIMIT looks each row up by its key, a row that is locked is found
   * by its place, and IN is hashed. It takes time in proportion to the edits, whatever the project holds.
   */
  edits: `WITH open AS MATERIALIZED (
       SELECT p.id FROM projects p WHERE p.id = $1::uuid AND p.state = 'active' FOR KEY SHARE OF p),
     locked AS MATERIALIZED (
       SELECT v.*, r.row_at FROM ${given(9, {
         place: 'int',
         records: 'int',
         change_id: 'uuid',
         actor_id: 'text',
         id: 'uuid',
         seen: 'int',
         face: 'int',
         fields: 'text',
         body: 'text',
         digest_high: 'bigint',
         digest_low: 'bigint',
       })} AS v
       CROSS JOIN LATERAL (SELECT FROM members m
         WHERE m.project_id = $1::uuid AND m.account_id = v.actor_id AND m.role = ANY($2::text[]) LIMIT 1) AS m
       LEFT JOIN LATERAL (SELECT c.id FROM changes c
         WHERE c.project_id = $1::uuid AND c.id = v.change_id LIMIT 1) AS c ON true
       CROSS JOIN LATERAL (SELECT r.ctid AS row_at FROM records r
         WHERE r.project_id = $1::uuid AND r.id = v.id AND r.version = v.seen AND r.face = v.face
         LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) AS r
       WHERE c.id IS NULL AND EXISTS (SELECT FROM open)),
     counted AS MATERIALIZED (SELECT l.*, count(*) OVER (PARTITION BY l.place) AS found FROM locked l),
     edited AS (
       UPDATE records r SET version = v.seen + 1, fields = v.fields, body = v.body,
         digest_high = v.digest_high, digest_low = v.digest_low
       FROM counted v
       WHERE r.ctid = v.row_at AND v.found = v.records
       RETURNING v.place),
     moment AS MATERIALIZED (SELECT ${nextAt} AS at FROM (SELECT count(*) FROM edited) AS all_of_them)
     INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash)
     SELECT $1::uuid, m.at + a.place * interval '1 microsecond', a.id, a.actor_id, a.actor_name, a.outcome, a.body, 0, a.request_hash
     FROM moment m CROSS JOIN (
       SELECT v.*, v.ordinality::int - 1 AS place
       FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
         WITH ORDINALITY AS v(id, actor_id, actor_name, outcome, body, request_hash, ordinality)) AS a
     WHERE (a.place IN (SELECT e.place FROM edited e)) IS TRUE
     RETURNING id, ${isoTime('at')} AS at`,

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

  /** $1 project. Live records of one moment; $2 a job whose segment is visible. */
  snapshotRecords: `SELECT ${recordColumns('r')} FROM records r
     WHERE r.project_id = $1 AND ${visible('r', '$2')} ORDER BY r.id`,
  fingerprint: `SELECT count(*) AS count, coalesce(sum(r.digest_high), 0)::text AS high, coalesce(sum(r.digest_low), 0)::text AS low
     FROM records r WHERE r.project_id = $1 AND r.face IS NOT NULL AND ${visible('r', 'NULL::uuid')}`,

  /**
   * Changes with every edit that can be seen. $1 project, $2 account, $3 whether it is in the account's trash,
   * $4 days. Of two edits the one that is committed later may have the earlier time, by the length of a
   * transaction at most: counting the last minute notices it.
   */
  thumbnailVersion: `SELECT ${isoTime('l.at')} AS at,
       (SELECT count(*) FROM changes c WHERE c.project_id = p.id AND c.at > l.at - interval '1 minute') AS recent
     FROM projects p JOIN members m ON m.project_id = p.id AND m.account_id = $2
     CROSS JOIN LATERAL (SELECT max(c.at) AS at FROM changes c WHERE c.project_id = p.id) AS l
     WHERE p.id = $1 AND CASE WHEN $3::boolean THEN m.role = 'owner' AND ${inTrash('$4')} ELSE p.state <> 'deleted' END`,
  /**
   * Tables with their places and foreign keys between them, $2 of each at most. $1 project. By id, which is
   * random: of too many tables those that are left are spread evenly over the diagram. Partitions are no tables
   * of a diagram; of them it says which table each is right below, for the foreign keys that name one.
   */
  thumbnail: `(SELECT 'table' AS kind, t.id AS table_id, l.body,
       (SELECT count(*) FROM records c WHERE c.project_id = t.project_id AND c.parent_id = t.id
          AND c.kind = 'column' AND c.face IS NOT NULL)::int AS columns,
       (count(*) OVER ())::int AS total
     FROM records t
     LEFT JOIN records l ON l.project_id = t.project_id AND l.parent_id = t.id AND l.kind = 'layout' AND l.face IS NOT NULL
     WHERE t.project_id = $1 AND t.kind = 'table' AND t.face IS NOT NULL AND ${visible('t', 'NULL::uuid')}
       AND t.body::json -> 'partitionOf' IS NULL
     ORDER BY t.id LIMIT $2)
     UNION ALL
     SELECT 'partition', t.id, t.body::json -> 'partitionOf' ->> 'tableId', 0, 0 FROM records t
     WHERE t.project_id = $1 AND t.kind = 'table' AND t.face IS NOT NULL AND ${visible('t', 'NULL::uuid')}
       AND t.body::json -> 'partitionOf' IS NOT NULL
     UNION ALL
     (SELECT 'foreign-key', f.parent_id, f.body, 0, 0 FROM records f
     WHERE f.project_id = $1 AND f.kind = 'foreign-key' AND f.face IS NOT NULL AND ${visible('f', 'NULL::uuid')}
     ORDER BY f.id LIMIT $2)`,

  /** The snapshot of this very statement, and where the project's log ends in it. $1 project. */
  cursor: `SELECT pg_current_snapshot()::text AS snapshot, ${feedGeneration} AS generation,
       (SELECT ${isoTime('max(c.at)')} FROM changes c WHERE c.project_id = $1) AS at`,
  /** The same without a project: where a reader of several begins. */
  snapshotNow: `SELECT pg_current_snapshot()::text AS snapshot, ${feedGeneration} AS generation`,

  /**
   * What became visible since a cursor, for several projects at once: transactions that ran when the cursor
   * was taken ($3), or began after ($4). The clock term finds a commit whose transaction number was used
   * before a crash of the server by one that never reached the disk. Three searches that cannot overlap, each
   * by an index of its own: with OR between them, or with comparisons of xid that an index could be used for
   * in the third, the whole log of the project is read for every edit. $1 projects, $2 their cursors' times,
   * $5 how many rows at most. Always one row at least: it carries the snapshot, which is the next cursor.
   */
  feed: `SELECT pg_current_snapshot()::text AS snapshot, f.* FROM (SELECT 1) AS one
     LEFT JOIN (
       SELECT c.project_id, c.id, ${isoTime('c.at')} AS at, c.at AS moment, c.actor_id, c.actor_name, c.outcome, c.body, c.publishes, c.segment
       FROM unnest($1::uuid[], $2::timestamptz[]) AS w(project_id, at)
       CROSS JOIN LATERAL (
         SELECT l.* FROM changes l WHERE l.project_id = w.project_id AND l.segment IS NULL AND l.xid >= $4::xid8
         UNION ALL
         SELECT l.* FROM changes l WHERE l.project_id = w.project_id AND l.segment IS NULL AND l.xid = ANY($3::xid8[])
         UNION ALL
         (SELECT l.* FROM changes l WHERE l.project_id = w.project_id AND l.segment IS NULL AND l.at > w.at
            AND (l.xid >= $4::xid8) IS NOT TRUE AND (l.xid = ANY($3::xid8[])) IS NOT TRUE
          ORDER BY l.at, l.id LIMIT $5)) AS c
       ORDER BY c.at, c.id LIMIT $5) AS f ON true
     ORDER BY f.moment, f.id`,
  /** The pieces of a published import. $1 project, $2 job. */
  pieces: `SELECT c.project_id, c.id, ${isoTime('c.at')} AS at, c.actor_id, c.actor_name, c.outcome, c.body, c.publishes, c.segment
     FROM changes c WHERE c.project_id = $1 AND c.segment = $2 ORDER BY c.at, c.id`,
  /**
   * After a dump was loaded into another server, rows carry transaction numbers that this one has not
   * reached yet and would look new again and again: 3 is the first ordinary number, long past.
   */
  settleTransactions: `UPDATE changes SET xid = '3' WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())`,

  /** $1 project, $2 before (time and id, or null), $4 how many. Refusals are not in the log that people read. */
  changePage: `SELECT c.id, ${isoTime('c.at')} AS at, c.actor_id, c.actor_name, c.retries, c.outcome, c.body, c.segment FROM changes c
     WHERE c.project_id = $1 AND c.outcome NOT LIKE '{"kind":"refused"%' AND ${visible('c', 'NULL::uuid')}
       AND (c.at, c.id) < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
     ORDER BY c.at DESC, c.id DESC LIMIT $4`,

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
  /** What an aborted import leaves behind goes, children before parents. */
  clearJobRefs: `DELETE FROM refs f WHERE f.project_id = $1
     AND f.from_id IN (SELECT id FROM records WHERE project_id = $1 AND segment = $2)`,
  clearJobNames: `UPDATE names SET record_id = NULL WHERE project_id = $1
     AND record_id IN (SELECT id FROM records WHERE project_id = $1 AND segment = $2)`,
  clearJobRecords: 'DELETE FROM records WHERE project_id = $1 AND segment = $2',
  clearJobChanges: 'DELETE FROM changes WHERE project_id = $1 AND segment = $2',

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
  /** A place in the log that people see. $1 project, $2 change; a piece stands where it was published. */
  moment: `SELECT coalesce(p.id, c.id) AS id, ${isoTime('coalesce(p.at, c.at)')} AS at
     FROM changes c LEFT JOIN changes p ON p.project_id = c.project_id AND p.id = c.segment
     WHERE c.project_id = $1 AND c.id = $2 AND c.outcome NOT LIKE '{"kind":"refused"%' AND (c.segment IS NULL OR p.id IS NOT NULL)`,
  /** What a change that people see did. $1 project, $2 change. */
  change: `SELECT ${isoTime('c.at')} AS at, c.body, c.publishes FROM changes c
     WHERE c.project_id = $1 AND c.id = $2 AND c.segment IS NULL AND c.outcome NOT LIKE '{"kind":"refused"%'`,
  /** The log after a place ($2, $3), in its order, $4 rows; of what was published in pieces only the last row. */
  changesSince: `SELECT c.id, ${isoTime('c.at')} AS at, c.actor_id, c.actor_name, c.outcome, c.body, c.publishes, c.segment FROM changes c
     WHERE c.project_id = $1 AND c.segment IS NULL AND c.outcome NOT LIKE '{"kind":"refused"%'
       AND (c.at, c.id) > ($2::timestamptz, $3::uuid)
     ORDER BY c.at, c.id LIMIT $4`,
  endJob: "DELETE FROM jobs WHERE project_id = $1 AND id = $2 AND state = 'aborted'",
});
