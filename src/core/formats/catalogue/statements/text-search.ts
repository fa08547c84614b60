import { quoteIdentifier, quoteQualifiedName } from '../../../std/sql-identifier';
import { inUserNamespace, notOfExtension, readRows } from '../query';
import { address } from '../record-builder';
import type { Reading, Statement } from './statement';
import { definition, qualifiedName, readable, routine } from './statement';

type Named = { readonly oid: string; readonly namespace: string; readonly name: string };

function made(row: Named, tag: string, catalogue: string, body: string): Statement {
  return {
    makes: address(catalogue, row.oid),
    tag: `text search ${tag}`,
    name: readable(row.namespace, row.name),
    text: `CREATE TEXT SEARCH ${tag.toUpperCase()} ${quoteQualifiedName(row.namespace, row.name)} ${body}`,
    phase: 'before tables',
  };
}

const named = (alias: string, prefix: string) => `
    ${alias}.oid::text AS oid, n.nspname AS namespace, ${alias}.${prefix}name AS name`;
const from = (alias: string, prefix: string, catalogue: string) => `
    FROM pg_catalog.${catalogue} ${alias} JOIN pg_catalog.pg_namespace n ON n.oid = ${alias}.${prefix}namespace
   WHERE ${inUserNamespace(`${alias}.${prefix}namespace`)} AND ${notOfExtension(catalogue, `${alias}.oid`)}
   ORDER BY n.nspname COLLATE "C", ${alias}.${prefix}name COLLATE "C"`;

type ParserRow = Named &
  Readonly<Record<'start' | 'token' | 'end' | 'types', string>> & { readonly headline: string | null };
type TemplateRow = Named & { readonly init: string | null; readonly lexize: string };
type DictionaryRow = Named & { readonly template: string; readonly options: string | null };
type ConfigurationRow = Named & {
  readonly parser: string;
  /** Kinds of tokens with the dictionaries that look at them, in their order. */
  readonly mappings: readonly { readonly token: string; readonly dictionaries: readonly string[] }[] | null;
};

/** Parsers, templates, dictionaries and configurations. */
export async function readTextSearch({ query }: Reading): Promise<readonly Statement[]> {
  const parsers = await readRows<ParserRow>(
    query,
    `SELECT ${named('p', 'prs')}, ${routine('p.prsstart')} AS start, ${routine('p.prstoken')} AS token,
            ${routine('p.prsend')} AS end, ${routine('p.prslextype')} AS types, ${routine('p.prsheadline')} AS headline
       ${from('p', 'prs', 'pg_ts_parser')}`,
  );
  const templates = await readRows<TemplateRow>(
    query,
    `SELECT ${named('t', 'tmpl')}, ${routine('t.tmplinit')} AS init, ${routine('t.tmpllexize')} AS lexize
       ${from('t', 'tmpl', 'pg_ts_template')}`,
  );
  const dictionaries = await readRows<DictionaryRow>(
    query,
    `SELECT ${named('d', 'dict')}, d.dictinitoption AS options,
            (SELECT ${qualifiedName('m.nspname', 't.tmplname')} FROM pg_catalog.pg_ts_template t
               JOIN pg_catalog.pg_namespace m ON m.oid = t.tmplnamespace WHERE t.oid = d.dicttemplate) AS template
       ${from('d', 'dict', 'pg_ts_dict')}`,
  );
  const configurations = await readRows<ConfigurationRow>(query, configurationQuery);
  return [
    ...parsers.map((row) =>
      made(
        row,
        'parser',
        'pg_ts_parser',
        definition([
          ['START', row.start],
          ['GETTOKEN', row.token],
          ['END', row.end],
          ['LEXTYPES', row.types],
          ['HEADLINE', row.headline],
        ]),
      ),
    ),
    ...templates.map((row) =>
      made(
        row,
        'template',
        'pg_ts_template',
        definition([
          ['INIT', row.init],
          ['LEXIZE', row.lexize],
        ]),
      ),
    ),
    ...dictionaries.map((row) =>
      made(
        row,
        'dictionary',
        'pg_ts_dict',
        // The options are stored as they are written here.
        `(\n    TEMPLATE = ${row.template}${row.options === null ? '' : `,\n    ${row.options}`}\n)`,
      ),
    ),
    ...configurations.flatMap(configurationStatements),
  ];
}

const configurationQuery = `SELECT ${named('c', 'cfg')},
  (SELECT ${qualifiedName('m.nspname', 'p.prsname')} FROM pg_catalog.pg_ts_parser p
     JOIN pg_catalog.pg_namespace m ON m.oid = p.prsnamespace WHERE p.oid = c.cfgparser) AS parser,
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('token', k.token, 'dictionaries', k.dictionaries) ORDER BY k.number)
     FROM (SELECT m.maptokentype AS number,
                  (SELECT t.alias FROM pg_catalog.ts_token_type(c.cfgparser) t WHERE t.tokid = m.maptokentype) AS token,
                  pg_catalog.json_agg(${qualifiedName('dn.nspname', 'd.dictname')} ORDER BY m.mapseqno) AS dictionaries
             FROM pg_catalog.pg_ts_config_map m JOIN pg_catalog.pg_ts_dict d ON d.oid = m.mapdict
             JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace
            WHERE m.mapcfg = c.oid GROUP BY m.maptokentype) k) AS mappings
  ${from('c', 'cfg', 'pg_ts_config')}`;

function configurationStatements(row: ConfigurationRow): readonly Statement[] {
  const created = made(row, 'configuration', 'pg_ts_config', `(PARSER = ${row.parser})`);
  const name = quoteQualifiedName(row.namespace, row.name);
  const mapped = (row.mappings ?? []).map(
    ({ token, dictionaries }): Statement => ({
      makes: null,
      about: address('pg_ts_config', row.oid),
      tag: 'alter text search configuration',
      name: created.name,
      text: `ALTER TEXT SEARCH CONFIGURATION ${name} ADD MAPPING FOR ${quoteIdentifier(token)} WITH ${dictionaries.join(', ')}`,
      phase: 'before tables',
    }),
  );
  return [created, ...mapped];
}
