/** How a schema is to stand on the canvas, said by names: for schemas whose script comes with a drawing. */

import type { MemoryState } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import type { PaletteName } from '../../canvas/theme';
import type { Edit } from './edit';
import { create } from './operations';

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A named area and the tables in it: the place of each by its qualified name. All in canvas units. */
type DrawnArea = Box & {
  readonly name: string;
  readonly color: PaletteName;
  readonly tables: Readonly<Record<string, readonly [x: number, y: number]>>;
};

export type Drawing = {
  readonly areas: readonly DrawnArea[];
  readonly notes: readonly (Box & { readonly text: string; readonly color: PaletteName })[];
};

/**
 * The areas and notes of a drawing, and its tables at their places in the colour of their area. A table that
 * the drawing names and the state lacks is passed over; one that has a place already keeps it.
 */
export function drawDiagram(drawing: Drawing, state: MemoryState, mint: () => string): Edit {
  const tables = new Map(
    state.ofKind('table').map(({ id, body }) => {
      const namespace = state.live(body.namespaceId, 'namespace');
      return [`${namespace?.body.name}.${body.name}`, id];
    }),
  );
  const placed = new Set(state.ofKind('layout').map(({ body }) => body.recordId));
  const operations: Operation[] = [];
  for (const { name, color, tables: places, x, y, width, height } of drawing.areas) {
    const area = mint();
    operations.push(create('area', area, { name, color }));
    operations.push(create('layout', mint(), { recordId: area, x, y, width, height }));
    for (const [tableName, [tableX, tableY]] of Object.entries(places)) {
      const recordId = tables.get(tableName);
      if (recordId === undefined || placed.has(recordId)) continue;
      operations.push(create('layout', mint(), { recordId, x: tableX, y: tableY, color }));
    }
  }
  for (const { text, color, ...box } of drawing.notes) {
    const note = mint();
    operations.push(create('note', note, { text, color }));
    operations.push(create('layout', mint(), { recordId: note, ...box }));
  }
  return { label: 'Draw the diagram', operations };
}
