/** Arranging tables by their foreign keys: what the commands do. */
import { toast } from 'sonner';
import { maxOperations } from '../../../core/protocol/mutation';
import type { MemoryState } from '../../../core/schema/memory-state';
import { boundsOf, centerOf } from '../../canvas/geometry/rect';
import { LayoutCancelled, layoutTables } from '../../layout/layout-tables';
import { placeArranged } from '../../layout/place-arranged';
import type { Places } from '../../layout/types';
import { drawnEdges, drawnTables } from '../../view/drawn-tables';
import { layoutOf } from '../../view/scene-records';
import { inSteps } from '../edits/deletion-parts';
import { newId } from '../edits/new-id';
import { moveOnCanvas } from '../edits/table-edits';
import type { ProjectSession } from '../session/project-session';
import { undoToast } from '../session/undo-toast';
import { ToastSlot } from '../ui/toast-slot';

const arrangeToast = new ToastSlot();

/** The tables whose places no person has chosen. */
export function unplacedTables(state: MemoryState): readonly string[] {
  return drawnTables(state).flatMap(({ id }) => {
    const layout = layoutOf(id, state);
    return layout === undefined || layout.body.arranged === true ? [id] : [];
  });
}

/**
 * Lays these tables out about the middle of where they stand; all others stay. A toast says that it is going on,
 * with a way to stop. Tables that somebody moved meanwhile are left where they were put.
 */
export async function arrangeTables(session: ProjectSession, tableIds: readonly string[]): Promise<void> {
  const surface = session.surface.get();
  const state = session.store.state();
  const boxes = tableIds.flatMap((id) => {
    const rect = surface?.tableRect(id);
    return rect ? [{ id, ...rect }] : [];
  });
  const around = boundsOf(boxes);
  if (!around || session.isReadOnly.get()) return;
  const before = new Map(tableIds.map((id) => [id, placeOf(id, state)]));
  const edges = drawnEdges(state).filter(({ from, to }) => before.has(from) && before.has(to));
  const abort = new AbortController();
  arrangeToast.show(() =>
    toast.loading(`Arranging ${count(boxes.length)} …`, {
      action: { label: 'Cancel', onClick: () => abort.abort() },
    }),
  );
  try {
    const places = await layoutTables({ tables: boxes, edges }, abort.signal);
    const standing = [...session.scene.tables()].flatMap(({ id }) =>
      before.has(id) ? [] : (surface?.tableRect(id) ?? []),
    );
    const placed = placeArranged(boxes, places, standing, centerOf(around));
    const now = session.store.state();
    save(session, new Map([...placed].filter(([id]) => placeOf(id, now) === before.get(id))));
  } catch (error) {
    arrangeToast.dismiss();
    if (!(error instanceof LayoutCancelled)) throw error;
  }
}

/** Where a table was put, as a text to compare; not its version, which the server's answer to an earlier move raises. */
function placeOf(tableId: string, state: MemoryState): string | undefined {
  const layout = layoutOf(tableId, state);
  return layout && `${layout.body.x} ${layout.body.y}`;
}

/** One edit where it fits into one; the toast takes all of them back and says how many they are. */
function save(session: ProjectSession, places: Places): void {
  const all = [...places];
  let steps = 0;
  for (let from = 0; from < all.length; from += maxOperations) {
    const part = new Map(all.slice(from, from + maxOperations));
    const { operations } = moveOnCanvas(session.store.state(), part, newId, 'layout');
    if (session.run({ label: `Arrange ${count(part.size)}`, operations }) !== null) break;
    if (operations.length > 0) steps += 1;
  }
  arrangeToast.dismiss();
  if (all.length === 0) toast('Nothing was arranged: the tables were moved meanwhile.');
  if (steps === 0) return;
  if (all.length === drawnTables(session.store.state()).length) session.surface.get()?.fit('all');
  const undo = () => {
    for (let step = 0; step < steps; step += 1) session.undo();
  };
  undoToast.show(() =>
    toast(`Arranged ${count(all.length)}`, {
      ...(steps > 1 && { description: inSteps(steps) }),
      action: { label: 'Undo', onClick: undo },
    }),
  );
}

function count(tables: number): string {
  return tables === 1 ? '1 table' : `${tables.toLocaleString('en')} tables`;
}
