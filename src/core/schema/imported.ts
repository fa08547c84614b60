import type { Diagnostic, ImportCounts, LedgerEntry } from './import-report';
import type { RecordKind } from './kinds';
import type { SchemaRecord } from './record';

/** A schema from elsewhere as records of the model, and what whoever imports it should know. */
export type Imported = {
  /** Complete stored bodies, all of version 1; owners before what belongs to them. */
  readonly records: readonly SchemaRecord[];
  readonly counts: ImportCounts;
  /** What is kept as text or skipped on purpose. */
  readonly ledger: readonly LedgerEntry[];
  readonly diagnostics: readonly Diagnostic[];
};

const countFields: Readonly<Record<keyof ImportCounts, RecordKind>> = {
  namespaces: 'namespace',
  tables: 'table',
  columns: 'column',
  primaryKeys: 'primary-key',
  foreignKeys: 'foreign-key',
  uniques: 'unique',
  checks: 'check',
  indexes: 'index',
  enums: 'enum',
  sequences: 'sequence',
  verbatim: 'verbatim',
};

/** How many records there are of the kinds that a report counts. */
export function countRecords(records: readonly SchemaRecord[]): ImportCounts {
  const entries = Object.entries(countFields).map(([field, kind]) => [
    field,
    records.filter((record) => record.kind === kind).length,
  ]);
  return Object.fromEntries(entries);
}
