import type { RecordId } from '../../../core/schema/ids';
import { isLive } from '../../../core/schema/record';
import { drawnAs } from '../session/drawn-as';
import type { ProjectSession } from '../session/project-session';
import type { Line } from './lines';

/** What of a line can still be shown: the record, its table when it is gone or drawn with it; else nothing. */
export function showable({ store }: ProjectSession, line: Line): readonly RecordId[] {
  const state = store.state();
  const candidates = line.targetId === null ? line.recordIds : [line.targetId, ...line.recordIds];
  const found = candidates.map((id) => state.get(id)).filter(isLive);
  const drawn = found.map(drawnAs).filter((id) => id !== null);
  if (line.targetId !== null) return drawn.slice(0, 1);
  return [...new Set(drawn.filter((id) => state.live(id, 'table') !== undefined))];
}

/** Selects what a line is about and brings it into view. False when nothing of it is left. */
export function flyTo(session: ProjectSession, line: Line): boolean {
  const ids = showable(session, line);
  const [first, ...others] = ids;
  if (first === undefined) return false;
  session.selection.set(new Set(ids));
  const surface = session.surface.get();
  if (others.length > 0) surface?.fit('selection');
  else surface?.centerOn(first);
  return true;
}
