'use client';
import { useCallback } from 'react';
import { toast } from 'sonner';
import { isLive } from '../../../core/schema/record';
import { deletionParts, inSteps } from '../edits/deletion-parts';
import { deleteRecords } from '../edits/table-edits';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { undoToast } from '../session/undo-toast';

/**
 * Deletes at once, with what relies on it, and says so with a way back. Never asks first. More than one edit can
 * take goes in several, which the way back takes all.
 */
export function deleteWithToast(session: ProjectSession, ids: readonly string[]): void {
  const whole = deleteRecords(session.store.state(), ids);
  const before = session.selection.get();
  const parents = new Map(ids.map((id) => [id, session.store.state().get(id)?.parentId ?? null]));
  let steps = 0;
  for (const part of deletionParts(session.store.state(), ids)) {
    // Some of it may have gone with a part before.
    const edit = deleteRecords(session.store.state(), part);
    if (edit.operations.length === 0) continue;
    if (session.run(edit) !== null) break;
    steps += 1;
  }
  if (steps === 0) return;
  session.selection.set(remaining(session, before, parents));
  const undo = () => {
    for (let step = 0; step < steps; step += 1) session.undo();
  };
  undoToast.show(() =>
    toast(whole.summary, {
      ...(steps > 1 && { description: inSteps(steps) }),
      action: { label: 'Undo', onClick: undo },
    }),
  );
}

/** What stays selected: what is still there, and for part of a table that is gone the table. */
function remaining(
  session: ProjectSession,
  selected: ReadonlySet<string>,
  parents: ReadonlyMap<string, string | null>,
): ReadonlySet<string> {
  const state = session.store.state();
  const stays = [...selected].flatMap((id) => {
    if (isLive(state.get(id))) return [id];
    const table = state.live(parents.get(id) ?? '', 'table');
    return table ? [table.id] : [];
  });
  return new Set(stays);
}

export function useDelete(): (ids: readonly string[]) => void {
  const session = useSession();
  return useCallback((ids) => deleteWithToast(session, ids), [session]);
}
