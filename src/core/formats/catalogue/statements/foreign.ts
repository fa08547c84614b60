import { quoteIdentifier, quoteLiteral, quoteQualifiedName } from '../../../std/sql-identifier';
import { notOfExtension, readRows } from '../query';
import type { ColumnRow, RelationRow } from '../read-relations';
import type { RecordBuilder } from '../record-builder';
import { address } from '../record-builder';
import type { Reading, Statement } from './statement';
import { readable, role, routine } from './statement';
import { columnActions } from './views';

/** `{host=db}` → `OPTIONS (host 'db')`. */
function optionsClause(options: readonly string[] | null): string {
  if (options === null || options.length === 0) return '';
  const written = options.map((option) => {
    const at = option.indexOf('=');
    return `${quoteIdentifier(option.slice(0, at))} ${quoteLiteral(option.slice(at + 1))}`;
  });
  return ` OPTIONS (${written.join(', ')})`;
}

type WrapperRow = {
  readonly oid: string;
  readonly name: string;
  readonly handler: string | null;
  readonly validator: string | null;
  readonly options: readonly string[] | null;
};

export async function readWrappers({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<WrapperRow>(
    query,
    `SELECT w.oid::text AS oid, w.fdwname AS name, ${routine('w.fdwhandler')} AS handler,
            ${routine('w.fdwvalidator')} AS validator, w.fdwoptions AS options
       FROM pg_catalog.pg_foreign_data_wrapper w
      WHERE w.oid >= 16384 AND ${notOfExtension('pg_foreign_data_wrapper', 'w.oid')}
      ORDER BY w.fdwname COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_foreign_data_wrapper', row.oid),
    tag: 'foreign data wrapper',
    name: row.name,
    text: [
      `CREATE FOREIGN DATA WRAPPER ${quoteIdentifier(row.name)}`,
      row.handler === null ? '' : ` HANDLER ${row.handler}`,
      row.validator === null ? '' : ` VALIDATOR ${row.validator}`,
      optionsClause(row.options),
    ].join(''),
    phase: 'before tables',
  }));
}

type ServerRow = {
  readonly oid: string;
  readonly name: string;
  readonly wrapper: string;
  readonly type: string | null;
  readonly version: string | null;
  readonly options: readonly string[] | null;
};

export async function readServers({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<ServerRow>(
    query,
    `SELECT s.oid::text AS oid, s.srvname AS name, w.fdwname AS wrapper, s.srvtype AS type, s.srvversion AS version,
            s.srvoptions AS options
       FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
      WHERE ${notOfExtension('pg_foreign_server', 's.oid')}
      ORDER BY s.srvname COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_foreign_server', row.oid),
    tag: 'server',
    name: row.name,
    text: [
      `CREATE SERVER ${quoteIdentifier(row.name)}`,
      row.type === null ? '' : ` TYPE ${quoteLiteral(row.type)}`,
      row.version === null ? '' : ` VERSION ${quoteLiteral(row.version)}`,
      ` FOREIGN DATA WRAPPER ${quoteIdentifier(row.wrapper)}`,
      optionsClause(row.options),
    ].join(''),
    phase: 'before tables',
  }));
}

type MappingRow = {
  readonly oid: string;
  readonly server: string;
  readonly serverOid: string;
  /** Null stands for PUBLIC. */
  readonly user: string | null;
  readonly options: readonly string[] | null;
};

/** User mappings: without what is secret in them. */
export async function readUserMappings({ query, builder }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<MappingRow>(
    query,
    `SELECT u.umid::text AS oid, u.srvname AS server, u.srvid::text AS "serverOid",
            CASE WHEN u.umuser <> 0 THEN u.usename END AS user, u.umoptions AS options
       FROM pg_catalog.pg_user_mappings u ORDER BY u.srvname COLLATE "C", 4 NULLS FIRST`,
  );
  return rows.map((row) => {
    const kept = (row.options ?? []).filter((option) => !isSecret(option));
    if (kept.length < (row.options ?? []).length) {
      const name = `${row.user ?? 'PUBLIC'} on ${row.server}`;
      builder.note('user mapping', name, 'passwords and keys in its options are left out on purpose');
    }
    return {
      makes: address('pg_user_mapping', row.oid),
      about: address('pg_foreign_server', row.serverOid),
      tag: 'user mapping',
      name: row.server,
      text: `CREATE USER MAPPING FOR ${role(row.user)} SERVER ${quoteIdentifier(row.server)}${optionsClause(kept)}`,
      phase: 'before tables',
    };
  });
}

function isSecret(option: string): boolean {
  return /pass|secret|key|token|credential/i.test(option.slice(0, option.indexOf('=')));
}

type ForeignTableRow = {
  readonly oid: string;
  readonly server: string;
  readonly options: readonly string[] | null;
  readonly columns: readonly { readonly number: number; readonly options: readonly string[] }[] | null;
};

export async function readForeignTables({ query, builder }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<ForeignTableRow>(
    query,
    `SELECT t.ftrelid::text AS oid, s.srvname AS server, t.ftoptions AS options,
            (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('number', a.attnum, 'options', a.attfdwoptions))
               FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = t.ftrelid AND a.attfdwoptions IS NOT NULL AND NOT a.attisdropped) AS columns
       FROM pg_catalog.pg_foreign_table t JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver`,
  );
  return rows.flatMap((row) => {
    const relation = builder.picture.relationByOid.get(row.oid);
    return relation ? foreignTable(builder, relation, row) : [];
  });
}

function foreignTable(
  builder: RecordBuilder,
  relation: RelationRow,
  row: ForeignTableRow,
): readonly Statement[] {
  const namespace = builder.namespaceName(relation.namespaceOid);
  const name = quoteQualifiedName(namespace, relation.name);
  const columns = builder.picture.columnsByRelation.get(relation.oid) ?? [];
  const fdwOptions = new Map((row.columns ?? []).map(({ number, options }) => [number, options]));
  const lines = relation.isPartition
    ? []
    : columns
        .filter((column) => column.isLocal)
        .map((column) => columnLine(column, fdwOptions.get(column.number) ?? null));
  const constraints = (builder.picture.constraintsByRelation.get(relation.oid) ?? [])
    .filter((one) => one.kind === 'c' && one.isLocal)
    .map((one) => `CONSTRAINT ${quoteIdentifier(one.name)} ${one.definition}`);
  const parents = (relation.parents ?? []).flatMap((oid) => {
    const parent = builder.picture.relationByOid.get(oid);
    return parent ? [quoteQualifiedName(builder.namespaceName(parent.namespaceOid), parent.name)] : [];
  });
  const body = [...lines, ...constraints];
  const list = body.length === 0 && relation.isPartition ? '' : ` (\n    ${body.join(',\n    ')}\n)`;
  const head = relation.isPartition
    ? `CREATE FOREIGN TABLE ${name} PARTITION OF ${parents[0] ?? ''}${list} ${relation.bound ?? 'DEFAULT'}`
    : `CREATE FOREIGN TABLE ${name}${list.replace('(\n    \n)', '()')}${parents.length > 0 ? ` INHERITS (${parents.join(', ')})` : ''}`;
  const made: Statement = {
    makes: address('pg_class', relation.oid),
    tag: 'foreign table',
    name: readable(namespace, relation.name),
    text: `${head}\nSERVER ${quoteIdentifier(row.server)}${optionsClause(row.options)}`,
    phase: 'after tables',
    needs: (relation.parents ?? []).map((oid) => address('pg_class', oid)),
    defines: { kind: 'relation', namespaceOid: relation.namespaceOid, name: relation.name },
  };
  const settings = columns.flatMap((column) =>
    columnActions({ ...column, expression: null }, false).map((action) => ({
      makes: null,
      about: address('pg_class', relation.oid),
      tag: 'alter foreign table',
      name: `${made.name}.${column.name}`,
      text: `ALTER FOREIGN TABLE ${name} ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`,
      phase: 'after tables' as const,
    })),
  );
  return [made, ...settings];
}

function columnLine(column: ColumnRow, options: readonly string[] | null): string {
  const generated = column.generated === 's' ? 'STORED' : 'VIRTUAL';
  return [
    `${quoteIdentifier(column.name)} ${column.type}`,
    optionsClause(options),
    column.collation === null ? '' : ` COLLATE ${column.collation}`,
    column.notNull ? ' NOT NULL' : '',
    column.expression === null
      ? ''
      : column.generated === ''
        ? ` DEFAULT ${column.expression}`
        : ` GENERATED ALWAYS AS (${column.expression}) ${generated}`,
  ].join('');
}
