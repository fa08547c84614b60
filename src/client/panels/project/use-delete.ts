'use client';
import { useCallback } from 'react';
import { toast } from 'sonner';
import { deleteRecords } from '../edits/table-edits';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';

/** Deletes at once, with what relies on it, and says so with a way back. Never asks first. */
export function deleteWithToast(session: ProjectSession, ids: readonly string[]): void {
  const edit = deleteRecords(session.store.state(), ids);
  if (edit.operations.length === 0 || session.run(edit) !== null) return;
  const rest = [...session.selection.get()].filter(
    (id) => session.store.state().get(id) && !ids.includes(id),
  );
  session.selection.set(new Set(rest));
  toast(edit.summary, { action: { label: 'Undo', onClick: () => session.undo() } });
}

export function useDelete(): (ids: readonly string[]) => void {
  const session = useSession();
  return useCallback((ids) => deleteWithToast(session, ids), [session]);
}
