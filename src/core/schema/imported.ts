import type { Diagnostic, ImportCounts, LedgerEntry } from './import-report';
import type { RecordKind } from './kinds';
import type { SchemaRecord } from './record';
import { isKind } from './record';

/** A schema from elsewhere as records of the model, and what whoever imports it should know. */
export type Imported = {
  /** Complete stored bodies, all of version 1; owners before what belongs to them. */
  readonly records: readonly SchemaRecord[];
  readonly counts: ImportCounts;
  /** What is kept as text or skipped on purpose. */
  readonly ledger: readonly LedgerEntry[];
  readonly diagnostics: readonly Diagnostic[];
};

const countFields: Readonly<Record<Exclude<keyof ImportCounts, 'partitions'>, RecordKind>> = {
  namespaces: 'namespace',
  tables: 'table',
  columns: 'column',
  primaryKeys: 'primary-key',
  foreignKeys: 'foreign-key',
  uniques: 'unique',
  checks: 'check',
  exclusions: 'exclusion',
  indexes: 'index',
  enums: 'enum',
  domains: 'domain',
  compositeTypes: 'composite',
  rangeTypes: 'range',
  sequences: 'sequence',
  verbatim: 'verbatim',
};

/** How many records there are of the kinds that a report counts. */
export function countRecords(records: readonly SchemaRecord[]): ImportCounts {
  const byKind = new Map<RecordKind, number>();
  let partitions = 0;
  for (const record of records) {
    byKind.set(record.kind, (byKind.get(record.kind) ?? 0) + 1);
    if (isKind(record, 'table') && record.body.partitionOf) partitions++;
  }
  const entries = Object.entries(countFields).map(([field, kind]) => [field, byKind.get(kind) ?? 0]);
  return { ...Object.fromEntries(entries), partitions };
}
