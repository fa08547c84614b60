import type { Query } from './query';
import { inUserNamespace, notOfExtension, readRows } from './query';
import type { VersionedColumns } from './server-version';

export type NamespaceRow = {
  readonly oid: string;
  readonly name: string;
  readonly owner: string;
  readonly comment: string | null;
  readonly isOfExtension: boolean;
  /** Who owns it is who owns `public` in every new database. */
  readonly hasUsualOwner: boolean;
};

export function readNamespaces(query: Query, columns: VersionedColumns): Promise<readonly NamespaceRow[]> {
  return readRows(
    query,
    `SELECT n.oid::text AS oid, n.nspname AS name, pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
            pg_catalog.obj_description(n.oid, 'pg_namespace') AS comment,
            NOT (${notOfExtension('pg_namespace', 'n.oid')}) AS "isOfExtension",
            n.nspowner = ${columns.publicOwner} AS "hasUsualOwner"
       FROM pg_catalog.pg_namespace n
      WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY n.nspname COLLATE "C"`,
  );
}

/** A row of pg_class that holds or shows data: table, partitioned or foreign table, view, sequence. */
export type RelationRow = {
  readonly oid: string;
  readonly name: string;
  readonly namespaceOid: string;
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'f' | 'S';
  readonly typeOid: string;
  readonly isUnlogged: boolean;
  readonly owner: string;
  /** Table access method where it is not heap. */
  readonly accessMethod: string | null;
  readonly tablespace: string | null;
  readonly options: readonly string[] | null;
  readonly toastOptions: readonly string[] | null;
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  /** d default, n nothing, f full, i an index. */
  readonly replicaIdentity: 'd' | 'n' | 'f' | 'i';
  readonly isPartition: boolean;
  /** FOR VALUES … or DEFAULT. */
  readonly bound: string | null;
  readonly partitionKey: string | null;
  readonly ofType: string | null;
  readonly parents: readonly string[] | null;
  readonly isPopulated: boolean;
  readonly comment: string | null;
};

export function readRelations(query: Query): Promise<readonly RelationRow[]> {
  return readRows(
    query,
    `SELECT c.oid::text AS oid, c.relname AS name, c.relnamespace::text AS "namespaceOid", c.relkind AS kind,
            c.reltype::text AS "typeOid", c.relpersistence = 'u' AS "isUnlogged",
            pg_catalog.pg_get_userbyid(c.relowner) AS owner,
            CASE WHEN c.relkind <> 'S' THEN nullif(am.amname, 'heap') END AS "accessMethod", ts.spcname AS tablespace,
            c.reloptions AS options,
            (SELECT t.reloptions FROM pg_catalog.pg_class t WHERE t.oid = c.reltoastrelid) AS "toastOptions",
            c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS "forceRowSecurity",
            c.relreplident AS "replicaIdentity", c.relispartition AS "isPartition",
            pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound,
            CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS "partitionKey",
            CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS "ofType",
            (SELECT pg_catalog.json_agg(h.inhparent::text ORDER BY h.inhseqno)
               FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid) AS parents,
            c.relispopulated AS "isPopulated",
            pg_catalog.obj_description(c.oid, 'pg_class') AS comment
       FROM pg_catalog.pg_class c
       LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
       LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
        AND ${inUserNamespace('c.relnamespace')} AND ${notOfExtension('pg_class', 'c.oid')}
      ORDER BY (SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.oid = c.relnamespace) COLLATE "C", c.relname COLLATE "C"`,
  );
}

/** A column of a relation, or an attribute of a composite type. */
export type ColumnRow = {
  readonly relationOid: string;
  readonly number: number;
  readonly name: string;
  /** As format_type() spells it, every name qualified. */
  readonly type: string;
  /** The same without length or precision, as casts in stored expressions have it. */
  readonly castType: string;
  /** The type, or what its array is of. */
  readonly typeOid: string;
  readonly notNull: boolean;
  readonly isLocal: boolean;
  readonly inheritCount: number;
  readonly identity: '' | 'a' | 'd';
  readonly generated: '' | 's' | 'v';
  readonly expression: string | null;
  /** Qualified name where it is not the type's own collation. */
  readonly collation: string | null;
  /** Where it is not the type's own. */
  readonly storage: 'p' | 'e' | 'x' | 'm' | null;
  readonly compression: '' | 'p' | 'l';
  readonly statistics: number | null;
  readonly options: readonly string[] | null;
  readonly comment: string | null;
};

/** `pg_attver` is an option that PGlite gives to every column, and that no other server takes. */
export function readColumns(query: Query, columns: VersionedColumns): Promise<readonly ColumnRow[]> {
  return readRows(
    query,
    `SELECT a.attrelid::text AS "relationOid", a.attnum AS number, a.attname AS name,
            pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
            pg_catalog.format_type(a.atttypid, -1) AS "castType",
            CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END::text AS "typeOid",
            a.attnotnull AS "notNull", a.attislocal AS "isLocal", a.attinhcount AS "inheritCount",
            a.attidentity AS identity, a.attgenerated AS generated,
            pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
            ${collationName('a.attcollation', 't.typcollation')} AS collation,
            CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
            a.attcompression AS compression, ${columns.statistics} AS statistics,
            (SELECT pg_catalog.json_agg(o.text) FROM pg_catalog.unnest(a.attoptions) AS o (text)
              WHERE o.text NOT LIKE 'pg\\_attver=%') AS options,
            pg_catalog.col_description(a.attrelid, a.attnum) AS comment
       FROM pg_catalog.pg_attribute a
       JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
       JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
       LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
        AND c.relpersistence <> 't' AND ${inUserNamespace('c.relnamespace')}
      ORDER BY a.attrelid, a.attnum`,
  );
}

/** SQL for a collation's qualified name where it is set and is not the type's own. */
export function collationName(collation: string, usual: string): string {
  return `CASE WHEN ${collation} <> 0 AND ${collation} <> ${usual} THEN
    (SELECT CASE WHEN n.nspname = 'pg_catalog' THEN pg_catalog.quote_ident(o.collname)
            ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.collname) END
       FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
      WHERE o.oid = ${collation}) END`;
}

export type SequenceRow = {
  readonly oid: string;
  readonly type: 'smallint' | 'integer' | 'bigint';
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
  /** The column it belongs to: a by OWNED BY, i as an identity column. */
  readonly owned: 'a' | 'i' | null;
  readonly tableOid: string | null;
  readonly columnNumber: number | null;
};

export function readSequences(query: Query): Promise<readonly SequenceRow[]> {
  return readRows(
    query,
    `SELECT s.seqrelid::text AS oid, pg_catalog.format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start,
            s.seqincrement::text AS increment, s.seqmin::text AS minimum, s.seqmax::text AS maximum,
            s.seqcache::text AS cache, s.seqcycle AS cycle, d.deptype AS owned,
            d.refobjid::text AS "tableOid", d.refobjsubid AS "columnNumber"
       FROM pg_catalog.pg_sequence s
       JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
       LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.objid = s.seqrelid AND d.objsubid = 0 AND d.deptype IN ('a', 'i')
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
      WHERE ${inUserNamespace('c.relnamespace')}`,
  );
}
