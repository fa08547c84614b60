import { exportPostgresql } from '../../core/formats/postgresql/export-postgresql';
import { importPostgresql } from '../../core/formats/sql-import/import-postgresql';
import { MemoryState } from '../../core/schema/memory-state';
import { scopes } from '../../core/schema/names';
import { ok, refused } from '../../core/std/result';
import type { ExportAnswer, ExportRequest, ImportAnswer, ImportRequest, SqlRequest } from './requests';

/** Does what is asked, in the thread that calls it. What is nested too deeply is refused. */
export async function answerRequest(request: SqlRequest): Promise<ImportAnswer | ExportAnswer> {
  try {
    return request.kind === 'import' ? await readScript(request) : printDesign(request);
  } catch (error) {
    // The stack is at its end: the one error that the input alone brings about.
    if (error instanceof RangeError) return refused(tooDeep);
    throw error;
  }
}

const tooDeep = {
  code: 'too-large',
  detail: 'An expression is nested too deeply to be read. Nothing was changed. Simplify it and try again.',
} as const;

function readScript({ sql, namespaces, idPrefix }: ImportRequest): Promise<ImportAnswer> {
  const holder = (scope: string, name: string) =>
    // A schema may be called "constructor", which every object seems to have.
    scope === scopes.namespaces && Object.hasOwn(namespaces, name) ? namespaces[name] : undefined;
  let minted = 0;
  const mintId = () => {
    minted += 1;
    return idPrefix + minted.toString(16).padStart(12, '0');
  };
  return importPostgresql(sql, { mintId, existing: { holder } });
}

function printDesign({ records, version }: ExportRequest): ExportAnswer {
  const { sql, report } = exportPostgresql(MemoryState.from(records), { version });
  return ok({ sql, report: [...report] });
}
