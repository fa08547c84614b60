import { exportAuroraDsql } from '../../core/formats/aurora-dsql/export-aurora-dsql';
import { exportPostgresql } from '../../core/formats/postgresql/export-postgresql';
import { importPostgresql } from '../../core/formats/sql-import/import-postgresql';
import { MemoryState } from '../../core/schema/memory-state';
import { ok, refused } from '../../core/std/result';
import { importContext } from './import-context';
import type { ExportAnswer, ExportRequest, ImportAnswer, ImportRequest, SqlRequest } from './requests';

/** Does what is asked, in the process that calls it. What is nested too deeply is refused. */
export async function answerRequest(request: SqlRequest): Promise<ImportAnswer | ExportAnswer> {
  try {
    return request.kind === 'import' ? await readScript(request) : printDesign(request);
  } catch (error) {
    // The stack is at its end: the one error that the input alone brings about.
    if (error instanceof RangeError) return refused(tooDeep);
    throw error;
  }
}

/** Ten times the largest design that a browser is expected to show; what is read here the server has to hold. */
const maxRecords = 100_000;

const tooDeep = {
  code: 'too-large',
  detail: 'An expression is nested too deeply to be read. Nothing was changed. Simplify it and try again.',
} as const;

async function readScript({ sql, ...target }: ImportRequest): Promise<ImportAnswer> {
  const imported = await importPostgresql(sql, importContext(target));
  if (!imported.ok || imported.value.records.length <= maxRecords) return imported;
  const count = imported.value.records.length.toLocaleString('en');
  const detail = `The script makes ${count} tables, columns, keys and so on; at most ${maxRecords.toLocaleString('en')} are possible. Nothing was imported.`;
  return refused({ code: 'too-large', detail });
}

function printDesign({ records, target }: ExportRequest): ExportAnswer {
  const design = MemoryState.from(records);
  if (target.format === 'aurora-dsql') {
    const { sql, report } = exportAuroraDsql(design, target);
    return ok({ sql, report: [...report] });
  }
  const { format: _format, ...options } = target;
  const { sql, files, report } = exportPostgresql(design, options);
  return ok({ sql, ...(files.length > 1 && { files: [...files] }), report: [...report] });
}
