import { z } from 'zod';
import type { ExportTarget } from '../../core/formats/export-target';
import type { ChangeLog } from '../../core/protocol/change';
import { changeLogSchema } from '../../core/protocol/change';
import type { MutationRequest, MutationResponse } from '../../core/protocol/mutation';
import { mutationResponseSchema } from '../../core/protocol/mutation';
import type { PresenceUpdate } from '../../core/protocol/presence';
import type { Differences, ListedProject, Project, Snapshot } from '../../core/protocol/project';
import {
  acceptedShareLinkSchema,
  differencesSchema,
  projectListSchema,
  projectSchema,
  shareLinkSchema,
  snapshotSchema,
} from '../../core/protocol/project';
import type { RestoreAnswer, RestorePreview } from '../../core/protocol/restore';
import { restoredSchema, restorePreviewSchema } from '../../core/protocol/restore';
import type { Thumbnail } from '../../core/protocol/thumbnail';
import { thumbnailSchema } from '../../core/protocol/thumbnail';
import type { ExportReport, ImportReport } from '../../core/protocol/transfer';
import { exportReportSchema, importReportSchema } from '../../core/protocol/transfer';
import type { Buckets } from '../../core/schema/fingerprint-buckets';
import { gzip } from './gzip';
import type { RequesterOptions } from './request';
import { createRequester } from './request';

const healthSchema = z.object({ status: z.literal('ok'), engine: z.string(), version: z.string() });
export type Health = z.infer<typeof healthSchema>;

const meSchema = z.object({ id: z.string(), name: z.string(), color: z.string() });
/** Who the session stands for, as others see them. */
export type Me = z.infer<typeof meSchema>;

/** What may be cancelled says so: aborting rejects with the signal's reason. */
export type Cancellable = { readonly signal?: AbortSignal };

export type ImportOptions = Cancellable & {
  /** Makes a repeat harmless: the same id is imported once. */
  readonly id?: string;
  /** What to do when the project has one of the names: refuse (the default) or rename what comes in. */
  readonly onConflict?: 'refuse' | 'rename';
};

/** The HTTP API of one server. Every method rejects with ApiProblem and nothing else, unless aborted. */
export type Api = {
  health(): Promise<Health>;
  /** Begins a session where there is none. */
  me(): Promise<Me>;
  renameMe(name: string): Promise<Me>;
  createProject(name: string, id?: string): Promise<Project>;
  /** The last edited first. */
  listProjects(): Promise<readonly ListedProject[]>;
  /** What this person can restore, the last deleted first. */
  listTrash(): Promise<readonly ListedProject[]>;
  getProject(projectId: string): Promise<Project>;
  renameProject(projectId: string, name: string): Promise<Project>;
  deleteProject(projectId: string): Promise<void>;
  restoreProject(projectId: string): Promise<Project>;
  snapshot(projectId: string, options?: Cancellable): Promise<Snapshot>;
  /** A snapshot of the buckets alone that are not as here. */
  differences(projectId: string, buckets: Buckets, options?: Cancellable): Promise<Differences>;
  /** What a small picture of it needs; with `inTrash` of a project that this person can restore. */
  thumbnail(projectId: string, options?: Cancellable & { readonly inTrash?: boolean }): Promise<Thumbnail>;
  /** Idempotent by `request.id`: sending it again gives the same answer and changes nothing more. */
  mutate(projectId: string, request: MutationRequest): Promise<MutationResponse>;
  importSql(projectId: string, text: string, options?: ImportOptions): Promise<ImportReport>;
  exportSql(projectId: string, target?: ExportTarget, options?: Cancellable): Promise<string>;
  /** The same DDL with a report of what could not be expressed. */
  exportReport(projectId: string, target?: ExportTarget, options?: Cancellable): Promise<ExportReport>;
  /** The audit log, newest first; `next` of one page is `before` of the following. */
  changes(projectId: string, page?: { before?: string; limit?: number }): Promise<ChangeLog>;
  /** Takes one change back on the server, whatever its size; idempotent by `id`, which the undo has in the log. */
  undoChange(projectId: string, changeId: string, id: string): Promise<RestoreAnswer>;
  /** What bringing the project back to how a change left it would do now. */
  previewRestore(projectId: string, changeId: string, signal?: AbortSignal): Promise<RestorePreview>;
  /** Does it, once per `id`. */
  restoreTo(projectId: string, changeId: string, id: string): Promise<RestoreAnswer>;
  createShareLink(
    projectId: string,
    role: 'editor' | 'commenter' | 'viewer',
  ): Promise<z.infer<typeof shareLinkSchema>>;
  acceptShareLink(key: string): Promise<z.infer<typeof acceptedShareLinkSchema>>;
  presence(projectId: string, update: PresenceUpdate, options?: { keepalive?: boolean }): Promise<void>;
  /** Opens the live stream; sync/event-source reads it. Ends only by `signal` or with the connection. */
  live(
    projectId: string,
    stream: { readonly after: string; readonly clientId?: string | undefined; readonly signal: AbortSignal },
  ): Promise<Response>;
};

/** From this size on a dump is worth compressing. */
const gzipFromLength = 64 * 1024;
const transferTimeoutMs = 180_000;
/** A stream has no end; its silence is watched by whoever reads it. */
const streamTimeoutMs = 2_147_483_647;

const usual: ExportTarget = { format: 'postgresql' };

/** What an export is to be like, as its query has it: ids with commas between them, what is not said left out. */
function exportQuery(target: ExportTarget): Record<string, string> {
  const given = Object.entries(target).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

const restorePath = (changeId: string) => `/changes/${encodeURIComponent(changeId)}/restore`;

/** Binds the API to a server. In a page nothing is needed; programs give the origin and their headers. */
export function createApi(options: RequesterOptions = {}): Api {
  const { send, json } = createRequester(options);
  const projectPath = (projectId: string, rest = '') => `/projects/${encodeURIComponent(projectId)}${rest}`;
  return {
    health: () => json('/health', healthSchema),
    me: () => json('/me', meSchema, { method: 'PATCH', json: {} }),
    renameMe: (name) => json('/me', meSchema, { method: 'PATCH', json: { name } }),
    createProject: (name, id) =>
      json('/projects', projectSchema, { method: 'POST', json: id === undefined ? { name } : { id, name } }),
    listProjects: async () => (await json('/projects', projectListSchema)).projects,
    listTrash: async () =>
      (await json('/projects', projectListSchema, { query: { trash: 'true' } })).projects,
    getProject: (projectId) => json(projectPath(projectId), projectSchema),
    renameProject: (projectId, name) =>
      json(projectPath(projectId), projectSchema, { method: 'PATCH', json: { name } }),
    deleteProject: async (projectId) => {
      await send(projectPath(projectId), { method: 'DELETE' });
    },
    restoreProject: (projectId) =>
      json(projectPath(projectId, '/restore'), projectSchema, { method: 'POST' }),
    snapshot: (projectId, { signal } = {}) =>
      json(projectPath(projectId, '/snapshot'), snapshotSchema, { signal, timeoutMs: 60_000 }),
    differences: (projectId, buckets, { signal } = {}) =>
      json(projectPath(projectId, '/snapshot/differences'), differencesSchema, {
        method: 'POST',
        json: { buckets },
        signal,
      }),
    thumbnail: (projectId, { signal, inTrash = false } = {}) =>
      json(projectPath(projectId, '/thumbnail'), thumbnailSchema, {
        query: inTrash ? { trash: 'true' } : {},
        signal,
      }),
    mutate: (projectId, request) =>
      json(projectPath(projectId, '/mutations'), mutationResponseSchema, { method: 'POST', json: request }),
    importSql: async (projectId, text, { signal, onConflict, id } = {}) => {
      const plain = {
        'content-type': 'text/plain; charset=utf-8',
        ...(id === undefined ? {} : { 'idempotency-key': id }),
      };
      const small = text.length < gzipFromLength;
      return json(projectPath(projectId, '/import'), importReportSchema, {
        method: 'POST',
        query: { format: 'postgresql', onConflict: onConflict === 'rename' ? 'rename' : undefined },
        body: small ? text : await gzip(text),
        headers: small ? plain : { ...plain, 'content-encoding': 'gzip' },
        signal,
        timeoutMs: transferTimeoutMs,
      });
    },
    exportSql: async (projectId, target = usual, { signal } = {}) => {
      const query = exportQuery(target);
      const path = projectPath(projectId, '/export');
      return (await send(path, { query, signal, timeoutMs: transferTimeoutMs })).text();
    },
    exportReport: (projectId, target = usual, { signal } = {}) =>
      json(projectPath(projectId, '/export'), exportReportSchema, {
        query: { ...exportQuery(target), report: 'json' },
        signal,
        timeoutMs: transferTimeoutMs,
      }),
    changes: (projectId, page = {}) =>
      json(projectPath(projectId, '/changes'), changeLogSchema, { query: page }),
    previewRestore: (projectId, changeId, signal) =>
      json(projectPath(projectId, restorePath(changeId)), restorePreviewSchema, {
        signal,
        timeoutMs: transferTimeoutMs,
      }),
    restoreTo: (projectId, changeId, id) =>
      json(projectPath(projectId, restorePath(changeId)), restoredSchema, {
        method: 'POST',
        json: { id },
        timeoutMs: transferTimeoutMs,
      }),
    undoChange: (projectId, changeId, id) =>
      json(projectPath(projectId, `/changes/${encodeURIComponent(changeId)}/undo`), restoredSchema, {
        method: 'POST',
        json: { id },
        timeoutMs: transferTimeoutMs,
      }),
    createShareLink: (projectId, role) =>
      json(projectPath(projectId, '/share-links'), shareLinkSchema, { method: 'POST', json: { role } }),
    acceptShareLink: (key) =>
      json(`/share-links/${encodeURIComponent(key)}/accept`, acceptedShareLinkSchema, { method: 'POST' }),
    presence: async (projectId, update, { keepalive = false } = {}) => {
      await send(projectPath(projectId, '/presence'), { method: 'PUT', json: update, keepalive });
    },
    live: (projectId, { after, clientId, signal }) =>
      send(projectPath(projectId, '/live'), {
        query: { after, clientId },
        headers: { accept: 'text/event-stream', 'last-event-id': after },
        signal,
        timeoutMs: streamTimeoutMs,
      }),
  };
}
