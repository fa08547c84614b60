import { fileURLToPath } from 'node:url';
import type { Import } from '../../core/formats/sql-import/import-postgresql';
import type { ProvenScript } from '../../core/protocol/proof';
import type { ExportReport } from '../../core/protocol/transfer';
import type { Executed } from '../../core/prove/import-by-execution';
import { needsExecution } from '../../core/prove/import-by-execution';
import type { Diagnostic } from '../../core/schema/import-report';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok } from '../../core/std/result';
import type { SqlWork } from '../projects/sql-work';
import type { ProveRequest, RunScriptRequest } from '../prove/requests';
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
  /** The bundle of src/server/prove/run-script.worker.ts, and what it may use. */
  readonly runner: URL;
  readonly runnerLimits: LaneLimits;
  /** Where the build has put the prepared data directory. */
  readonly folder: URL;
  readonly limits: LaneLimits;
  /** What the process may hold in memory, the sandbox included. */
  readonly mostMb: number;
};

/** A process is never used again (`heavy` is 0): each proof gets a database that nobody has touched. */
export const builtProver: Prover = {
  worker: new URL('./workers/prove.mjs', import.meta.url),
  runner: new URL('./workers/run-script.mjs', import.meta.url),
  runnerLimits: { timeMs: 60_000, memoryMb: 1024, waiting: { requests: 10, weight: 64_000_000 }, heavy: 0 },
  folder: new URL('../../public/sandbox/', import.meta.url),
  limits: { timeMs: 120_000, memoryMb: 1024, waiting: { requests: 10, weight: 64_000_000 }, heavy: 0 },
  mostMb: 1_536,
};

/** About what a record weighs as text. */
const charactersPerRecord = 500;

/**
 * Reads, prints and executes SQL in four processes, one for each: whoever exports does not wait for somebody's
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
  const runner = new Lane<RunScriptRequest, Executed>(proving.runner, proving.runnerLimits, {
    tooSlow: `it takes longer than ${proving.runnerLimits.timeMs / 1000} seconds`,
    tooMuchMemory: 'it takes more memory than the sandbox has',
  });
  const folder = fileURLToPath(proving.folder);
  return {
    importSql: async ({ sql, namespaces, idPrefix }, signal) => {
      const target = { sql, namespaces, idPrefix };
      const read = await reader.run({ kind: 'import', ...target }, sql.length, signal);
      if (!read.ok || !needsExecution(read.value)) return read;
      const { ledger, diagnostics } = read.value;
      const request = { ...target, read: { ledger, diagnostics }, folder, mostMb: proving.mostMb };
      return ok(whatIsKnown(read.value, await runner.run(request, sql.length, signal)));
    },
    exportSql: (request) =>
      printer.run({ kind: 'export', ...request }, request.records.length * charactersPerRecord),
    prove: (request) =>
      prover.run(
        { ...request, folder, mostMb: proving.mostMb },
        request.records.length * charactersPerRecord,
      ),
    close: async () => {
      await Promise.all([reader.close(), printer.close(), prover.close(), runner.close()]);
    },
  };
}

/** What running the script has told; else what its text has, and why that is all. */
function whatIsKnown(read: Import, run: Result<Executed, Problem>): Import {
  if (run.ok && run.value.kind === 'executed') return run.value.imported;
  const diagnostic = run.ok && run.value.kind === 'given-up' ? run.value.diagnostic : notExecuted(run);
  return { ...read, diagnostics: [diagnostic, ...read.diagnostics] };
}

function notExecuted(run: Result<Executed, Problem>): Diagnostic {
  const why = run.ok ? '' : `: ${run.problem.detail}`;
  const message = `The script was not run to see what it makes${why}. What its text alone does not tell is missing here.`;
  return { severity: 'warning', code: 'not-executed', message };
}

const importLess =
  'Nothing was imported. Leave the data out (pg_dump --schema-only), or import the script in parts.';
