import { quoteIdentifier, quoteLiteral, quoteQualifiedName } from '../../../std/sql-identifier';
import { inUserNamespace, notOfExtension, readRows } from '../query';
import { routineName } from '../read-types';
import { address } from '../record-builder';
import { versionedColumns } from '../server-version';
import type { Reading, Statement } from './statement';
import { definition, qualifiedName, readable, routine } from './statement';

type BaseTypeRow = Readonly<
  Record<
    | 'oid'
    | 'namespaceOid'
    | 'namespace'
    | 'name'
    | 'input'
    | 'output'
    | 'length'
    | 'align'
    | 'storage'
    | 'category',
    string
  > &
    Record<
      | 'receive'
      | 'send'
      | 'modifierInput'
      | 'modifierOutput'
      | 'analyze'
      | 'subscript'
      | 'element'
      | 'default'
      | 'delimiter',
      string | null
    > &
    Record<'byValue' | 'preferred' | 'collatable' | 'defined', boolean>
>;

const alignments: ReadonlyMap<string, string> = new Map([
  ['c', 'char'],
  ['s', 'int2'],
  ['i', 'int4'],
  ['d', 'double'],
]);
const storages: ReadonlyMap<string, string> = new Map([
  ['p', 'plain'],
  ['e', 'external'],
  ['x', 'extended'],
  ['m', 'main'],
]);

/** The address of a type's shell, which its functions are made for before the type itself. */
export const shellAddress = (oid: string) => address('shell', oid);

/** Base types: first a shell for the functions to name, then the type. */
export async function readBaseTypes({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<BaseTypeRow>(
    query,
    `SELECT t.oid::text AS oid, t.typnamespace::text AS "namespaceOid", n.nspname AS namespace, t.typname AS name,
            t.typisdefined AS defined, ${routine('t.typinput')} AS input, ${routine('t.typoutput')} AS output,
            ${routine('t.typreceive')} AS receive, ${routine('t.typsend')} AS send,
            ${routine('t.typmodin')} AS "modifierInput", ${routine('t.typmodout')} AS "modifierOutput",
            ${routine('t.typanalyze')} AS analyze, ${routine('t.typsubscript')} AS subscript,
            CASE WHEN t.typlen = -1 THEN 'variable' ELSE t.typlen::text END AS length, t.typbyval AS "byValue",
            t.typalign AS align, t.typstorage AS storage, t.typcategory AS category, t.typispreferred AS preferred,
            t.typdefault AS default, CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END AS element,
            t.typdelim AS delimiter, t.typcollation <> 0 AS collatable
       FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      WHERE t.typtype IN ('b', 'p') AND ${inUserNamespace('t.typnamespace')} AND ${notOfExtension('pg_type', 't.oid')}
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_type l WHERE l.typarray = t.oid)
      ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"`,
  );
  return rows.flatMap((row) => {
    const name = quoteQualifiedName(row.namespace, row.name);
    const shell: Statement = {
      makes: shellAddress(row.oid),
      tag: 'shell type',
      name: readable(row.namespace, row.name),
      text: `CREATE TYPE ${name}`,
      phase: 'before tables',
      ...(!row.defined && { defines: { kind: 'type', namespaceOid: row.namespaceOid, name: row.name } }),
    };
    if (!row.defined) return [{ ...shell, makes: address('pg_type', row.oid) }];
    return [
      shell,
      {
        ...shell,
        makes: address('pg_type', row.oid),
        needs: [shellAddress(row.oid)],
        tag: 'type',
        text: `CREATE TYPE ${name} ${baseTypeDefinition(row)}`,
        defines: { kind: 'type', namespaceOid: row.namespaceOid, name: row.name },
      },
    ];
  });
}

function baseTypeDefinition(row: BaseTypeRow): string {
  return definition([
    ['INPUT', row.input],
    ['OUTPUT', row.output],
    ['RECEIVE', row.receive],
    ['SEND', row.send],
    ['TYPMOD_IN', row.modifierInput],
    ['TYPMOD_OUT', row.modifierOutput],
    ['ANALYZE', row.analyze],
    ['SUBSCRIPT', row.subscript],
    ['INTERNALLENGTH', row.length],
    ['PASSEDBYVALUE', row.byValue],
    ['ALIGNMENT', alignments.get(row.align) ?? null],
    ['STORAGE', storages.get(row.storage) ?? null],
    ['CATEGORY', row.category === 'U' ? null : quoteLiteral(row.category)],
    ['PREFERRED', row.preferred ? 'true' : null],
    ['DEFAULT', row.default === null ? null : quoteLiteral(row.default)],
    ['ELEMENT', row.element],
    ['DELIMITER', row.delimiter === null || row.delimiter === ',' ? null : quoteLiteral(row.delimiter)],
    ['COLLATABLE', row.collatable ? 'true' : null],
  ]);
}

type CastRow = {
  readonly oid: string;
  readonly source: string;
  readonly target: string;
  readonly method: 'f' | 'i' | 'b';
  readonly context: 'e' | 'a' | 'i';
  readonly routine: string | null;
};

export async function readCasts({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<CastRow>(
    query,
    `SELECT c.oid::text AS oid, pg_catalog.format_type(c.castsource, NULL) AS source,
            pg_catalog.format_type(c.casttarget, NULL) AS target, c.castmethod AS method, c.castcontext AS context,
            (SELECT ${qualifiedName('n.nspname', 'f.proname')} || '(' || pg_catalog.pg_get_function_identity_arguments(f.oid) || ')'
               FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = c.castfunc) AS routine
       FROM pg_catalog.pg_cast c
      WHERE c.oid >= 16384 AND ${notOfExtension('pg_cast', 'c.oid')}
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.deptype = 'i' AND d.objid = c.oid
                           AND d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass)
      ORDER BY 2, 3`,
  );
  return rows.map(({ oid, source, target, method, context, routine: name }) => {
    const how =
      method === 'f' ? `WITH FUNCTION ${name ?? ''}` : method === 'i' ? 'WITH INOUT' : 'WITHOUT FUNCTION';
    const when = context === 'a' ? ' AS ASSIGNMENT' : context === 'i' ? ' AS IMPLICIT' : '';
    return {
      makes: address('pg_cast', oid),
      tag: 'cast',
      name: `${source} as ${target}`,
      text: `CREATE CAST (${source} AS ${target}) ${how}${when}`,
      phase: 'before tables',
    };
  });
}

type CollationRow = Readonly<
  Record<'oid' | 'namespace' | 'name' | 'provider', string> &
    Record<'collate' | 'ctype' | 'locale' | 'rules', string | null> &
    Record<'deterministic', boolean>
>;

export async function readCollations({ query, builder }: Reading): Promise<readonly Statement[]> {
  const columns = versionedColumns(builder.picture.server.major);
  const rows = await readRows<CollationRow>(
    query,
    `SELECT c.oid::text AS oid, n.nspname AS namespace, c.collname AS name, c.collprovider AS provider,
            c.collcollate AS collate, c.collctype AS ctype, ${columns.collationLocale} AS locale,
            ${columns.collationRules} AS rules, c.collisdeterministic AS deterministic
       FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
      WHERE ${inUserNamespace('c.collnamespace')} AND ${notOfExtension('pg_collation', 'c.oid')}
      ORDER BY n.nspname COLLATE "C", c.collname COLLATE "C"`,
  );
  return rows.map((row) => {
    const literal = (value: string | null) => (value === null ? null : quoteLiteral(value));
    const hasOneLocale = row.locale !== null || row.collate === row.ctype;
    const parts = [
      ['PROVIDER', row.provider === 'i' ? 'icu' : row.provider === 'b' ? 'builtin' : 'libc'],
      ['DETERMINISTIC', row.deterministic ? null : 'false'],
      ['LOCALE', hasOneLocale ? literal(row.locale ?? row.collate) : null],
      ['LC_COLLATE', hasOneLocale ? null : literal(row.collate)],
      ['LC_CTYPE', hasOneLocale ? null : literal(row.ctype)],
      ['RULES', literal(row.rules)],
    ] as const;
    return {
      makes: address('pg_collation', row.oid),
      tag: 'collation',
      name: readable(row.namespace, row.name),
      text: `CREATE COLLATION ${quoteQualifiedName(row.namespace, row.name)} ${definition(parts)}`,
      phase: 'before tables',
    };
  });
}

type ConversionRow = Readonly<Record<'oid' | 'namespace' | 'name' | 'from' | 'to' | 'routine', string>> & {
  readonly isDefault: boolean;
};

export async function readConversions({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<ConversionRow>(
    query,
    `SELECT c.oid::text AS oid, n.nspname AS namespace, c.conname AS name,
            pg_catalog.pg_encoding_to_char(c.conforencoding) AS from, pg_catalog.pg_encoding_to_char(c.contoencoding) AS to,
            ${routineName('c.conproc::pg_catalog.oid')} AS routine, c.condefault AS "isDefault"
       FROM pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
      WHERE ${inUserNamespace('c.connamespace')} AND ${notOfExtension('pg_conversion', 'c.oid')}
      ORDER BY n.nspname COLLATE "C", c.conname COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_conversion', row.oid),
    tag: 'conversion',
    name: readable(row.namespace, row.name),
    text: `CREATE ${row.isDefault ? 'DEFAULT ' : ''}CONVERSION ${quoteQualifiedName(row.namespace, row.name)} FOR ${quoteLiteral(row.from)} TO ${quoteLiteral(row.to)} FROM ${row.routine}`,
    phase: 'before tables',
  }));
}

type LanguageRow = Readonly<Record<'oid' | 'name' | 'handler', string>> & {
  readonly inline: string | null;
  readonly validator: string | null;
  readonly trusted: boolean;
};

/** Languages that no extension made, access methods and transforms: mostly of C programmers. */
export async function readLanguages({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<LanguageRow>(
    query,
    `SELECT l.oid::text AS oid, l.lanname AS name, ${routine('l.lanplcallfoid')} AS handler,
            ${routine('l.laninline')} AS inline, ${routine('l.lanvalidator')} AS validator, l.lanpltrusted AS trusted
       FROM pg_catalog.pg_language l
      WHERE l.lanispl AND l.oid >= 16384 AND ${notOfExtension('pg_language', 'l.oid')}
      ORDER BY l.lanname COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_language', row.oid),
    tag: 'language',
    name: row.name,
    text: [
      `CREATE ${row.trusted ? 'TRUSTED ' : ''}LANGUAGE ${quoteIdentifier(row.name)} HANDLER ${row.handler}`,
      row.inline === null ? '' : ` INLINE ${row.inline}`,
      row.validator === null ? '' : ` VALIDATOR ${row.validator}`,
    ].join(''),
    phase: 'before tables',
  }));
}

type AccessMethodRow = Readonly<Record<'oid' | 'name' | 'kind' | 'handler', string>>;

export async function readAccessMethods({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<AccessMethodRow>(
    query,
    `SELECT a.oid::text AS oid, a.amname AS name, a.amtype AS kind, ${routine('a.amhandler')} AS handler
       FROM pg_catalog.pg_am a WHERE a.oid >= 16384 AND ${notOfExtension('pg_am', 'a.oid')}
      ORDER BY a.amname COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_am', row.oid),
    tag: 'access method',
    name: row.name,
    text: `CREATE ACCESS METHOD ${quoteIdentifier(row.name)} TYPE ${row.kind === 't' ? 'TABLE' : 'INDEX'} HANDLER ${row.handler}`,
    phase: 'before tables',
  }));
}

type TransformRow = Readonly<Record<'oid' | 'type' | 'language', string>> & {
  readonly from: string | null;
  readonly to: string | null;
};

export async function readTransforms({ query }: Reading): Promise<readonly Statement[]> {
  const signature = (oid: string) =>
    `CASE WHEN ${oid} <> 0 THEN ${oid}::pg_catalog.oid::pg_catalog.regprocedure::text END`;
  const rows = await readRows<TransformRow>(
    query,
    `SELECT t.oid::text AS oid, pg_catalog.format_type(t.trftype, NULL) AS type, l.lanname AS language,
            ${signature('t.trffromsql')} AS from, ${signature('t.trftosql')} AS to
       FROM pg_catalog.pg_transform t JOIN pg_catalog.pg_language l ON l.oid = t.trflang
      WHERE t.oid >= 16384 AND ${notOfExtension('pg_transform', 't.oid')}
      ORDER BY 2, 3`,
  );
  return rows.map((row) => {
    const parts = [
      row.from === null ? '' : `FROM SQL WITH FUNCTION ${row.from}`,
      row.to === null ? '' : `TO SQL WITH FUNCTION ${row.to}`,
    ].filter((part) => part !== '');
    return {
      makes: address('pg_transform', row.oid),
      tag: 'transform',
      name: `${row.type} ${row.language}`,
      text: `CREATE TRANSFORM FOR ${row.type} LANGUAGE ${quoteIdentifier(row.language)} (${parts.join(', ')})`,
      phase: 'before tables',
    };
  });
}
