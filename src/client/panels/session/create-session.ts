import { toast } from 'sonner';
import { mayEdit } from '../../../core/protocol/project';
import type { Surface } from '../../canvas/surface/types';
import type { OwnPresence } from '../../presence/presence';
import type { ProjectStore } from '../../sync/store-contract';
import { createScene } from '../../view/scene-source';
import { createActivityLog } from '../activity/activity-log';
import { api } from '../api-instance';
import type { Edit } from '../edits/edit';
import { createReview } from '../review/create-review';
import { ToastSlot } from '../ui/toast-slot';
import type { FocusRequest, OpenDialog, ProjectSession, Renaming } from './project-session';
import { undoToast } from './undo-toast';
import { createValueStore } from './value-store';

/** Toasts about one refused edit replace each other: someone who tries again sees one, not a pile. */
const refusalToast = new ToastSlot();

/** Puts together what the parts of a project's page share. `close` lets go of everything but the store. */
export function createSession(
  projectId: string,
  store: ProjectStore,
  tell: (update: OwnPresence) => void,
): { readonly session: ProjectSession; readonly close: () => void } {
  const scene = createScene(store);
  const activity = createActivityLog({
    store,
    read: (page) => api().changes(projectId, page),
  });
  const review = createReview(store);
  const isReadOnly = createValueStore(true);
  const readRole = () => {
    const role = store.status().project?.role;
    isReadOnly.set(role === undefined || !mayEdit(role));
  };
  readRole();
  const stop = store.subscribeStatus(readRole);
  const session: ProjectSession = {
    projectId,
    store,
    scene,
    activity,
    review,
    selection: createValueStore<ReadonlySet<string>>(new Set()),
    following: createValueStore<string | null>(null),
    surface: createValueStore<Surface | null>(null),
    renaming: createValueStore<Renaming | null>(null),
    focus: createValueStore<FocusRequest | null>(null),
    fresh: createValueStore<string | null>(null),
    dialog: createValueStore<OpenDialog>(null),
    offeredSql: createValueStore<string | null>(null),
    isReadOnly,
    tell,
    run: (edit) => run(store, edit),
    // A refused undo comes as a notice, like every other refusal after the fact.
    undo: () => {
      undoToast.dismiss();
      store.undo();
    },
    redo: () => {
      undoToast.dismiss();
      store.redo();
    },
  };
  return {
    session,
    close: () => {
      stop();
      review.dispose();
      activity.dispose();
      scene.dispose();
    },
  };
}

function run(store: ProjectStore, edit: Edit): string | null {
  if (edit.operations.length === 0) return null;
  const result = store.mutate(edit.operations, { label: edit.label });
  if (result.ok) {
    refusalToast.dismiss();
    undoToast.dismiss();
    return null;
  }
  const { detail } = result.problem;
  refusalToast.show(() => toast.error(`Not done: ${edit.label}`, { description: detail }));
  return detail;
}
