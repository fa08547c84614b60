'use client';
import { createContext, use } from 'react';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { Surface } from '../../canvas/surface/types';
import type { OwnPresence } from '../../presence/presence';
import type { ProjectStore } from '../../sync/store-contract';
import type { Scene } from '../../view/scene-source';
import type { ActivityLog } from '../activity/activity-log';
import type { Edit } from '../edits/edit';
import type { CommitProblem } from '../fields/use-committed-text';
import type { ProjectReview } from '../review/create-review';
import type { ValueStore } from './value-store';

/** One window over the project at a time. */
export type OpenDialog = 'import' | 'export' | 'share' | 'palette' | 'shortcuts' | null;

/** `exclusion` and `partition`: where one is added. */
type FocusField = 'name' | 'type' | 'text' | 'exclusion' | 'partition';

/** A field of the inspector that shall take the focus as soon as it is there. */
export type FocusRequest = { readonly recordId: string; readonly field: FocusField };

/** What is renamed in place on the canvas; `isNew` when it has just been made, so that Enter makes the next. */
export type Renaming = { readonly id: string; readonly isNew: boolean };

/** An open project and what the parts of its page share. The object never changes; what it holds tells. */
export type ProjectSession = {
  readonly projectId: string;
  readonly store: ProjectStore;
  readonly scene: Scene;
  /** Who changed what; read when somebody asks. */
  readonly activity: ActivityLog;
  /** What could be better in the design. */
  readonly review: ProjectReview;
  /** Ids of the selected tables, columns and foreign keys. */
  readonly selection: ValueStore<ReadonlySet<string>>;
  /** The account whose view this one goes along with. */
  readonly following: ValueStore<string | null>;
  /** The canvas, once it stands. */
  readonly surface: ValueStore<Surface | null>;
  readonly renaming: ValueStore<Renaming | null>;
  readonly focus: ValueStore<FocusRequest | null>;
  /** The column that was just added and has no name of its own yet: Escape takes it away again. */
  readonly fresh: ValueStore<string | null>;
  readonly dialog: ValueStore<OpenDialog>;
  /** SQL that waits in the window of the import, to be looked at before it is brought in. */
  readonly offeredSql: ValueStore<string | null>;
  /** Nobody may edit who only views. */
  readonly isReadOnly: ValueStore<boolean>;
  /** Tells the others where I am, what I select and what I drag; merged and thinned out before it is sent. */
  readonly tell: (update: OwnPresence) => void;
  /** Does an edit: seen at once, sent in the background. A refusal is shown as a toast and given back. */
  run(edit: Edit): CommitProblem;
  /** Takes back this person's last edit, or does it again; says so when it cannot. */
  undo(): void;
  redo(): void;
};

const SessionContext = createContext<ProjectSession | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The project that this page shows. */
export function useSession(): ProjectSession {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession outside of a project page');
  return session;
}

/** What components read: the state with its pending edits. */
export type Derive<Key, Value> = (state: MemoryState, key: Key) => Value;
