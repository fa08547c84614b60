import type { Query } from './query';
import { inUserNamespace, readRows } from './query';
import type { VersionedColumns } from './server-version';

/** A constraint of a table or of a domain. */
export type ConstraintRow = {
  readonly oid: string;
  readonly name: string;
  /** p primary key, u unique, f foreign key, c check, x exclusion, n not null. */
  readonly kind: 'p' | 'u' | 'f' | 'c' | 'x' | 'n';
  readonly relationOid: string;
  readonly typeOid: string;
  readonly indexOid: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly period: boolean;
  readonly isLocal: boolean;
  readonly inheritCount: number;
  readonly noInherit: boolean;
  /** The constraint of the partitioned table that it was made from; 0: none. */
  readonly parentOid: string;
  readonly columns: readonly number[] | null;
  readonly referencedOid: string;
  readonly referencedColumns: readonly number[] | null;
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly match: string;
  readonly deleteSetColumns: readonly number[] | null;
  /** Operators of an exclusion constraint, as they are written after WITH. */
  readonly operators: readonly string[] | null;
  readonly expression: string | null;
  /** The whole definition, for what is kept as text. */
  readonly definition: string;
  readonly comment: string | null;
};

export function readConstraints(query: Query, columns: VersionedColumns): Promise<readonly ConstraintRow[]> {
  return readRows(
    query,
    `SELECT k.oid::text AS oid, k.conname AS name, k.contype AS kind, k.conrelid::text AS "relationOid",
            k.contypid::text AS "typeOid", k.conindid::text AS "indexOid", k.condeferrable AS deferrable,
            k.condeferred AS deferred, k.convalidated AS validated, ${columns.isEnforced} AS enforced,
            ${columns.isPeriod} AS period, k.conislocal AS "isLocal", k.coninhcount AS "inheritCount",
            k.connoinherit AS "noInherit", k.conparentid::text AS "parentOid", k.conkey AS columns,
            k.confrelid::text AS "referencedOid", k.confkey AS "referencedColumns", k.confupdtype AS "onUpdate",
            k.confdeltype AS "onDelete", k.confmatchtype AS match, ${columns.deleteSetColumns} AS "deleteSetColumns",
            (SELECT pg_catalog.json_agg(
                      CASE WHEN n.nspname = 'pg_catalog' THEN o.oprname
                      ELSE 'OPERATOR(' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ')' END
                      ORDER BY x.place)
               FROM pg_catalog.unnest(k.conexclop) WITH ORDINALITY AS x (oid, place)
               JOIN pg_catalog.pg_operator o ON o.oid = x.oid
               JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace) AS operators,
            pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression,
            pg_catalog.pg_get_constraintdef(k.oid) AS definition,
            pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment
       FROM pg_catalog.pg_constraint k
      WHERE k.contype IN ('p', 'u', 'f', 'c', 'x', 'n') AND ${inUserNamespace('k.connamespace')}
      ORDER BY k.conrelid, k.contypid, k.conname COLLATE "C"`,
  );
}

export type IndexRow = {
  readonly oid: string;
  readonly relationOid: string;
  readonly name: string;
  readonly method: string;
  readonly isUnique: boolean;
  readonly nullsNotDistinct: boolean;
  /** Numbers of the columns, 0 for an expression; those of INCLUDE come last. */
  readonly columns: readonly string[];
  readonly keyCount: number;
  /** What the index calls its columns: the names of columns, or one made up for an expression. */
  readonly columnNames: readonly string[];
  /** CREATE INDEX as PostgreSQL writes it. */
  readonly definition: string;
  readonly predicate: string | null;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly isClustered: boolean;
  readonly isReplicaIdentity: boolean;
  readonly isValid: boolean;
  /** The index of the partitioned table that it belongs to. */
  readonly parentOid: string | null;
  readonly comment: string | null;
  /** SET STATISTICS of its columns, by number. */
  readonly statistics: readonly { readonly number: number; readonly target: number }[] | null;
};

export function readIndexes(query: Query, columns: VersionedColumns): Promise<readonly IndexRow[]> {
  return readRows(
    query,
    `SELECT i.indexrelid::text AS oid, i.indrelid::text AS "relationOid", c.relname AS name, m.amname AS method,
            i.indisunique AS "isUnique", ${columns.nullsNotDistinct} AS "nullsNotDistinct",
            pg_catalog.string_to_array(i.indkey::text, ' ') AS columns, i.indnkeyatts AS "keyCount",
            (SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = i.indexrelid) AS "columnNames",
            pg_catalog.pg_get_indexdef(i.indexrelid) AS definition,
            pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate, c.reloptions AS options,
            s.spcname AS tablespace, i.indisclustered AS "isClustered", i.indisreplident AS "isReplicaIdentity",
            i.indisvalid AS "isValid",
            (SELECT h.inhparent::text FROM pg_catalog.pg_inherits h WHERE h.inhrelid = i.indexrelid) AS "parentOid",
            pg_catalog.obj_description(i.indexrelid, 'pg_class') AS comment,
            (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('number', a.attnum, 'target', ${columns.statistics})
                      ORDER BY a.attnum)
               FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0) AS statistics
       FROM pg_catalog.pg_index i
       JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
       JOIN pg_catalog.pg_am m ON m.oid = c.relam
       LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
      WHERE c.relpersistence <> 't' AND ${inUserNamespace('c.relnamespace')}
      ORDER BY i.indrelid, c.relname COLLATE "C"`,
  );
}
