import type { ExportTarget } from '../../core/formats/export-target';
import type { ProvenScript } from '../../core/protocol/proof';
import type { ExportReport } from '../../core/protocol/transfer';
import type { Diagnostic, ImportCounts, LedgerEntry } from '../../core/schema/import-report';
import type { SchemaRecord } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';

/** What a script came to: records to be written, and an account of everything in it. */
export type ImportedSql = {
  readonly records: readonly SchemaRecord[];
  readonly counts: ImportCounts;
  readonly ledger: readonly LedgerEntry[];
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Reading and writing SQL takes long enough to hold everybody up: it is done beside the event loop. What
 * takes too long or too much memory is refused with `too-large`.
 */
export type SqlWork = {
  /**
   * `namespaces`: those that the project has already, by name; objects in them join them. `idPrefix`: of the
   * ids of the records, all but their last group. `signal`: nobody waits for the answer any more.
   */
  importSql(
    request: {
      readonly sql: string;
      readonly namespaces: Readonly<Record<string, string>>;
      readonly idPrefix: string;
    },
    signal?: AbortSignal,
  ): Promise<Result<ImportedSql, Problem>>;
  exportSql(request: {
    readonly records: readonly SchemaRecord[];
    readonly target: ExportTarget;
  }): Promise<Result<ExportReport, Problem>>;
  /** Executes the design's script on an empty PostgreSQL that is there for nothing else, and compares. */
  prove(request: {
    readonly records: readonly SchemaRecord[];
    readonly version: 14 | 15 | 16 | 17 | 18;
  }): Promise<Result<ProvenScript, Problem>>;
  close(): Promise<void>;
};
