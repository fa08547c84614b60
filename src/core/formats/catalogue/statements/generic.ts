import { quoteIdentifier, quoteLiteral } from '../../../std/sql-identifier';
import { readRows } from '../query';
import { address } from '../record-builder';
import type { Reading, Statement } from './statement';
import { role } from './statement';

/** Comments, owners and privileges of whatever there is: PostgreSQL itself says how it is called. */

type Identified = {
  readonly catalogue: string;
  readonly oid: string;
  /** pg_identify_object()'s words: `table`, `table column`, `function` … */
  readonly type: string;
  /** Qualified and quoted, with argument types. */
  readonly identity: string;
};

/** How COMMENT ON, ALTER … OWNER and GRANT call what pg_identify_object() calls otherwise. */
const words: ReadonlyMap<string, string> = new Map([
  ['table column', 'COLUMN'],
  ['view column', 'COLUMN'],
  ['materialized view column', 'COLUMN'],
  ['foreign table column', 'COLUMN'],
  ['composite type column', 'COLUMN'],
  ['index column', 'COLUMN'],
  ['composite type', 'TYPE'],
  ['table constraint', 'CONSTRAINT'],
  ['domain constraint', 'CONSTRAINT'],
  ['statistics object', 'STATISTICS'],
  ['foreign-data wrapper', 'FOREIGN DATA WRAPPER'],
]);

function wordsOf(type: string): string {
  return words.get(type) ?? type.toUpperCase();
}

function targetOf({ type, identity }: Identified): string {
  // `name on schema.domain` needs to say that it is a domain.
  const name =
    type === 'domain constraint'
      ? identity.replace(/ on (?=[^"]*(?:"[^"]*"[^"]*)*$)/, ' ON DOMAIN ')
      : identity;
  return `${wordsOf(type)} ${name}`;
}

function aboutThat(row: Identified, tag: string, text: string): Statement {
  return {
    makes: null,
    about: address(row.catalogue, row.oid),
    tag,
    name: row.identity.replace(/^public\./, ''),
    text,
    phase: 'before tables',
  };
}

type CommentRow = Identified & { readonly part: number; readonly comment: string };

/** Comments that no record holds. */
export async function readComments({ query, builder }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<CommentRow>(
    query,
    `SELECT c.relname AS catalogue, d.objoid::text AS oid, d.objsubid AS part, d.description AS comment, i.type, i.identity
       FROM pg_catalog.pg_description d JOIN pg_catalog.pg_class c ON c.oid = d.classoid
       CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) i
      WHERE d.objoid >= 16384 AND i.identity IS NOT NULL AND coalesce(i.schema, '') !~ '^pg_'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
              WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_available_extensions v ON v.name = x.extname
              WHERE x.oid = d.objoid AND v.comment = d.description)
      ORDER BY i.type COLLATE "C", i.identity COLLATE "C"`,
  );
  return rows
    .filter((row) => !builder.holdsComment(row.catalogue, row.oid, row.part))
    .map((row) => {
      const statement = aboutThat(
        row,
        `comment on ${wordsOf(row.type).toLowerCase()}`,
        `COMMENT ON ${targetOf(row)} IS ${quoteLiteral(row.comment)}`,
      );
      return statement;
    });
}

type OwnerRow = Identified & { readonly owner: string };

/** Catalogues with owners, and the columns that name them. */
const owned: readonly (readonly [catalogue: string, column: string, condition?: string])[] = [
  ['pg_class', 'relowner', "x.relkind IN ('v', 'm', 'f')"],
  ['pg_proc', 'proowner'],
  [
    'pg_type',
    'typowner',
    "x.typtype = 'b' AND x.typisdefined AND NOT (x.typelem <> 0 AND x.typcategory = 'A')",
  ],
  ['pg_operator', 'oprowner'],
  ['pg_opclass', 'opcowner'],
  ['pg_opfamily', 'opfowner'],
  ['pg_collation', 'collowner'],
  ['pg_conversion', 'conowner'],
  ['pg_ts_dict', 'dictowner'],
  ['pg_ts_config', 'cfgowner'],
  ['pg_language', 'lanowner'],
  ['pg_foreign_data_wrapper', 'fdwowner'],
  ['pg_foreign_server', 'srvowner'],
  ['pg_publication', 'pubowner'],
  ['pg_statistic_ext', 'stxowner'],
  ['pg_event_trigger', 'evtowner'],
];

/** ALTER … OWNER TO for what is kept as text. */
export async function readOwners({ query, builder }: Reading): Promise<readonly Statement[]> {
  const selects = owned.map(
    ([catalogue, column, condition]) =>
      `SELECT '${catalogue}' AS catalogue, x.oid, pg_catalog.pg_get_userbyid(x.${column}) AS owner
         FROM pg_catalog.${catalogue} x
        WHERE x.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.objid = x.oid
                AND e.classid = 'pg_catalog.${catalogue}'::pg_catalog.regclass AND e.deptype IN ('e'))
          ${condition ? `AND ${condition}` : ''}`,
  );
  const rows = await readRows<OwnerRow>(
    query,
    `SELECT x.catalogue, x.oid::text AS oid, x.owner, i.type, i.identity
       FROM (${selects.join(' UNION ALL ')}) x
       CROSS JOIN LATERAL pg_catalog.pg_identify_object(
              (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relname = x.catalogue
                  AND c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace), x.oid, 0) i
      WHERE x.owner <> ${quoteLiteral(builder.picture.server.databaseOwner)}
      ORDER BY i.type COLLATE "C", i.identity COLLATE "C"`,
  );
  for (const { owner } of rows) builder.owner(owner);
  return rows.map((row) =>
    aboutThat(
      row,
      `alter ${wordsOf(row.type).toLowerCase()}`,
      `ALTER ${wordsOf(row.type)} ${row.identity} OWNER TO ${quoteIdentifier(row.owner)}`,
    ),
  );
}

type PrivilegeRow = Identified & {
  readonly part: number;
  /** Null stands for PUBLIC. */
  readonly grantee: string | null;
  readonly owner: string;
  readonly column: string | null;
  readonly given: readonly string[] | null;
  readonly withOption: readonly string[] | null;
  readonly taken: readonly string[] | null;
  readonly all: number;
};

/** A `public` that a script has made anew has none: which is less than the one of initdb. */
const privilegesOfNamespace = `(CASE WHEN x.nspname = 'public' AND x.nspacl IS NULL
   THEN pg_catalog.acldefault('n', x.nspowner) ELSE x.nspacl END)`;

/** What initdb gives everybody on the schema `public`, by https://www.postgresql.org/docs/18/ddl-priv.html. */
const givenOnPublic = `CASE WHEN x.nspname = 'public' THEN
   pg_catalog.makeaclitem(0, x.nspowner, 'USAGE', false) || CASE
     WHEN pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 150000
     THEN ARRAY[pg_catalog.makeaclitem(0, x.nspowner, 'CREATE', false)] ELSE '{}' END
   ELSE '{}' END`;

const privileged: readonly (readonly [catalogue: string, kind: string, owner: string, acl: string])[] = [
  ['pg_class', "CASE WHEN x.relkind = 'S' THEN 's' ELSE 'r' END", 'x.relowner', 'x.relacl'],
  ['pg_proc', "'f'", 'x.proowner', 'x.proacl'],
  ['pg_type', "'T'", 'x.typowner', 'x.typacl'],
  ['pg_namespace', "'n'", 'x.nspowner', privilegesOfNamespace],
  ['pg_language', "'l'", 'x.lanowner', 'x.lanacl'],
  ['pg_foreign_data_wrapper', "'F'", 'x.fdwowner', 'x.fdwacl'],
  ['pg_foreign_server', "'S'", 'x.srvowner', 'x.srvacl'],
];

/**
 * GRANT and REVOKE: what a privilege list says beyond what an object of that kind and owner has anyway
 * (acldefault), or of what initdb made (`public`): had at first (pg_init_privs).
 */
export async function readPrivileges({ query, builder }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<PrivilegeRow>(query, privilegeQuery());
  return rows.flatMap((row) => {
    const { given, withOption, taken } = row;
    if (row.grantee !== null) builder.owner(row.grantee);
    const statements: Statement[] = [];
    const on = row.column === null ? '' : ` (${quoteIdentifier(row.column)})`;
    const listed = (privileges: readonly string[]) =>
      row.all > 0 && privileges.length === row.all
        ? `ALL${on}`
        : privileges.map((privilege) => `${privilege}${on}`).join(', ');
    if (taken) {
      const text = `REVOKE ${listed(taken)} ON ${grantTarget(row)} FROM ${role(row.grantee)}`;
      statements.push(aboutThat(row, 'revoke', text));
    }
    if (given) {
      const text = `GRANT ${listed(given)} ON ${grantTarget(row)} TO ${role(row.grantee)}`;
      statements.push(aboutThat(row, 'grant', text));
    }
    if (withOption) {
      const text = `GRANT ${listed(withOption)} ON ${grantTarget(row)} TO ${role(row.grantee)} WITH GRANT OPTION`;
      statements.push(aboutThat(row, 'grant', text));
    }
    return statements;
  });
}

function grantTarget({ type, identity }: Identified): string {
  switch (type) {
    case 'view':
    case 'materialized view':
    case 'foreign table':
      return `TABLE ${identity}`;
    case 'aggregate':
      return `FUNCTION ${identity}`;
    case 'foreign-data wrapper':
      return `FOREIGN DATA WRAPPER ${identity}`;
    case 'server':
      return `FOREIGN SERVER ${identity}`;
    case 'domain':
    case 'composite type':
      return `TYPE ${identity}`;
    default:
      return `${type.toUpperCase()} ${identity}`;
  }
}

function privilegeQuery(): string {
  const objects = privileged.map(
    ([catalogue, kind, owner, acl]) =>
      `SELECT '${catalogue}' AS catalogue, x.oid, 0 AS part, ${owner} AS owner, ${acl} AS acl, NULL::pg_catalog.name AS "column",
              coalesce((SELECT p.initprivs FROM pg_catalog.pg_init_privs p WHERE p.objoid = x.oid AND p.objsubid = 0
                          AND p.classoid = 'pg_catalog.${catalogue}'::pg_catalog.regclass),
                       pg_catalog.acldefault((${kind})::"char", ${owner})${catalogue === 'pg_namespace' ? ` || ${givenOnPublic}` : ''}) AS usual,
              (SELECT count(*) FROM pg_catalog.aclexplode(pg_catalog.acldefault((${kind})::"char", ${owner})) e
                WHERE e.grantee = ${owner})::pg_catalog.int4 AS "all"
         FROM pg_catalog.${catalogue} x
        WHERE ${acl} IS NOT NULL AND (x.oid >= 16384 ${catalogue === 'pg_namespace' ? "OR x.nspname = 'public'" : ''})
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.objid = x.oid
                AND e.classid = 'pg_catalog.${catalogue}'::pg_catalog.regclass AND e.deptype = 'e')`,
  );
  const columns = `SELECT 'pg_class', a.attrelid, a.attnum::pg_catalog.int4, c.relowner, a.attacl, a.attname, NULL::pg_catalog.aclitem[], 4
     FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    WHERE a.attacl IS NOT NULL AND a.attrelid >= 16384 AND NOT a.attisdropped
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.objid = c.oid
            AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.deptype = 'e')`;
  const items = (acl: string) =>
    `SELECT e.grantee, e.privilege_type, e.is_grantable FROM pg_catalog.aclexplode(${acl}) e`;
  return `
    SELECT x.catalogue, x.oid::text AS oid, x.part, x."column", i.type, i.identity, x."all",
           pg_catalog.pg_get_userbyid(x.owner) AS owner,
           CASE WHEN d.grantee <> 0 THEN pg_catalog.pg_get_userbyid(d.grantee) END AS grantee,
           pg_catalog.json_agg(d.privilege_type ORDER BY d.privilege_type)
             FILTER (WHERE d.is_given AND NOT d.is_grantable) AS given,
           pg_catalog.json_agg(d.privilege_type ORDER BY d.privilege_type)
             FILTER (WHERE d.is_given AND d.is_grantable) AS "withOption",
           pg_catalog.json_agg(d.privilege_type ORDER BY d.privilege_type) FILTER (WHERE NOT d.is_given) AS taken
      FROM (${[...objects, columns].join(' UNION ALL ')}) x
      CROSS JOIN LATERAL pg_catalog.pg_identify_object(
             (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relname = x.catalogue
                 AND c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace), x.oid, 0) i
      CROSS JOIN LATERAL (
        SELECT true AS is_given, g.* FROM (${items('x.acl')} EXCEPT ${items('x.usual')}) g
        UNION ALL
        SELECT false, t.* FROM (${items('x.usual')} EXCEPT ${items('x.acl')}) t) d
     WHERE i.identity IS NOT NULL AND coalesce(i.schema, '') !~ '^pg_'
     GROUP BY x.catalogue, x.oid, x.part, x."column", i.type, i.identity, x."all", x.owner, d.grantee
     ORDER BY i.type COLLATE "C", i.identity COLLATE "C", x.part, 9 NULLS FIRST`;
}
