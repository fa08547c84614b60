import { inTrash, isoTime, recordColumns, visible } from './parts';

/** A database's own number: a cursor of another database, or of one that was loaded anew, is not continued. */
const feedGeneration = '(SELECT d.oid::text FROM pg_database d WHERE d.datname = current_database())';

/** A project as of one moment, and its log: as a feed, in pages, and from a place on. */
export const readingTexts = {
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
  /**
   * The end of the log of several projects ($1): whatever is later than $3 seconds before $2, the end that was
   * seen, or before now where a clock ran ahead. Rows later than $2 come with what they say if $5. For engines
   * without `commitSnapshots`: of two edits the one that is committed later may have the earlier time, by the
   * length of a transaction, so the same is looked at again and again. $4 rows at most of each project.
   */
  feedWindow: `SELECT f.* FROM unnest($1::uuid[], $2::timestamptz[]) AS w(project_id, at)
     CROSS JOIN LATERAL (
       SELECT c.project_id, c.id, ${isoTime('c.at')} AS at, c.actor_id, c.actor_name, c.publishes, c.segment,
         CASE WHEN $5::boolean AND c.at > w.at THEN c.outcome END AS outcome,
         CASE WHEN $5::boolean AND c.at > w.at THEN c.body END AS body
       FROM changes c WHERE c.project_id = w.project_id AND c.segment IS NULL
         AND c.at > least(w.at, clock_timestamp()) - make_interval(secs => $3::double precision)
       ORDER BY c.at DESC, c.id DESC LIMIT $4) AS f`,
  /** $1 project, $2 changes. */
  changesOf: `SELECT c.project_id, c.id, ${isoTime('c.at')} AS at, c.actor_id, c.actor_name, c.outcome, c.body, c.publishes, c.segment
     FROM changes c WHERE c.project_id = $1 AND c.id = ANY($2::uuid[])`,
  /** Where a project's log ends. $1 project. */
  logEnd: `SELECT ${isoTime('max(c.at)')} AS at FROM changes c WHERE c.project_id = $1`,
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
} as const;
