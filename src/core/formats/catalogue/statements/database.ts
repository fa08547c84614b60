import { quoteIdentifier, quoteQualifiedName } from '../../../std/sql-identifier';
import { notOfExtension, readRows } from '../query';
import { address } from '../record-builder';
import { versionedColumns } from '../server-version';
import type { Reading, Statement } from './statement';
import { role } from './statement';

/** Extensions, publications and default privileges: what belongs to the database and to no namespace. */

type ExtensionRow = {
  readonly oid: string;
  readonly name: string;
  readonly namespace: string;
  readonly ownsNamespace: boolean;
};

export async function readExtensions({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<ExtensionRow>(
    query,
    `SELECT x.oid::text AS oid, x.extname AS name, n.nspname AS namespace,
            EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.deptype = 'e' AND d.objid = n.oid AND d.refobjid = x.oid
               AND d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass) AS "ownsNamespace"
       FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
      WHERE x.oid >= 16384
      ORDER BY x.extname COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_extension', row.oid),
    tag: 'extension',
    name: row.name,
    text: `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(row.name)}${row.ownsNamespace ? '' : ` WITH SCHEMA ${quoteIdentifier(row.namespace)}`}`,
    phase: 'before tables',
  }));
}

type PublicationRow = {
  readonly oid: string;
  readonly name: string;
  readonly allTables: boolean;
  readonly events: readonly string[];
  readonly viaRoot: boolean;
  readonly generated: 'n' | 's' | null;
  readonly tables:
    | readonly {
        readonly namespace: string;
        readonly name: string;
        readonly columns: readonly string[] | null;
        readonly filter: string | null;
      }[]
    | null;
  readonly namespaces: readonly string[] | null;
};

export async function readPublications({ query, builder }: Reading): Promise<readonly Statement[]> {
  const { major } = builder.picture.server;
  const columns = versionedColumns(major);
  const published =
    major >= 15
      ? `(SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) AS columns, pg_catalog.pg_get_expr(r.prqual, r.prrelid) AS filter`
      : 'NULL AS columns, NULL AS filter';
  const namespaces =
    major >= 15
      ? `(SELECT pg_catalog.json_agg(n.nspname ORDER BY n.nspname COLLATE "C") FROM pg_catalog.pg_publication_namespace s
            JOIN pg_catalog.pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid)`
      : 'NULL::pg_catalog.json';
  const rows = await readRows<PublicationRow>(
    query,
    `SELECT p.oid::text AS oid, p.pubname AS name, p.puballtables AS "allTables", p.pubviaroot AS "viaRoot",
            ${columns.publishesGenerated} AS generated,
            pg_catalog.array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
              CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL) AS events,
            (SELECT pg_catalog.json_agg(t ORDER BY t.namespace COLLATE "C", t.name COLLATE "C") FROM (
               SELECT n.nspname AS namespace, c.relname AS name, ${published}
                 FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
                 JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid) t) AS tables,
            ${namespaces} AS namespaces
       FROM pg_catalog.pg_publication p WHERE ${notOfExtension('pg_publication', 'p.oid')}
      ORDER BY p.pubname COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_publication', row.oid),
    tag: 'publication',
    name: row.name,
    text: publicationText(row),
    phase: 'after constraints',
  }));
}

function publicationText(row: PublicationRow): string {
  const tables = (row.tables ?? []).map(({ namespace, name, columns, filter }) =>
    [
      `TABLE ONLY ${quoteQualifiedName(namespace, name)}`,
      columns ? ` (${columns.map(quoteIdentifier).join(', ')})` : '',
      filter === null ? '' : ` WHERE (${filter})`,
    ].join(''),
  );
  const namespaces = (row.namespaces ?? []).map((name) => `TABLES IN SCHEMA ${quoteIdentifier(name)}`);
  const objects = [...tables, ...namespaces];
  // TABLE before each of several came with PostgreSQL 15; before that, once for all.
  const isPlain =
    namespaces.length === 0 && !(row.tables ?? []).some(({ columns, filter }) => columns || filter);
  const listed = isPlain
    ? `TABLE ${tables.map((text) => text.slice('TABLE '.length)).join(', ')}`
    : objects.join(', ');
  const options = [
    row.events.length === 4 ? '' : `publish = '${row.events.join(', ')}'`,
    row.viaRoot ? 'publish_via_partition_root = true' : '',
    row.generated === 's' ? 'publish_generated_columns = stored' : '',
  ].filter((option) => option !== '');
  return [
    `CREATE PUBLICATION ${quoteIdentifier(row.name)}`,
    row.allTables ? ' FOR ALL TABLES' : objects.length > 0 ? ` FOR ${listed}` : '',
    options.length > 0 ? ` WITH (${options.join(', ')})` : '',
  ].join('');
}

type DefaultPrivilegeRow = {
  readonly oid: string;
  readonly role: string;
  readonly namespace: string | null;
  readonly kind: 'r' | 'S' | 'f' | 'T' | 'n' | 'L';
  readonly grantee: string | null;
  readonly given: readonly string[] | null;
  readonly withOption: readonly string[] | null;
  readonly taken: readonly string[] | null;
};

const defaultKinds = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
  L: 'LARGE OBJECTS',
} as const;

/** ALTER DEFAULT PRIVILEGES: what objects that are made later are granted at once. */
export async function readDefaultPrivileges({ query, builder }: Reading): Promise<readonly Statement[]> {
  const items = (acl: string) =>
    `SELECT e.grantee, e.privilege_type, e.is_grantable FROM pg_catalog.aclexplode(${acl}) e`;
  const usual = `CASE WHEN d.defaclnamespace = 0
    THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)
    END`;
  const listed = (condition: string) =>
    `pg_catalog.json_agg(x.privilege_type ORDER BY x.privilege_type) FILTER (WHERE ${condition})`;
  const rows = await readRows<DefaultPrivilegeRow>(
    query,
    `SELECT d.oid::text AS oid, pg_catalog.pg_get_userbyid(d.defaclrole) AS role, n.nspname AS namespace,
            d.defaclobjtype AS kind, CASE WHEN x.grantee <> 0 THEN pg_catalog.pg_get_userbyid(x.grantee) END AS grantee,
            ${listed('x.is_given AND NOT x.is_grantable')} AS given,
            ${listed('x.is_given AND x.is_grantable')} AS "withOption", ${listed('NOT x.is_given')} AS taken
       FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
       CROSS JOIN LATERAL (
         SELECT true AS is_given, g.* FROM (${items('d.defaclacl')} EXCEPT ${items(usual)}) g
         UNION ALL SELECT false, t.* FROM (${items(usual)} EXCEPT ${items('d.defaclacl')}) t) x
      GROUP BY d.oid, d.defaclrole, n.nspname, d.defaclobjtype, x.grantee
      ORDER BY 2, 3 NULLS FIRST, 4, 5 NULLS FIRST`,
  );
  return rows.flatMap((row) => {
    // INS-8: the owner of the database is whoever runs the script.
    const isOwner = row.role === builder.picture.server.databaseOwner;
    const forRole = isOwner ? '' : ` FOR ROLE ${quoteIdentifier(row.role)}`;
    const head = `ALTER DEFAULT PRIVILEGES${forRole}${row.namespace === null ? '' : ` IN SCHEMA ${quoteIdentifier(row.namespace)}`}`;
    const on = `ON ${defaultKinds[row.kind]}`;
    const statement = (action: string): Statement => ({
      makes: null,
      needs: [address('pg_default_acl', row.oid)],
      tag: 'alter default privileges',
      name: row.namespace ?? '',
      text: `${head} ${action}`,
      phase: 'after constraints',
    });
    const grantee = role(row.grantee);
    return [
      ...(row.taken ? [statement(`REVOKE ${row.taken.join(', ')} ${on} FROM ${grantee}`)] : []),
      ...(row.given ? [statement(`GRANT ${row.given.join(', ')} ${on} TO ${grantee}`)] : []),
      ...(row.withOption
        ? [statement(`GRANT ${row.withOption.join(', ')} ${on} TO ${grantee} WITH GRANT OPTION`)]
        : []),
    ];
  });
}
