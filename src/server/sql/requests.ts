import type { ExportTarget } from '../../core/formats/export-target';
import type { Import } from '../../core/formats/sql-import/import-postgresql';
import type { ExportReport } from '../../core/protocol/transfer';
import type { SchemaRecord } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';

/**
 * A script to read. `namespaces`: ids by name of those that its objects join; `idPrefix`: of the UUIDs of its
 * records, all but their last group.
 */
export type ImportRequest = {
  readonly kind: 'import';
  readonly sql: string;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly idPrefix: string;
};

/** A design to print. */
export type ExportRequest = {
  readonly kind: 'export';
  readonly records: readonly SchemaRecord[];
  readonly target: ExportTarget;
};

/** What a worker is sent, one at a time. */
export type SqlRequest = ImportRequest | ExportRequest;

export type ImportAnswer = Result<Import, Problem>;
export type ExportAnswer = Result<ExportReport, Problem>;
