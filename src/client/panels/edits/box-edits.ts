/** What people do to notes and areas, as operations. Pure: ids are minted by the caller. */
import type { SchemaRecord } from '../../../core/schema/record';
import type { Rect } from '../../canvas/geometry/rect';
import type { Edit } from './edit';
import { create, update } from './operations';

type NewBoxIds = { readonly id: string; readonly layout: string };

/** An empty yellow note. */
export function createNote(ids: NewBoxIds, rect: Rect): Edit {
  const note = create('note', ids.id, { text: '', color: 'amber' });
  return { label: 'Create note', operations: [note, placed(ids, rect)] };
}

/** An area with a name to begin with. */
export function createArea(ids: NewBoxIds, rect: Rect): Edit {
  const area = create('area', ids.id, { name: 'Area', color: 'slate' });
  return { label: 'Create area', operations: [area, placed(ids, rect)] };
}

function placed({ id, layout }: NewBoxIds, { x, y, width, height }: Rect) {
  const rect = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
  return create('layout', layout, { recordId: id, ...rect });
}

export type Box = SchemaRecord<'note'> | SchemaRecord<'area'>;

/** What a note says; what an area is called. */
export function textOfBox(box: Box): string {
  return box.kind === 'note' ? box.body.text : box.body.name;
}

export function changeText(box: Box, text: string): Edit {
  if (box.kind === 'note') return { label: 'Edit note', operations: [update(box, { text })] };
  const name = text.trim();
  return { label: `Rename area ${box.body.name} to ${name}`, operations: [update(box, { name })] };
}

/** Null takes the colour away. */
export function colorBox(box: Box, color: string | null): Edit {
  const operation = box.kind === 'note' ? update(box, { color }) : update(box, { color });
  return { label: `Colour ${box.kind}`, operations: [operation] };
}

/** Why this text cannot be taken, as a sentence; null when it can. */
export function textProblem(kind: Box['kind'], text: string): string | null {
  if (kind === 'note') {
    return text.length > 20_000 ? 'A note has at most 20,000 characters. Split it into several.' : null;
  }
  if (text.trim() === '') return 'An area needs a name.';
  return text.length > 200 ? 'An area’s name has at most 200 characters.' : null;
}
