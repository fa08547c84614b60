import type { Migration } from '../migrate';

/**
 * Projects, their records and their log. JSON is kept in text, ids are made by whoever creates the row,
 * and there are no sequences, triggers or arrays, so that PostgreSQL and Aurora DSQL take the same text.
 *
 * `records.face` changes when something that others rely on changes, and is NULL once the record is
 * deleted. Children point to their parent's face and `refs` rows to every other record relied on, so the
 * foreign keys refuse what a check by reading cannot see under snapshot isolation: something added to
 * what is being dropped. There is no unique index over a column that an ordinary edit changes, so that an
 * ordinary edit conflicts with nobody but another edit of the same record.
 */
export const projectsMigration: Migration = {
  id: '0001-projects',
  statements: [
    `CREATE TABLE IF NOT EXISTS projects (
       id uuid PRIMARY KEY,
       name text NOT NULL,
       epoch integer NOT NULL,
       state text NOT NULL,
       created_by text NOT NULL,
       created_at timestamptz NOT NULL DEFAULT now(),
       UNIQUE (id, epoch))`,
    `CREATE TABLE IF NOT EXISTS members (
       project_id uuid NOT NULL,
       account_id text NOT NULL,
       role text NOT NULL,
       joined_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (project_id, account_id))`,
    'CREATE INDEX IF NOT EXISTS members_account_id_idx ON members (account_id)',
    `CREATE TABLE IF NOT EXISTS share_links (
       id uuid PRIMARY KEY,
       project_id uuid NOT NULL,
       key_hash text NOT NULL UNIQUE,
       role text NOT NULL,
       created_by text NOT NULL,
       created_at timestamptz NOT NULL DEFAULT now())`,
    `CREATE TABLE IF NOT EXISTS jobs (
       project_id uuid NOT NULL,
       id uuid NOT NULL,
       state text NOT NULL,
       pieces integer NOT NULL,
       touched_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (project_id, id))`,
    `CREATE TABLE IF NOT EXISTS records (
       project_id uuid NOT NULL,
       id uuid NOT NULL,
       kind text NOT NULL,
       parent_id uuid,
       parent_face integer,
       face integer,
       version integer NOT NULL,
       fields text NOT NULL,
       body text NOT NULL,
       digest_high bigint NOT NULL,
       digest_low bigint NOT NULL,
       segment uuid,
       PRIMARY KEY (project_id, id),
       CONSTRAINT records_face_key UNIQUE (project_id, id, face),
       CONSTRAINT records_parent_fkey FOREIGN KEY (project_id, parent_id, parent_face)
         REFERENCES records (project_id, id, face))`,
    'CREATE INDEX IF NOT EXISTS records_parent_idx ON records (project_id, parent_id)',
    `CREATE TABLE IF NOT EXISTS refs (
       project_id uuid NOT NULL,
       from_id uuid NOT NULL,
       to_id uuid NOT NULL,
       to_face integer NOT NULL,
       PRIMARY KEY (project_id, from_id, to_id),
       CONSTRAINT refs_to_fkey FOREIGN KEY (project_id, to_id, to_face)
         REFERENCES records (project_id, id, face) ON UPDATE CASCADE)`,
    'CREATE INDEX IF NOT EXISTS refs_to_idx ON refs (project_id, to_id, to_face)',
    `CREATE TABLE IF NOT EXISTS names (
       project_id uuid NOT NULL,
       scope text NOT NULL,
       name text NOT NULL,
       record_id uuid,
       PRIMARY KEY (project_id, scope, name))`,
    `CREATE TABLE IF NOT EXISTS changes (
       project_id uuid NOT NULL,
       at timestamptz NOT NULL,
       id uuid NOT NULL,
       actor_id text NOT NULL,
       actor_name text NOT NULL,
       outcome text NOT NULL,
       body text NOT NULL,
       retries integer NOT NULL,
       request_hash text NOT NULL,
       segment uuid,
       publishes uuid,
       PRIMARY KEY (project_id, at, id),
       CONSTRAINT changes_id_key UNIQUE (project_id, id))`,
  ],
};
