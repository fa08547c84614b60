import type { MemoryState } from '../../../core/schema/memory-state';
import type { Edit } from '../edits/edit';
import { newId } from '../edits/new-id';
import type { ProjectSession } from '../session/project-session';

/** Makes what is no table: it opens in the inspector with the cursor in its name, or in its text. */
export function createInInspector(
  session: ProjectSession,
  create: (state: MemoryState, id: string) => Edit,
  field: 'name' | 'text' = 'name',
): void {
  const id = newId();
  if (session.run(create(session.store.state(), id)) !== null) return;
  session.selection.set(new Set([id]));
  session.focus.set({ recordId: id, field });
}
