import type { Operation } from '../../../core/schema/operation';
import type { Rect } from '../../canvas/geometry/rect';
import { boundsOf } from '../../canvas/geometry/rect';
import { layoutTables } from '../../layout/layout-tables';
import type { Places } from '../../layout/types';
import { columnGap } from '../../layout/types';
import { drawnEdges, drawnTables } from '../../view/drawn-tables';
import { layoutOf } from '../../view/scene-records';
import { newId } from '../edits/new-id';
import { create } from '../edits/operations';
import type { ProjectSession } from '../session/project-session';

/** One mutation takes a thousand operations; half of that keeps each quick. */
const chunkSize = 500;
/** How long an import may take to arrive on the stream before this is given up. */
const arrivalMs = 20_000;

/** Resolves when the project shows at least so many tables, or after a while anyway. */
export function whenArrived({ store }: ProjectSession, tables: number): Promise<void> {
  const isThere = () => store.state().ofKind('table').length >= tables;
  if (isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(end, arrivalMs);
    const stop = store.subscribe(() => isThere() && end());
  });
}

/**
 * Places all tables that have no place yet: laid out by their foreign keys, right of whatever stands already.
 * Hand-placed tables stay where they are. Resolves when the places are shown; they are saved in the background.
 */
export async function arrangeUnplaced(session: ProjectSession): Promise<number> {
  const surface = session.surface.get();
  const state = session.store.state();
  const all = drawnTables(state).map(({ id }) => id);
  const unplaced = new Set<string>(all.filter((id) => !layoutOf(id, state)));
  if (!surface || unplaced.size === 0) return 0;
  const tables = [...unplaced].flatMap((id) => {
    const rect = surface.tableRect(id);
    return rect ? [{ id, width: rect.width, height: rect.height }] : [];
  });
  const edges = drawnEdges(state).filter(({ from, to }) => unplaced.has(from) && unplaced.has(to));
  const standing = all.filter((id) => !unplaced.has(id)).flatMap((id) => surface.tableRect(id) ?? []);
  const places = await layoutTables({ tables, edges });
  save(session, places, boundsOf(standing));
  return places.size;
}

function save(session: ProjectSession, places: Places, standing: Rect | null): void {
  const left = standing ? standing.x + standing.width + columnGap : 0;
  const top = standing ? standing.y : 0;
  const operations: readonly Operation[] = [...places].map(([recordId, { x, y }]) =>
    create('layout', newId(), { recordId, x: x + left, y: y + top, arranged: true }),
  );
  for (let from = 0; from < operations.length; from += chunkSize) {
    const chunk = operations.slice(from, from + chunkSize);
    session.store.mutate(chunk, { label: 'Arrange tables', undoable: false });
  }
}
