import { fileURLToPath } from 'node:url';
import type { Import } from '../../core/formats/sql-import/import-postgresql';
import type { ProvenScript } from '../../core/protocol/proof';
import type { ExportReport } from '../../core/protocol/transfer';
import type { SqlWork } from '../projects/sql-work';
import type { ProveRequest } from '../prove/requests';
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

/** What proofs are made with: the bundle of src/server/prove/prove.worker.ts, and its data. */
export type Prover = {
  readonly worker: URL;
  /** Where the build has put the prepared data directory. */
  readonly folder: URL;
  readonly limits: LaneLimits;
  /** What the process may hold in memory, the sandbox included. */
  readonly mostMb: number;
};

/** A process is never used again (`heavy` is 0): each proof gets a database that nobody has touched. */
export const builtProver: Prover = {
  worker: new URL('./workers/prove.mjs', import.meta.url),
  folder: new URL('../../public/sandbox/', import.meta.url),
  limits: { timeMs: 120_000, memoryMb: 1024, waiting: { requests: 10, weight: 64_000_000 }, heavy: 0 },
  mostMb: 1_536,
};

/** About what a record weighs as text. */
const charactersPerRecord = 500;

/**
 * Reads, prints and executes SQL in three processes, one for each: whoever exports does not wait for somebody's
 * import of thousands of tables. See docs/spec/transfer.md and docs/spec/prove.md for the limits.
 *
 * @param worker the bundle of src/server/sql/sql.worker.ts
 */
export function createSqlWork(
  worker: URL = builtWorker,
  limits: LaneLimits = sqlLimits,
  proving: Prover = builtProver,
): SqlWork {
  const reader = new Lane<ImportRequest, Import>(worker, limits, {
    tooSlow: `Reading the script took longer than ${limits.timeMs / 1000} seconds and was given up. ${importLess}`,
    tooMuchMemory: `Reading the script took more memory than the server has for it. ${importLess}`,
  });
  const printer = new Lane<ExportRequest, ExportReport>(worker, limits, {
    tooSlow: `Printing the schema took longer than ${limits.timeMs / 1000} seconds and was given up.`,
    tooMuchMemory: 'Printing the schema took more memory than the server has for it.',
  });
  const prover = new Lane<ProveRequest, ProvenScript>(proving.worker, proving.limits, {
    tooSlow: `Executing the script took longer than ${proving.limits.timeMs / 1000} seconds and was given up. Look for a statement that does not end.`,
    tooMuchMemory: 'Executing the script took more memory than the sandbox has.',
  });
  const folder = fileURLToPath(proving.folder);
  return {
    importSql: ({ sql, namespaces, idPrefix }, signal) =>
      reader.run({ kind: 'import', sql, namespaces, idPrefix }, sql.length, signal),
    exportSql: (request) =>
      printer.run({ kind: 'export', ...request }, request.records.length * charactersPerRecord),
    prove: (request) =>
      prover.run(
        { ...request, folder, mostMb: proving.mostMb },
        request.records.length * charactersPerRecord,
      ),
    close: async () => {
      await Promise.all([reader.close(), printer.close(), prover.close()]);
    },
  };
}

const importLess =
  'Nothing was imported. Leave the data out (pg_dump --schema-only), or import the script in parts.';
