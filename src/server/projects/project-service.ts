import type { PoolClient } from 'pg';
import type { ExportTarget } from '../../core/formats/export-target';
import type { ChangeLog, LiveChange } from '../../core/protocol/change';
import type { MutationResponse } from '../../core/protocol/mutation';
import type { Differences, ListedProject, Project, Role, Snapshot } from '../../core/protocol/project';
import type { ProvenScript } from '../../core/protocol/proof';
import type { Actor } from '../../core/protocol/records';
import type { RestoreAnswer, RestorePreview } from '../../core/protocol/restore';
import type { ExportReport, ImportReport } from '../../core/protocol/transfer';
import type { ChangeEntry } from '../../core/schema/change';
import type { Buckets } from '../../core/schema/fingerprint-buckets';
import type { Operation } from '../../core/schema/operation';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import type { Outcome } from './outcome';
import type { ThumbnailAnswer } from './thumbnail';

/** A mutation that passed the wire schemas. `id` is the client's: a repeat gets the first answer. */
export type Mutation = { readonly id: string; readonly operations: readonly Operation[] };

/**
 * Everything that can be done with projects, for every door: HTTP, command line, agents.
 * Each call checks the actor's role itself. What the actor may not see is `not-found`.
 * A refusal is returned; only a fault (database gone, bug) throws.
 */
export type ProjectService = {
  createProject(actor: Actor, project: { id?: string; name: string }): Promise<Result<Project, Problem>>;
  listProjects(actor: Actor): Promise<readonly ListedProject[]>;
  listTrash(actor: Actor): Promise<readonly ListedProject[]>;
  getProject(actor: Actor, projectId: string): Promise<Result<Project, Problem>>;
  renameProject(actor: Actor, projectId: string, name: string): Promise<Result<Project, Problem>>;
  deleteProject(actor: Actor, projectId: string): Promise<Result<null, Problem>>;
  restoreProject(actor: Actor, projectId: string): Promise<Result<Project, Problem>>;

  /** The key is in this answer only; stored is its hash. */
  createShareLink(
    actor: Actor,
    projectId: string,
    role: Role,
  ): Promise<Result<{ id: string; key: string }, Problem>>;
  acceptShareLink(actor: Actor, key: string): Promise<Result<{ projectId: string; role: Role }, Problem>>;

  /** One transaction with its audit entry. All or nothing, idempotent by `mutation.id`. */
  commit(actor: Actor, projectId: string, mutation: Mutation): Promise<Result<MutationResponse, Problem>>;
  /** One consistent read. */
  snapshot(actor: Actor, projectId: string): Promise<Result<Snapshot, Problem>>;
  /** The same of the buckets alone that are not as the caller has them. */
  differences(actor: Actor, projectId: string, theirs: Buckets): Promise<Result<Differences, Problem>>;
  /** What a small picture of it needs, unless the caller `knows` its version. */
  thumbnail(
    actor: Actor,
    projectId: string,
    request: { inTrash: boolean; knows: (version: string) => boolean },
  ): Promise<Result<ThumbnailAnswer, Problem>>;
  /** Newest first; `before` is the `next` of the page before. */
  changeLog(
    actor: Actor,
    projectId: string,
    page: { before?: string; limit: number },
  ): Promise<Result<ChangeLog, Problem>>;

  /** Brings the project back to how the change `to` left it, as one edit; idempotent by `id`. */
  restoreTo(
    actor: Actor,
    projectId: string,
    request: { id: string; to: string },
  ): Promise<Result<RestoreAnswer, Problem>>;
  /** What that would do now. */
  previewRestore(actor: Actor, projectId: string, to: string): Promise<Result<RestorePreview, Problem>>;
  /** Takes the change `to` back, whatever its size, unless somebody has built on it; idempotent by `id`. */
  undoChange(
    actor: Actor,
    projectId: string,
    request: { id: string; to: string },
  ): Promise<Result<RestoreAnswer, Problem>>;

  /** PostgreSQL SQL text in. Nothing is imported unless all of it is; `signal` gives up what is not yet. */
  importSql(
    actor: Actor,
    projectId: string,
    request: { id: string; sql: string; onConflict: 'refuse' | 'rename'; signal?: AbortSignal },
  ): Promise<Result<ImportReport, Problem>>;
  exportSql(actor: Actor, projectId: string, target: ExportTarget): Promise<Result<ExportReport, Problem>>;
  /** The same script, executed and compared with the project. */
  prove(
    actor: Actor,
    projectId: string,
    request: { version: 14 | 15 | 16 | 17 | 18 },
  ): Promise<Result<ProvenScript, Problem>>;
};

/** What a stream of one project is told. Each event is serialised once for all its streams. */
export type FeedEvent =
  | {
      readonly kind: 'changes';
      readonly cursor: string;
      readonly changes: readonly LiveChange[];
      readonly json: string;
    }
  | { readonly kind: 'fingerprint'; readonly cursor: string; readonly json: string }
  | { readonly kind: 'presence'; readonly json: string }
  | { readonly kind: 'reload' };

/** Where a reader of the feed goes on who has what the client's snapshot shows of the project. */
export type ReadCursor = (client: PoolClient, projectId: string) => Promise<string>;

/**
 * The live feed: reads the log, never anything else. `subscribe` resumes after the cursor and gives
 * causally complete batches, at least once each; a cursor that is unknown or too old gives `reload`.
 */
/** A change as it stands in the log. */
export type CommittedChange = {
  readonly id: string;
  /** ISO 8601 with microseconds. */
  readonly at: string;
  readonly actor: Actor;
  readonly outcome: Extract<Outcome, { kind: 'applied' }>;
  readonly entries: readonly ChangeEntry[];
};

/** A transaction, the snapshot in which it read all that it read, and what it did in the order of the log. */
export type OwnCommit = {
  readonly projectId: string;
  readonly xid: string;
  /** As `pg_current_snapshot()` prints it. */
  readonly snapshot: string;
  readonly changes: readonly CommittedChange[];
};

export type LiveFeed = {
  /** Refused like every read when the actor may not see the project. The caller closes it. */
  subscribe(
    actor: Actor,
    projectId: string,
    after: string | null,
    deliver: (event: FeedEvent) => void,
  ): Promise<Result<{ close(): void }, Problem>>;
  /**
   * A commit happened: read now instead of at the next poll.
   *
   * @param isRead this feed knows already, by `readBehind` or `tellOwn`; whoever passes the call on may tell others
   */
  wake(projectId: string, isRead?: boolean): void;
  /**
   * Reads on a connection on which COMMIT is on its way, behind it: what is committed there is delivered as
   * soon as it is. Undefined where nobody watches or too much is being read; then `wake` afterwards. Otherwise
   * settles, without failing, when the connection is free.
   */
  readBehind(
    projectId: string,
    client: PoolClient,
    /** `tellOwn` will be called: it is read only where that may not be enough. */
    isToldOf?: boolean,
  ): Promise<void> | undefined;
  /**
   * Tells whoever watches of what this process has just committed, without reading it, where they are told of all
   * that it saw. Gives whether they were; if not the log has to be read.
   *
   * @param client on which it was committed
   */
  tellOwn(client: PoolClient, commit: OwnCommit): boolean;
  readonly readCursor: ReadCursor;
  close(): Promise<void>;
};
