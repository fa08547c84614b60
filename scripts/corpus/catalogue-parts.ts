/**
 * Pieces of the catalogue queries. Every query gives a name and a definition: a JSON object with all that
 * PostgreSQL knows about an object and a dump can say, in words instead of oids. They run with an empty
 * search_path, on PostgreSQL 14 and newer.
 */

/** What belongs to the design: not to the system, and not to an extension. */
export const OWN_OBJECTS = `
  WITH member AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
  ns AS MATERIALIZED (
    SELECT n.* FROM pg_namespace n
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_namespace'::regclass AND objid = n.oid)),
  rel AS MATERIALIZED (
    SELECT c.*, n.nspname FROM pg_class c JOIN ns n ON n.oid = c.relnamespace
     WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_class'::regclass AND objid = c.oid)
       AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_type'::regclass AND objid = c.reltype AND c.relkind = 'c'))`;

/** The name of an object that holds in every database: `pg_identify_object`'s identity. */
export const identity = (classId: string, oid: string, part = '0'): string =>
  `(SELECT i.identity FROM pg_identify_object('${classId}'::regclass, ${oid}, ${part}) i)`;

export const isOwn = (classId: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM member WHERE classid = '${classId}'::regclass AND objid = ${oid})`;

/**
 * Privileges as a sorted list of lines; the owner is called so, for the owner is compared on its own. An
 * object that never had any GRANT has none stored, which means the same as the default ones spelt out.
 */
export const privileges = (acl: string, kind: string, owner: string): string =>
  `(SELECT jsonb_agg(line ORDER BY line) FROM (
      SELECT concat(x.privilege_type, ' to ',
                    CASE x.grantee WHEN 0 THEN 'PUBLIC' WHEN ${owner} THEN 'owner' ELSE pg_get_userbyid(x.grantee) END,
                    CASE WHEN x.is_grantable THEN ' with grant option' END,
                    CASE WHEN x.grantor <> ${owner} THEN ' by ' || pg_get_userbyid(x.grantor) END) AS line
        FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) x) lines)`;

/** Options as a sorted list: their order is that of the statements that set them. */
export const options = (array: string): string => `(SELECT jsonb_agg(o ORDER BY o) FROM unnest(${array}) o)`;

export const owner = (oid: string): string => `pg_get_userbyid(${oid})`;

/** The whole row of a catalogue, but for what names it elsewhere or differs from database to database. */
export const rowWithout = (alias: string, ...columns: readonly string[]): string =>
  `(to_jsonb(${alias}) - '{oid,${columns.join(',')}}'::text[])`;
