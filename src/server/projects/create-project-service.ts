import type { Engine } from '../storage/engine';
import { commit } from './commit';
import { GroupedEdits } from './grouped-edits';
import { importSql } from './import-sql';
import type { LiveFeed, ProjectService } from './project-service';
import {
  acceptShareLink,
  createProject,
  createShareLink,
  deleteProject,
  getProject,
  listProjects,
  listTrash,
  renameProject,
  restoreProject,
} from './projects';
import { previewRestore, restoreTo, undoChange } from './restore';
import { readChangeLog, readDifferences, readMemoryState, readProject } from './snapshot';
import type { SqlWork } from './sql-work';
import { readThumbnail } from './thumbnail';

/** Puts the service together. With or after each commit of this process the feed reads. */
export function createProjectService(
  { pool, capabilities }: Pick<Engine, 'pool' | 'capabilities'>,
  feed: Pick<LiveFeed, 'wake' | 'readBehind' | 'tellOwn' | 'readCursor'>,
  sql: SqlWork,
): ProjectService {
  const edits = capabilities.rowLocks ? new GroupedEdits() : undefined;
  return {
    createProject: (actor, project) => createProject(pool, actor, project),
    listProjects: (actor) => listProjects(pool, actor),
    listTrash: (actor) => listTrash(pool, actor),
    getProject: (actor, id) => getProject(pool, actor, id),
    renameProject: (actor, id, name) => renameProject(pool, actor, id, name),
    deleteProject: (actor, id) => deleteProject(pool, actor, id),
    restoreProject: (actor, id) => restoreProject(pool, actor, id),
    createShareLink: (actor, id, role) => createShareLink(pool, actor, id, role),
    acceptShareLink: (actor, key) => acceptShareLink(pool, actor, key),
    snapshot: (actor, id) => readProject(pool, actor, id, feed.readCursor),
    differences: (actor, id, theirs) => readDifferences(pool, actor, id, theirs, feed.readCursor),
    thumbnail: (actor, id, request) => readThumbnail(pool, actor, id, request),
    changeLog: (actor, id, page) => readChangeLog(pool, actor, id, page),
    commit: (actor, projectId, mutation) => commit(pool, { actor, projectId, mutation }, { feed, edits }),
    async restoreTo(actor, projectId, request) {
      const restored = await restoreTo(pool, actor, projectId, request);
      if (restored.ok) feed.wake(projectId);
      return restored;
    },
    async undoChange(actor, projectId, request) {
      const undone = await undoChange(pool, actor, projectId, request);
      if (undone.ok) feed.wake(projectId);
      return undone;
    },
    previewRestore: (actor, projectId, to) => previewRestore(pool, actor, projectId, to),
    async importSql(actor, projectId, request) {
      const report = await importSql(pool, sql, actor, projectId, request);
      if (report.ok) feed.wake(projectId);
      return report;
    },
    async exportSql(actor, projectId, target) {
      const state = await readMemoryState(pool, actor, projectId);
      if (!state.ok) return state;
      return sql.exportSql({ records: [...state.value.records()], target });
    },
    async prove(actor, projectId, { version }) {
      const state = await readMemoryState(pool, actor, projectId);
      if (!state.ok) return state;
      return sql.prove({ records: [...state.value.records()], version });
    },
  };
}
