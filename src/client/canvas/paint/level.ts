/** How much of a table is drawn at a zoom. */
import { columnZoom } from '../hit-test';

/** `full`: every text. `outline`: the name large, rows as bars. `block`: a coloured block with its name. */
export type LevelOfDetail = 'full' | 'outline' | 'block';

const outlineZoom = 0.16;

export function levelAt(zoom: number): LevelOfDetail {
  if (zoom >= columnZoom) return 'full';
  return zoom >= outlineZoom ? 'outline' : 'block';
}
