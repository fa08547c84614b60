/**
 * Runs one SQL statement on one connection, always the same, and gives its rows by column name. `pg` and
 * PGlite both fit: what is asked of them comes back as text.
 */
export type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/**
 * The rows of a SELECT, made into JSON by the server, so that drivers which read types differently give the
 * same. Numbers that could be larger than a double holds, and oids, have to be cast to text by the statement.
 */
export async function readRows<Row>(query: Query, select: string): Promise<readonly Row[]> {
  const [answer] = await query(
    `SELECT coalesce(pg_catalog.json_agg(pg_catalog.row_to_json(q)), '[]'::json)::text AS rows FROM (${select}) q`,
  );
  return JSON.parse(String(answer?.rows ?? '[]'));
}

/** SQL for "is not part of an extension": what CREATE EXTENSION makes is not the design's. */
export function notOfExtension(catalogue: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend ext
    WHERE ext.classid = 'pg_catalog.${catalogue}'::pg_catalog.regclass AND ext.objid = ${oid} AND ext.deptype = 'e')`;
}

/** SQL for "is in a namespace of a person's, not of PostgreSQL's". */
export function inUserNamespace(namespaceOid: string): string {
  return `${namespaceOid} IN (SELECT usr.oid FROM pg_catalog.pg_namespace usr
    WHERE usr.nspname !~ '^pg_' AND usr.nspname <> 'information_schema')`;
}
