import { quoteIdentifier, quoteQualifiedName } from '../../../std/sql-identifier';
import { readRows } from '../query';
import type { RelationRow } from '../read-relations';
import type { RecordBuilder } from '../record-builder';
import { address } from '../record-builder';
import { optionsText } from '../text';
import type { Reading, Statement } from './statement';
import { readable } from './statement';

type ViewRow = { readonly oid: string; readonly definition: string };

/** Views and materialized views, their indexes and what is set on their columns. */
export async function readViews({ query, builder }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<ViewRow>(
    query,
    `SELECT c.oid::text AS oid, pg_catalog.pg_get_viewdef(c.oid) AS definition
       FROM pg_catalog.pg_class c WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384`,
  );
  const definitions = new Map(rows.map((row) => [row.oid, row.definition]));
  return builder.picture.relations
    .filter(({ kind }) => kind === 'v' || kind === 'm')
    .flatMap((view) => [
      viewStatement(builder, view, definitions.get(view.oid) ?? ''),
      ...columnStatements(builder, view),
      ...indexStatements(builder, view),
    ]);
}

function viewStatement(builder: RecordBuilder, view: RelationRow, definition: string): Statement {
  const namespace = builder.namespaceName(view.namespaceOid);
  const isMaterialized = view.kind === 'm';
  const options = [optionsText(view.options), optionsText(view.toastOptions, 'toast.')].filter(
    (text) => text !== undefined,
  );
  const query = definition.trim().replace(/;$/, '');
  const text = [
    `CREATE ${isMaterialized ? 'MATERIALIZED ' : ''}VIEW ${quoteQualifiedName(namespace, view.name)}`,
    view.accessMethod === null ? '' : ` USING ${quoteIdentifier(view.accessMethod)}`,
    options.length > 0 ? ` WITH (${options.join(', ')})` : '',
    view.tablespace === null ? '' : ` TABLESPACE ${quoteIdentifier(view.tablespace)}`,
    ` AS\n ${query}`,
    isMaterialized && !view.isPopulated ? '\n  WITH NO DATA' : '',
  ].join('');
  return {
    makes: address('pg_class', view.oid),
    tag: isMaterialized ? 'materialized view' : 'view',
    name: readable(namespace, view.name),
    text,
    phase: 'after constraints',
    defines: { kind: 'relation', namespaceOid: view.namespaceOid, name: view.name },
  };
}

/** Defaults of a view's columns, and what ANALYZE and storage are told about a materialized one's. */
function columnStatements(builder: RecordBuilder, view: RelationRow): readonly Statement[] {
  const namespace = builder.namespaceName(view.namespaceOid);
  const columns = builder.picture.columnsByRelation.get(view.oid) ?? [];
  return columns.flatMap((column) =>
    columnActions(column, view.kind === 'v').map((action) => ({
      makes: null,
      about: address('pg_class', view.oid),
      tag: view.kind === 'v' ? 'alter view' : 'alter materialized view',
      name: `${readable(namespace, view.name)}.${column.name}`,
      text: `ALTER ${view.kind === 'v' ? 'VIEW' : 'MATERIALIZED VIEW'} ${quoteQualifiedName(namespace, view.name)} ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`,
      phase: 'after constraints' as const,
    })),
  );
}

const storageWords = { p: 'PLAIN', e: 'EXTERNAL', x: 'EXTENDED', m: 'MAIN' } as const;

type ColumnSettings = Pick<
  import('../read-relations').ColumnRow,
  'expression' | 'storage' | 'compression' | 'statistics' | 'options'
>;

/** What is said about a column in ALTER … ALTER COLUMN, beyond its type. */
export function columnActions(column: ColumnSettings, withDefault: boolean): readonly string[] {
  const options = optionsText(column.options);
  return [
    withDefault && column.expression !== null ? `SET DEFAULT ${column.expression}` : '',
    column.storage === null ? '' : `SET STORAGE ${storageWords[column.storage]}`,
    column.compression === '' ? '' : `SET COMPRESSION ${column.compression === 'p' ? 'pglz' : 'lz4'}`,
    column.statistics === null ? '' : `SET STATISTICS ${column.statistics}`,
    options === undefined ? '' : `SET (${options})`,
  ].filter((action) => action !== '');
}

function indexStatements(builder: RecordBuilder, view: RelationRow): readonly Statement[] {
  return builder.picture.indexes
    .filter((index) => index.relationOid === view.oid)
    .map((index) => ({
      makes: address('pg_class', index.oid),
      about: address('pg_class', view.oid),
      tag: 'index',
      name: index.name,
      text:
        index.tablespace === null
          ? index.definition
          : index.definition.replace(
              / WHERE .*$|$/s,
              (where) => ` TABLESPACE ${quoteIdentifier(index.tablespace ?? '')}${where}`,
            ),
      phase: 'after constraints' as const,
    }));
}
