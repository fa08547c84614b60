import type { LiveChange } from '../../core/protocol/change';
import type { Person, PresenceEvent } from '../../core/protocol/presence';
import type { Project } from '../../core/protocol/project';
import type { RecordId } from '../../core/schema/ids';
import type { MemoryState } from '../../core/schema/memory-state';
import type { Operation } from '../../core/schema/operation';
import type { Problem, ProblemDocument } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import type { Api } from '../api/api';
import type { ConnectionState } from './connection-state';
import { initialConnection } from './connection-state';
import type { OpenStream } from './event-source';
import type { Notice } from './notices';
import type { OutcomeList } from './outcomes';
import type { PendingStorage } from './pending-storage';
import type { ChangedRecords } from './record-listeners';
import type { Scheduler } from './scheduler';

/** What the network adapter of the machine says; a hint, see connection-state. */
export type NetworkHint = { subscribe(listener: (online: boolean) => void): () => void };

export type ProjectStoreOptions = {
  readonly projectId: string;
  readonly api: Pick<Api, 'snapshot' | 'differences' | 'mutate' | 'live' | 'undoChange'>;
  /** Mints mutation ids. */
  readonly uuid: () => string;
  /** In [0, 1): jitter, so that clients do not come back in step. */
  readonly random?: () => number;
  readonly scheduler?: Scheduler;
  readonly storage?: PendingStorage;
  readonly network?: NetworkHint;
  /** The caller's account, when it is known; otherwise it is learnt from presence or the first own change. */
  readonly me?: string;
  /** This tab, as presence knows it: an open stream then shows that it is here. */
  readonly clientId?: string;
  /** How the stream is opened; by `api.live` unless a test says otherwise. */
  readonly open?: OpenStream;
};

/** A value that is replaced, never changed, whenever something in it does. */
export type StoreStatus = {
  readonly connection: ConnectionState;
  readonly project: Project | null;
  /** Edits without an answer. 0 and live: everything is saved. */
  readonly pendingCount: number;
  /** When the last edit was confirmed; milliseconds since the epoch. */
  readonly lastSaved: number | null;
  /** Of what is shown, pending edits included; null while it is counted. */
  readonly fingerprintShown: string | null;
  /** What the server said last. */
  readonly fingerprintServer: string | null;
  /** Whether the last comparison at one cursor found both equal; null before the first. */
  readonly fingerprintsAgree: boolean | null;
  readonly reloads: number;
  /** How often something happened that must not: a fingerprint that differs, an own edit that got lost. */
  readonly bugs: number;
  readonly storageFailed: boolean;
  /** Why the last request to load or to listen failed; null once it is live. */
  readonly trouble: ProblemDocument | null;
  /** What undo and redo would take back, by label; null when there is nothing. */
  readonly canUndo: string | null;
  readonly canRedo: string | null;
};

export const initialStatus: StoreStatus = {
  connection: initialConnection,
  project: null,
  pendingCount: 0,
  lastSaved: null,
  fingerprintShown: null,
  fingerprintServer: null,
  fingerprintsAgree: null,
  reloads: 0,
  bugs: 0,
  storageFailed: false,
  trouble: null,
  canUndo: null,
  canRedo: null,
};

export type MutateOptions = {
  /** What a person would call it: `Rename table orders`. */
  readonly label?: string;
  /** False for what is no edit of its own, such as a first layout. */
  readonly undoable?: boolean;
};

/** One project in one tab: its state, edits to it, and how they fare. Methods may be passed around alone. */
export type ProjectStore = {
  /** What is shown. The object stays the same until a reload; its content moves: subscribe. */
  readonly state: () => MemoryState;
  readonly subscribe: (listener: (changed: ChangedRecords) => void) => () => void;
  readonly subscribeRecord: (id: RecordId, listener: () => void) => () => void;
  /**
   * Shows the edit at once and sends it. Refused here when the rules refuse it on what is shown: nothing is
   * sent then. The server may still refuse it, which comes as a notice. Gives the mutation's id.
   */
  readonly mutate: (operations: readonly Operation[], options?: MutateOptions) => Result<string, Problem>;
  /** Sets one field, as the Restore button of a notice does. */
  readonly restore: (recordId: RecordId, field: string, value: unknown) => Result<string, Problem>;
  /** Lets an edit of mine that the server makes, such as an import of this id, be taken back once the stream brings it. */
  readonly adopt: (id: string, label: string) => void;
  /** Takes back my last edit; refused, also as a notice, when somebody has built on it. */
  readonly undo: () => Result<string, Problem>;
  readonly redo: () => Result<string, Problem>;
  /** What became of own edits that waited or met those of others. */
  readonly outcomes: OutcomeList;
  readonly status: () => StoreStatus;
  readonly subscribeStatus: (listener: (status: StoreStatus) => void) => () => void;
  readonly subscribeNotices: (listener: (notice: Notice) => void) => () => void;
  /** What the stream brings, of everybody and as it was accepted, once it is shown; some may come twice. */
  readonly subscribeChanges: (listener: (changes: readonly LiveChange[]) => void) => () => void;
  /** Everybody who is here, this tab included. */
  readonly people: () => readonly Person[];
  /** The same, with what the server says about presence itself. */
  readonly presence: () => PresenceEvent;
  readonly subscribePeople: (listener: (event: PresenceEvent) => void) => () => void;
  /** Resolves when everything made so far is kept for the next start, or could not be. */
  readonly kept: () => Promise<void>;
  /** To be called when the page goes: keeps what is pending at once. */
  readonly keepNow: () => void;
  readonly start: () => void;
  /** Stops to listen and to send. What is pending stays kept and is sent after the next start. */
  readonly stop: () => void;
};
