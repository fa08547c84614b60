import { partitionRoot } from '../../../core/schema/inheritance';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { Point } from '../../canvas/geometry/rect';
import { placeNewTable } from '../../layout/place';
import { detachPartition } from '../edits/detach-partition';
import { newId } from '../edits/new-id';
import type { ProjectSession } from '../session/project-session';
import { middleOfView, standingTables } from './use-create-table';

/** What a table measures that has not been measured yet. */
const usualSize = { width: 208, height: 240 };

/** Makes a partition a table of its own, which stands beside the one that it was a part of. */
export function detachInPlace(session: ProjectSession, partitionId: string): string | null {
  const state = session.store.state();
  const partition = state.live(partitionId, 'table');
  if (!partition) return 'This partition has just been deleted.';
  return session.run(detachPartition(state, partition, freePlaceBeside(session, partitionId, state), newId));
}

function freePlaceBeside(session: ProjectSession, partitionId: string, state: MemoryState): Point {
  const rect = session.surface.get()?.tableRect(partitionRoot(partitionId, state));
  const size = rect ? { width: rect.width, height: rect.height } : usualSize;
  const center = rect ? { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 } : middleOfView(session);
  return placeNewTable(standingTables(session), center, size);
}
