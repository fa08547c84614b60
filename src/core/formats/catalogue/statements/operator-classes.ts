import { quoteIdentifier, quoteQualifiedName } from '../../../std/sql-identifier';
import { inUserNamespace, notOfExtension, readRows } from '../query';
import { address } from '../record-builder';
import type { Reading, Statement } from './statement';
import { qualifiedName, readable } from './statement';

type FamilyRow = {
  readonly oid: string;
  readonly namespace: string;
  readonly name: string;
  readonly method: string;
  /** Operators and functions that belong to the family but to no class of it. */
  readonly loose: readonly string[] | null;
};

type ClassRow = {
  readonly oid: string;
  readonly namespace: string;
  readonly name: string;
  readonly method: string;
  readonly isDefault: boolean;
  readonly type: string;
  readonly family: string;
  readonly storage: string | null;
  readonly members: readonly string[] | null;
};

/**
 * SQL for the operators and functions of a family `f` that depend in one way on one object, as CREATE OPERATOR
 * CLASS lists them; a function is for the two types of its operands.
 */
function members(owner: string, deptype: string): string {
  const belongs = (catalogue: string, oid: string) =>
    `EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.${catalogue}'::pg_catalog.regclass
       AND d.objid = ${oid} AND ${owner} AND d.deptype = ${deptype})`;
  return `SELECT pg_catalog.json_agg(m.text ORDER BY m.kind, m.number, m.text) FROM (
    SELECT 1 AS kind, o.amopstrategy AS number,
           'OPERATOR ' || o.amopstrategy || ' ' || o.amopopr::pg_catalog.regoperator::text ||
           CASE WHEN o.amopsortfamily <> 0 THEN ' FOR ORDER BY ' || (SELECT ${qualifiedName('sn.nspname', 's.opfname')}
             FROM pg_catalog.pg_opfamily s JOIN pg_catalog.pg_namespace sn ON sn.oid = s.opfnamespace WHERE s.oid = o.amopsortfamily)
           ELSE '' END AS text
      FROM pg_catalog.pg_amop o WHERE o.amopfamily = f.oid AND ${belongs('pg_amop', 'o.oid')}
    UNION ALL
    SELECT 2, p.amprocnum, 'FUNCTION ' || p.amprocnum || ' ' || '(' || pg_catalog.format_type(p.amproclefttype, NULL) || ', '
           || pg_catalog.format_type(p.amprocrighttype, NULL) || ') ' || p.amproc::pg_catalog.oid::pg_catalog.regprocedure::text
      FROM pg_catalog.pg_amproc p WHERE p.amprocfamily = f.oid AND ${belongs('pg_amproc', 'p.oid')}) m`;
}

/** Operator families, what is loose in them, and operator classes. */
export async function readOperatorFamilies({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<FamilyRow>(
    query,
    `SELECT f.oid::text AS oid, n.nspname AS namespace, f.opfname AS name, m.amname AS method,
            (${members("d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND d.refobjid = f.oid", "'a'")}) AS loose
       FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
       JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod
      WHERE ${inUserNamespace('f.opfnamespace')} AND ${notOfExtension('pg_opfamily', 'f.oid')}
      ORDER BY n.nspname COLLATE "C", f.opfname COLLATE "C", m.amname COLLATE "C"`,
  );
  return rows.flatMap((row) => {
    const target = `OPERATOR FAMILY ${quoteQualifiedName(row.namespace, row.name)} USING ${quoteIdentifier(row.method)}`;
    const made: Statement = {
      makes: address('pg_opfamily', row.oid),
      tag: 'operator family',
      name: readable(row.namespace, row.name),
      text: `CREATE ${target}`,
      phase: 'before tables',
    };
    if (!row.loose) return [made];
    const text = `ALTER ${target} ADD\n    ${row.loose.join(',\n    ')}`;
    const about = address('pg_opfamily', row.oid);
    return [made, { ...made, makes: address('loose', row.oid), about, tag: 'alter operator family', text }];
  });
}

export async function readOperatorClasses({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<ClassRow>(
    query,
    `SELECT c.oid::text AS oid, n.nspname AS namespace, c.opcname AS name, m.amname AS method, c.opcdefault AS "isDefault",
            pg_catalog.format_type(c.opcintype, NULL) AS type, ${qualifiedName('fn.nspname', 'f.opfname')} AS family,
            CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END AS storage,
            (${members("d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass AND d.refobjid = c.oid", "'i'")}) AS members
       FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
       JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod
       JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
      WHERE ${inUserNamespace('c.opcnamespace')} AND ${notOfExtension('pg_opclass', 'c.oid')}
      ORDER BY n.nspname COLLATE "C", c.opcname COLLATE "C", m.amname COLLATE "C"`,
  );
  return rows.map((row) => {
    const items = [...(row.storage === null ? [] : [`STORAGE ${row.storage}`]), ...(row.members ?? [])];
    // A class needs something in its list; the type that it is for says nothing new.
    const listed = items.length > 0 ? items : [`STORAGE ${row.type}`];
    return {
      makes: address('pg_opclass', row.oid),
      tag: 'operator class',
      name: readable(row.namespace, row.name),
      text: `CREATE OPERATOR CLASS ${quoteQualifiedName(row.namespace, row.name)}${row.isDefault ? ' DEFAULT' : ''} FOR TYPE ${row.type} USING ${quoteIdentifier(row.method)} FAMILY ${row.family} AS\n    ${listed.join(',\n    ')}`,
      phase: 'before tables' as const,
    };
  });
}
