import type { Query } from './query';
import { inUserNamespace, notOfExtension, readRows } from './query';
import { collationName } from './read-relations';

/** An enum, domain, range, composite or base type. */
export type TypeRow = {
  readonly oid: string;
  readonly name: string;
  readonly namespaceOid: string;
  /** e enum, d domain, r range, c composite, b base, p a shell that was never filled in. */
  readonly kind: 'e' | 'd' | 'r' | 'c' | 'b' | 'p';
  readonly relationOid: string;
  readonly owner: string;
  readonly comment: string | null;
  readonly labels: readonly string[] | null;
  /** What a domain restricts or a range spans: spelling, and the type or what its array is of. */
  readonly baseType: string | null;
  readonly baseCastType: string | null;
  readonly baseTypeOid: string | null;
  readonly notNull: boolean;
  readonly expression: string | null;
  readonly collation: string | null;
  readonly opclass: string | null;
  readonly canonical: string | null;
  readonly subtypeDiff: string | null;
  readonly multirangeName: string | null;
  readonly multirangeOid: string | null;
};

/** SQL for a routine's name as it can stand in CREATE TYPE; NULL for none. */
export const routineName = (oid: string): string =>
  `(SELECT CASE WHEN n.nspname = 'pg_catalog' THEN pg_catalog.quote_ident(f.proname)
           ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.proname) END
      FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = ${oid})`;

const elementOid = (alias: string) =>
  `CASE WHEN ${alias}.typcategory = 'A' AND ${alias}.typelem <> 0 THEN ${alias}.typelem ELSE ${alias}.oid END`;

export function readTypes(query: Query): Promise<readonly TypeRow[]> {
  return readRows(
    query,
    `SELECT t.oid::text AS oid, t.typname AS name, t.typnamespace::text AS "namespaceOid", t.typtype AS kind,
            t.typrelid::text AS "relationOid", pg_catalog.pg_get_userbyid(t.typowner) AS owner,
            pg_catalog.obj_description(t.oid, 'pg_type') AS comment,
            (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder)
               FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid) AS labels,
            pg_catalog.format_type(b.oid, CASE WHEN t.typtype = 'd' THEN t.typtypmod END) AS "baseType",
            pg_catalog.format_type(b.oid, -1) AS "baseCastType",
            (${elementOid('b')})::text AS "baseTypeOid", t.typnotnull AS "notNull",
            CASE WHEN t.typtype = 'd' THEN coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) END AS expression,
            CASE t.typtype WHEN 'd' THEN ${collationName('t.typcollation', 'b.typcollation')}
                           WHEN 'r' THEN ${collationName('r.rngcollation', 'b.typcollation')} END AS collation,
            (SELECT CASE WHEN n.nspname = 'pg_catalog' THEN pg_catalog.quote_ident(o.opcname)
                    ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.opcname) END
               FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
              WHERE o.oid = r.rngsubopc AND NOT o.opcdefault) AS opclass,
            ${routineName('r.rngcanonical::pg_catalog.oid')} AS canonical,
            ${routineName('r.rngsubdiff::pg_catalog.oid')} AS "subtypeDiff",
            m.typname AS "multirangeName", m.oid::text AS "multirangeOid"
       FROM pg_catalog.pg_type t
       LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
       LEFT JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE r.rngsubtype END
       LEFT JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
       LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
      WHERE ${inUserNamespace('t.typnamespace')} AND ${notOfExtension('pg_type', 't.oid')}
        AND (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')
             OR (t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_catalog.pg_type l WHERE l.typarray = t.oid))
             OR (t.typtype = 'p' AND NOT t.typisdefined))
      ORDER BY (SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.oid = t.typnamespace) COLLATE "C", t.typname COLLATE "C"`,
  );
}
