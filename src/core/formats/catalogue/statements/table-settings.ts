import { objectName } from '../../../schema/generated-names';
import { quoteIdentifier, quoteQualifiedName } from '../../../std/sql-identifier';
import { notNullConstraint } from '../build-columns';
import { isTable } from '../build-tables';
import type { IndexRow } from '../read-constraints';
import type { ColumnRow, RelationRow } from '../read-relations';
import type { RecordBuilder } from '../record-builder';
import { address } from '../record-builder';
import { optionsText } from '../text';
import { partitionNames } from './partition-names';
import type { Statement } from './statement';
import { readable } from './statement';
import { columnActions } from './views';

/** What is said about tables, their columns and indexes that their records have no place for. */
export function tableSettings(builder: RecordBuilder): readonly Statement[] {
  const ofTables = topDown(builder, builder.picture.relations.filter(isTable));
  return [
    ...partitionNames(builder),
    ...ofTables.flatMap((table) => [
      ...typedTable(builder, table),
      ...inheritedColumns(builder, table),
      ...unvalidatedNotNulls(builder, table),
      ...identityNames(builder, table),
      ...replicaIdentity(builder, table),
    ]),
    ...builder.picture.relations
      .filter((relation) => isTable(relation) || relation.kind === 'm')
      .flatMap((relation) => indexSettings(builder, relation)),
  ];
}

/** Tables above others first: what is said of their columns holds for those below, too. */
function topDown(builder: RecordBuilder, tables: readonly RelationRow[]): readonly RelationRow[] {
  const depth = (table: RelationRow): number =>
    Math.max(
      0,
      ...(table.parents ?? []).map((oid) => {
        const parent = builder.picture.relationByOid.get(oid);
        return parent ? depth(parent) + 1 : 1;
      }),
    );
  const depths = new Map(tables.map((table) => [table, depth(table)]));
  return [...tables].sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0));
}

function nameOf(builder: RecordBuilder, relation: RelationRow): string {
  return quoteQualifiedName(builder.namespaceName(relation.namespaceOid), relation.name);
}

function onTable(
  builder: RecordBuilder,
  table: RelationRow,
  action: string,
  phase: Statement['phase'],
  part?: string,
): Statement {
  const name = readable(builder.namespaceName(table.namespaceOid), table.name);
  return {
    makes: null,
    about: address('pg_class', table.oid),
    tag: part === undefined ? 'alter table' : 'alter column',
    name: part === undefined ? name : `${name}.${part}`,
    text: `ALTER TABLE ${only(builder, table)}${nameOf(builder, table)} ${action}`,
    phase,
  };
}

/** ONLY, where it says something: the import of SQL writes it so, too. */
function only({ picture }: RecordBuilder, { oid }: RelationRow): string {
  return picture.relations.some(({ parents }) => parents?.includes(oid)) ? 'ONLY ' : '';
}

/** A table OF a composite type is a table with those columns that is then bound to the type. */
function typedTable(builder: RecordBuilder, table: RelationRow): readonly Statement[] {
  if (table.ofType === null) return [];
  const statement = onTable(builder, table, `OF ${table.ofType}`, 'after tables');
  return [{ ...statement, text: statement.text.replace('TABLE ONLY', 'TABLE') }];
}

/** Columns of a partition or an heir that are other than those it has from the table above. */
function inheritedColumns(builder: RecordBuilder, table: RelationRow): readonly Statement[] {
  const parents = (table.parents ?? []).flatMap((oid) => builder.picture.columnsByRelation.get(oid) ?? []);
  if (parents.length === 0) return [];
  const columns = builder.picture.columnsByRelation.get(table.oid) ?? [];
  return columns.flatMap((column) => {
    const above = parents.find(({ name }) => name === column.name);
    if (above === undefined || (column.isLocal && !table.isPartition)) return [];
    return differences(column, above, table.isPartition).map((action) => {
      const target = `ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`;
      const statement = onTable(builder, table, target, 'after tables', column.name);
      // Tables below have it too, and say themselves where they differ.
      return { ...statement, text: statement.text.replace('TABLE ONLY', 'TABLE') };
    });
  });
}

/**
 * What an inherited column has to be told. A partition gets what is set on its table; an heir has default,
 * storage and compression of the table above from the start, but not what ANALYZE is told.
 */
function differences(column: ColumnRow, above: ColumnRow, isPartition: boolean): readonly string[] {
  const settings = (row: ColumnRow) => columnActions({ ...row, expression: null, options: null }, false);
  const inherited = settings(isPartition ? above : { ...above, statistics: null });
  const isDefaultOwn =
    column.generated === '' && column.identity === '' && column.expression !== above.expression;
  const hasUsualStatistics = isPartition && column.statistics === null && above.statistics !== null;
  const options = optionsText(column.options);
  return [
    ...(isDefaultOwn
      ? [column.expression === null ? 'DROP DEFAULT' : `SET DEFAULT ${column.expression}`]
      : []),
    ...(column.notNull && !above.notNull ? ['SET NOT NULL'] : []),
    ...settings(column).filter((action) => !inherited.includes(action)),
    ...(column.storage === null && above.storage !== null ? ['SET STORAGE DEFAULT'] : []),
    ...(column.compression === '' && above.compression !== '' ? ['SET COMPRESSION default'] : []),
    ...(hasUsualStatistics ? ['SET STATISTICS -1'] : []),
    ...(options === undefined ? [] : [`SET (${options})`]),
  ];
}

/** NOT NULL … NOT VALID (PostgreSQL 18): holds for new rows only. */
function unvalidatedNotNulls(builder: RecordBuilder, table: RelationRow): readonly Statement[] {
  const columns = builder.picture.columnsByRelation.get(table.oid) ?? [];
  return columns.flatMap((column) => {
    const constraint = notNullConstraint(builder, table.oid, column.number);
    if (constraint === undefined || constraint.validated || !constraint.isLocal) return [];
    const action = `ADD CONSTRAINT ${quoteIdentifier(constraint.name)} ${constraint.definition}`;
    return [onTable(builder, table, action, 'after constraints', column.name)];
  });
}

/** The sequence of an identity column is named after table and column; others keep their name by a rename. */
function identityNames(builder: RecordBuilder, table: RelationRow): readonly Statement[] {
  return builder.picture.sequences
    .filter((sequence) => sequence.owned === 'i' && sequence.tableOid === table.oid)
    .flatMap((sequence) => {
      const relation = builder.picture.relationByOid.get(sequence.oid);
      const columns = builder.picture.columnsByRelation.get(table.oid) ?? [];
      const column = columns.find(({ number }) => number === sequence.columnNumber);
      if (!relation || !column || table.isPartition) return [];
      const usual = objectName(table.name, column.name, 'seq');
      if (relation.name === usual) return [];
      const namespace = builder.namespaceName(table.namespaceOid);
      return [
        {
          makes: null,
          about: address('pg_class', table.oid),
          tag: 'alter sequence',
          name: relation.name,
          text: `ALTER SEQUENCE ${quoteQualifiedName(namespace, usual)} RENAME TO ${quoteIdentifier(relation.name)}`,
          phase: 'after tables' as const,
          reason: 'name of the sequence of an identity column: kept as text',
        },
      ];
    });
}

function replicaIdentity(builder: RecordBuilder, table: RelationRow): readonly Statement[] {
  switch (table.replicaIdentity) {
    case 'd':
      return [];
    case 'n':
      return [onTable(builder, table, 'REPLICA IDENTITY NOTHING', 'after constraints')];
    case 'f':
      return [onTable(builder, table, 'REPLICA IDENTITY FULL', 'after constraints')];
    case 'i': {
      const index = builder.picture.indexes.find(
        (one) => one.relationOid === table.oid && one.isReplicaIdentity,
      );
      if (!index) return [];
      const action = `REPLICA IDENTITY USING INDEX ${quoteIdentifier(index.name)}`;
      return [onTable(builder, table, action, 'after constraints')];
    }
  }
}

/** CLUSTER ON and SET STATISTICS of indexes. */
function indexSettings(builder: RecordBuilder, relation: RelationRow): readonly Statement[] {
  const indexes = builder.picture.indexes.filter((index) => index.relationOid === relation.oid);
  return indexes.flatMap((index) => [
    ...(index.isClustered ? [clusterOn(builder, relation, index)] : []),
    ...(index.statistics ?? []).map(({ number, target }) => ({
      makes: null,
      about: address('pg_class', relation.oid),
      needs: [address('pg_class', index.oid)],
      tag: 'alter index',
      name: index.name,
      text: `ALTER INDEX ${quoteQualifiedName(builder.namespaceName(relation.namespaceOid), index.name)} ALTER COLUMN ${number} SET STATISTICS ${target}`,
      phase: 'after constraints' as const,
    })),
  ]);
}

function clusterOn(builder: RecordBuilder, relation: RelationRow, index: IndexRow): Statement {
  const statement = onTable(
    builder,
    relation,
    `CLUSTER ON ${quoteIdentifier(index.name)}`,
    'after constraints',
  );
  const needs = [address('pg_class', index.oid)];
  if (relation.kind !== 'm') return { ...statement, needs };
  return { ...statement, needs, text: statement.text.replace('TABLE', 'MATERIALIZED VIEW') };
}
