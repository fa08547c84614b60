import type { Pool } from 'pg';
import type { Role } from '../../core/protocol/project';
import { mayEdit } from '../../core/protocol/project';
import type { Actor } from '../../core/protocol/records';
import type { ImportReport } from '../../core/protocol/transfer';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import { withRetry } from '../storage/with-retry';
import { projectNotFound } from './commit';
import type { ImportRequest } from './import-ids';
import { importPrefix } from './import-ids';
import { importPieces, takenNames, withFreeNames } from './import-plan';
import type { Outcome } from './outcome';
import { readMemoryState } from './snapshot';
import type { SqlWork } from './sql-work';
import { writePieces } from './stage';

type HeadRow = {
  readonly state: string;
  readonly role: Role | null;
  readonly request_hash: string | null;
  readonly outcome: string | null;
  readonly body: string | null;
};

/** Reads a script and writes what it comes to, all or nothing. A repeat of a request is told what the first was. */
export async function importSql(
  pool: Pool,
  sql: SqlWork,
  actor: Actor,
  projectId: string,
  request: ImportRequest,
): Promise<Result<ImportReport, Problem>> {
  const prefix = importPrefix(projectId, request);
  const begun = await receiptOf(pool, actor, projectId, request.id, prefix);
  if (!begun.ok) return begun;
  const project = await readMemoryState(pool, actor, projectId);
  if (!project.ok) return project;
  const namespaces = namespacesBefore(project.value, prefix);
  const imported = await sql.importSql({ sql: request.sql, namespaces, idPrefix: prefix }, request.signal);
  if (!imported.ok) return imported;
  const { counts, ledger, diagnostics } = imported.value;
  const report = { counts, ledger: [...ledger], diagnostics: [...diagnostics] };
  if (begun.value === 'written') return ok(report);
  const records = fitting(imported.value.records, project.value, request.onConflict);
  if (!records.ok) return records;
  const pieces = importPieces(records.value);
  if (pieces.length === 0) return ok(report);
  const written = await writePieces(
    pool,
    { actor, projectId, id: request.id, prefix, signal: request.signal },
    pieces,
  );
  return written.ok ? ok(report) : written;
}

/** Whether an import of this id is there already; refuses who may not edit before anything is read. */
async function receiptOf(
  pool: Pool,
  actor: Actor,
  projectId: string,
  id: string,
  prefix: string,
): Promise<Result<'new' | 'written', Problem>> {
  const { value: head } = await withRetry(pool, async (client) => {
    // It locks the project, so somebody who freezes or deletes it at that moment is met.
    const { rows } = await client.query<HeadRow>(statements.head, [projectId, actor.id, id]);
    return rows[0];
  });
  if (!head?.role || head.state === 'deleted') return refused(projectNotFound(projectId));
  if (!mayEdit(head.role)) {
    const detail = `A ${head.role} can look but not import. Ask the owner to make you an editor.`;
    return refused({ code: 'read-only-role', detail });
  }
  if (head.outcome === null) return ok('new');
  const outcome: Outcome = JSON.parse(head.outcome);
  // The pipeline answers a repeat of what it refused.
  if (outcome.kind === 'refused') return ok('new');
  const isSame = head.request_hash === prefix || (head.body ?? '').includes(prefix);
  if (isSame) return ok('written');
  const detail = 'This Idempotency-Key was used for another request. Mint a new one for each.';
  return refused({ code: 'id-reused', detail });
}

/** The namespaces that the script joins: those of the project, but for what this very import made of them. */
function namespacesBefore(project: MemoryState, prefix: string): Readonly<Record<string, string>> {
  const others = project.ofKind('namespace').filter(({ id }) => !id.startsWith(prefix));
  return Object.fromEntries(others.map(({ id, body }) => [body.name, id]));
}

function fitting(
  records: readonly SchemaRecord[],
  project: MemoryState,
  onConflict: 'refuse' | 'rename',
): Result<readonly SchemaRecord[], Problem> {
  if (onConflict === 'rename') return ok(withFreeNames(records, project));
  const names = [...new Set(takenNames(records, project).map((claim) => claim.name))].sort();
  if (names.length === 0) return ok(records);
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return refused({
    code: 'name-taken',
    names,
    detail: `The project has ${shown}${more} already. Nothing was imported. Import under other names, or rename yours first.`,
  });
}
