import type { Import } from '../../core/formats/sql-import/import-postgresql';
import type { ExportReport } from '../../core/protocol/transfer';
import type { SqlWork } from '../projects/sql-work';
import type { LaneLimits } from '../sql/lane';
import { Lane } from '../sql/lane';
import type { ExportRequest, ImportRequest } from '../sql/requests';

/** Where `npm run build` puts the worker: beside the bundle of the server, which this file is part of. */
const builtWorker = new URL('./workers/sql.mjs', import.meta.url);

/** See docs/spec/transfer.md. */
export const sqlLimits: LaneLimits = {
  timeMs: 60_000,
  memoryMb: 1024,
  waiting: { requests: 50, weight: 128_000_000 },
  heavy: 4_000_000,
};

/** About what a record weighs as text. */
const charactersPerRecord = 500;

/**
 * Reads and prints SQL in two processes, one for each: whoever exports does not wait for somebody's import of
 * thousands of tables. See docs/spec/transfer.md for the limits.
 *
 * @param worker the bundle of src/server/sql/sql.worker.ts
 */
export function createSqlWork(worker: URL = builtWorker, limits: LaneLimits = sqlLimits): SqlWork {
  const reader = new Lane<ImportRequest, Import>(worker, limits, {
    tooSlow: `Reading the script took longer than ${limits.timeMs / 1000} seconds and was given up. ${importLess}`,
    tooMuchMemory: `Reading the script took more memory than the server has for it. ${importLess}`,
  });
  const printer = new Lane<ExportRequest, ExportReport>(worker, limits, {
    tooSlow: `Printing the schema took longer than ${limits.timeMs / 1000} seconds and was given up.`,
    tooMuchMemory: 'Printing the schema took more memory than the server has for it.',
  });
  return {
    importSql: ({ sql, namespaces, idPrefix }, signal) =>
      reader.run({ kind: 'import', sql, namespaces, idPrefix }, sql.length, signal),
    exportSql: (request) =>
      printer.run({ kind: 'export', ...request }, request.records.length * charactersPerRecord),
    close: async () => {
      await Promise.all([reader.close(), printer.close()]);
    },
  };
}

const importLess =
  'Nothing was imported. Leave the data out (pg_dump --schema-only), or import the script in parts.';
