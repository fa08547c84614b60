import type { RecordId } from '../../../core/schema/ids';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { isLive } from '../../../core/schema/record';
import { drawnAs } from '../session/drawn-as';
import { isShown } from '../session/is-shown';
import type { ProjectSession } from '../session/project-session';
import type { Line } from './lines';

/** What a click on a line selects, and where on the canvas that is, if anywhere. */
type Place = { readonly recordId: RecordId; readonly drawnId: RecordId | null };

/** What of a line can still be shown: the record, or what held it when it is gone; several for a line about many. */
export function placesOf({ store }: ProjectSession, line: Line): readonly Place[] {
  const state = store.state();
  const tables = () =>
    line.recordIds.flatMap((id) => state.live(id, 'table') ?? []).map((table) => placeOf(table, state));
  const target = line.targetId === null ? undefined : state.get(line.targetId);
  const places = isLive(target) ? [placeOf(target, state)] : tables();
  const known = places.filter((place) => place !== null);
  return line.targetId === null ? known : known.slice(0, 1);
}

/**
 * Selects what a line is about and brings it into view. `selected`: it is nowhere on the canvas, only in the
 * inspector; `nothing` is left of it.
 */
export function flyTo(session: ProjectSession, line: Line): 'shown' | 'selected' | 'nothing' {
  const places = placesOf(session, line);
  const [first] = places;
  if (!first) return 'nothing';
  const ids = new Set(places.map(({ recordId }) => recordId));
  session.selection.set(ids);
  const surface = session.surface.get();
  if (ids.size > 1) surface?.fit('selection');
  else if (first.drawnId !== null) surface?.centerOn(first.drawnId);
  return first.drawnId === null ? 'selected' : 'shown';
}

/** What is only in the inspector is not drawn; what that does not show leads nowhere. */
function placeOf(record: SchemaRecord, state: MemoryState): Place | null {
  return isShown(record.id, state) ? { recordId: record.id, drawnId: drawnAs(record, state) } : null;
}
