import type { RecordId } from '../../../core/schema/ids';
import { isLive } from '../../../core/schema/record';
import type { CommandContext } from '../commands/command';
import { isNarrow } from '../project/use-panels';
import { drawnAs } from '../session/drawn-as';

/**
 * Selects a record and brings what is drawn of it into view, beside the panel that somebody reads in; what is
 * drawn nowhere is opened in the inspector, and on a narrow screen the panel makes room.
 */
export function revealBeside({ session, panels }: CommandContext, id: RecordId): void {
  const record = session.store.state().get(id);
  if (!isLive(record)) return;
  session.selection.set(new Set([id]));
  const drawn = drawnAs(record, session.store.state());
  if (drawn === null) panels.showInspector();
  else {
    panels.uncover();
    session.surface.get()?.centerOn(drawn);
  }
}

/**
 * Selects a record, brings what is drawn of it into the middle of the canvas and opens it in the inspector.
 * On a narrow screen, where one of both is in front, that is the canvas for what is drawn.
 */
export function showRecord({ session, panels }: CommandContext, id: RecordId): void {
  const state = session.store.state();
  const record = state.get(id);
  if (!isLive(record)) return;
  session.selection.set(new Set([id]));
  const drawn = drawnAs(record, state);
  if (drawn !== null) session.surface.get()?.centerOn(drawn);
  if (isNarrow()) panels.setSheet(drawn === null ? 'inspector' : null);
  else if (!panels.isInspectorOpen) panels.toggleInspector();
}
