import { eachOf, given, givenNames, isoTime, recordColumns, visible } from './parts';

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

/**
 * Where nothing can be read by the snapshots of transactions, the feed looks for what is committed late; of what is
 * committed at once after this there is little.
 */
const isInTime = `clock_timestamp() - now() < interval '10 seconds'`;

/** The project ($1), if it may be edited; the share lock meets whoever raises its epoch. */
const openProject = `open AS MATERIALIZED (
       SELECT p.id FROM projects p WHERE p.id = $1::uuid AND p.state = 'active' FOR KEY SHARE OF p)`;

/** Which transaction it is, and what that saw: see `tellOwn` of the feed. */
const transaction = 'xid::text AS xid, pg_current_snapshot()::text AS snapshot';

/** A log row that the table refuses unless all of that holds. */
const logOf = (
  conditions: readonly string[],
) => `INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash, segment, publishes)
     VALUES ($1::uuid,
       CASE WHEN ${[isInTime, ...conditions].join(' AND ')}
       THEN ${nextAt} END,
       $2::uuid, $3, $4, $5, $6, $7::int, $8, $9::uuid, $10::uuid)
     RETURNING ${isoTime('at')} AS at`;

/** How a mutation is read, judged and written. Why in this order: projects/commit.ts. */
export const commitTexts = {
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
     LEFT JOIN (
       SELECT r.* FROM unnest($4::uuid[]) AS w(id) CROSS JOIN ${eachOf('records r', 'r.id = w.id')} AS r
       WHERE ${visible('r', '$5')}) AS r ON true
     WHERE p.id = $1
     FOR KEY SHARE OF p`,

  /** $1 project, $2 ids, $3 parents, $4 referred to, $5/$6 scopes and names, $7 job whose segment is visible. */
  load: `SELECT 'record' AS what, NULL::text AS asked, ${recordColumns('r')}, NULL::text AS scope, NULL::text AS name
       FROM unnest($2::uuid[]) AS w(id) CROSS JOIN ${eachOf('records r', 'r.id = w.id')} AS r
       WHERE ${visible('r', '$7')}
     UNION ALL
     SELECT 'child', NULL, ${recordColumns('r')}, NULL, NULL
       FROM unnest($3::uuid[]) AS w(id) CROSS JOIN ${eachOf('records r', 'r.parent_id = w.id')} AS r
       WHERE r.face IS NOT NULL AND ${visible('r', '$7')}
     UNION ALL
     SELECT 'referrer', f.to_id::text, ${recordColumns('r')}, NULL, NULL
       FROM unnest($4::uuid[]) AS w(id) CROSS JOIN ${eachOf('refs f', 'f.to_id = w.id')} AS f
       CROSS JOIN ${eachOf('records r', 'r.id = f.from_id')} AS r
     UNION ALL
     SELECT 'name', NULL, n.record_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, n.scope, n.name
       FROM unnest($5::text[], $6::text[]) AS w(scope, name)
       CROSS JOIN ${eachOf('names n', 'n.scope = w.scope AND n.name = w.name')} AS n
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
  edits: `WITH ${openProject},
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
     RETURNING id, ${isoTime('at')} AS at, ${transaction}`,

  /**
   * `edits` for one edit ($3 to $8) of one record ($9 to $15), which is what nearly all of them are: without lists
   * to be joined it takes the database two thirds of the time.
   */
  edit: `WITH ${openProject},
     locked AS MATERIALIZED (
       SELECT r.ctid AS row_at FROM records r
       WHERE r.project_id = $1::uuid AND r.id = $9::uuid AND r.version = $10::int AND r.face = $11::int
         AND EXISTS (SELECT FROM open)
         AND EXISTS (SELECT FROM members m
           WHERE m.project_id = $1::uuid AND m.account_id = $4::text AND m.role = ANY($2::text[]))
         AND NOT EXISTS (SELECT FROM changes c WHERE c.project_id = $1::uuid AND c.id = $3::uuid)
       FOR NO KEY UPDATE SKIP LOCKED),
     edited AS (
       UPDATE records r SET version = $10::int + 1, fields = $12::text, body = $13::text,
         digest_high = $14::bigint, digest_low = $15::bigint
       FROM locked v WHERE r.ctid = v.row_at
       RETURNING r.id)
     INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash)
     SELECT $1::uuid, ${nextAt}, $3::uuid, $4::text, $5::text, $6::text, $7::text, 0, $8::text FROM edited
     RETURNING id, ${isoTime('at')} AS at, ${transaction}`,
} as const;
