import type { Pool } from 'pg';
import type { Actor } from '../../core/protocol/records';
import type { ImportReport } from '../../core/protocol/transfer';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { commit } from './commit';
import { importPieces, takenNames, withFreeNames } from './import-plan';
import type { LiveFeed, ProjectService } from './project-service';
import {
  acceptShareLink,
  createProject,
  createShareLink,
  deleteProject,
  getProject,
  listProjects,
  renameProject,
} from './projects';
import { readChangeLog, readMemoryState, readProject } from './snapshot';
import type { SqlWork } from './sql-work';
import { writePieces } from './stage';

/** Puts the service together. After each commit of this process the feed is woken. */
export function createProjectService(pool: Pool, feed: Pick<LiveFeed, 'wake'>, sql: SqlWork): ProjectService {
  return {
    createProject: (actor, project) => createProject(pool, actor, project),
    listProjects: (actor) => listProjects(pool, actor),
    getProject: (actor, id) => getProject(pool, actor, id),
    renameProject: (actor, id, name) => renameProject(pool, actor, id, name),
    deleteProject: (actor, id) => deleteProject(pool, actor, id),
    createShareLink: (actor, id, role) => createShareLink(pool, actor, id, role),
    acceptShareLink: (actor, key) => acceptShareLink(pool, actor, key),
    snapshot: (actor, id) => readProject(pool, actor, id),
    changeLog: (actor, id, page) => readChangeLog(pool, actor, id, page),
    async commit(actor, projectId, mutation) {
      const answer = await commit(pool, { actor, projectId, mutation });
      if (answer.ok) feed.wake(projectId);
      return answer;
    },
    async importSql(actor, projectId, request) {
      const report = await importSql(pool, sql, actor, projectId, request);
      if (report.ok) feed.wake(projectId);
      return report;
    },
    async exportSql(actor, projectId, { version }) {
      const state = await readMemoryState(pool, actor, projectId);
      if (!state.ok) return state;
      return sql.exportSql({ records: [...state.value.records()], version });
    },
  };
}

async function importSql(
  pool: Pool,
  sql: SqlWork,
  actor: Actor,
  projectId: string,
  request: { readonly id: string; readonly sql: string; readonly onConflict: 'refuse' | 'rename' },
): Promise<Result<ImportReport, Problem>> {
  const project = await readMemoryState(pool, actor, projectId);
  if (!project.ok) return project;
  const namespaces = Object.fromEntries(
    project.value.ofKind('namespace').map((namespace) => [namespace.body.name, namespace.id]),
  );
  const imported = await sql.importSql({ sql: request.sql, namespaces });
  if (!imported.ok) return imported;
  const { counts, ledger, diagnostics } = imported.value;
  const records = fitting(imported.value.records, project.value, request.onConflict);
  if (!records.ok) return records;
  const pieces = importPieces(records.value);
  if (pieces.length > 0) {
    const written = await writePieces(pool, { actor, projectId, id: request.id }, pieces);
    if (!written.ok) return written;
  }
  return ok({ counts, ledger: [...ledger], diagnostics: [...diagnostics] });
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
