import type { RecordId } from '../../schema/ids';

/** Major versions that the DDL can be written for. */
export const postgresqlVersions = [14, 15, 16, 17, 18] as const;
export type PostgresqlVersion = (typeof postgresqlVersions)[number];

/** What a person can say about an export. All of it may be left out: `defaultExportOptions`. */
export type ExportOptions = {
  readonly version: PostgresqlVersion;
  /** Only what is in these schemas, and what it needs; everything when absent. */
  readonly namespaces?: readonly RecordId[] | undefined;
  /** Only these tables and other objects, and what they need; everything when absent. */
  readonly selection?: readonly RecordId[] | undefined;
  readonly comments: boolean;
  readonly owners: boolean;
  readonly grants: boolean;
  /** IF NOT EXISTS where PostgreSQL has it: for schemas, extensions, sequences, tables and indexes. */
  readonly ifNotExists: boolean;
  /** `concurrently`: indexes in a second file, which locks no table but cannot run in a transaction. */
  readonly indexes: 'inline' | 'concurrently';
  /** `per-table`: a file for each table, and `all.sql` that includes them in their order. */
  readonly layout: 'single' | 'per-table';
};

export const defaultExportOptions: ExportOptions = {
  version: 18,
  comments: true,
  owners: true,
  grants: true,
  ifNotExists: false,
  indexes: 'inline',
  layout: 'single',
};
