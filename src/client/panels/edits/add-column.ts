import type { ProjectSession } from '../session/project-session';
import { createColumn } from './column-edits';
import { newId } from './new-id';
import { remove } from './operations';

/** Adds a column at the end or below another, and gives its id; null when it was refused. */
export function addColumn(session: ProjectSession, tableId: string, afterId?: string): string | null {
  const id = newId();
  if (session.run(createColumn(session.store.state(), id, tableId, afterId)) !== null) return null;
  session.fresh.set(id);
  return id;
}

/** Takes a column away again that was added a moment ago and never named. Says whether it was such a one. */
export function discardFresh(session: ProjectSession, columnId: string): boolean {
  if (session.fresh.get() !== columnId) return false;
  session.fresh.set(null);
  const column = session.store.state().live(columnId, 'column');
  if (column) session.run({ label: `Leave out column ${column.body.name}`, operations: [remove(column)] });
  return true;
}
