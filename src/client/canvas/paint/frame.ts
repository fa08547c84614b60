/** One frame, from back to front. */
import { paintAreas } from './areas';
import { paintGrid } from './grid';
import { paintNotes } from './notes';
import { paintOverlay } from './overlay';
import { paintRelationships } from './relationships';
import type { TablesPainted } from './tables';
import { paintTables } from './tables';
import type { View } from './view';

export function paintFrame(view: View): TablesPainted {
  const { context, viewport, pixelRatio, theme } = view;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, Math.ceil(viewport.width * pixelRatio), Math.ceil(viewport.height * pixelRatio));
  paintGrid(view);
  paintAreas(view);
  paintRelationships(view);
  const painted = paintTables(view);
  paintNotes(view);
  paintOverlay(view);
  return painted;
}
