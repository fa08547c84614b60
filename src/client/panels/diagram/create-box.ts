import { areaAround, boxMetrics } from '../../canvas/geometry/box-geometry';
import type { Point, Rect, Size } from '../../canvas/geometry/rect';
import { placeNewTable } from '../../layout/place';
import { createArea, createNote } from '../edits/box-edits';
import type { Edit } from '../edits/edit';
import { newId } from '../edits/new-id';
import type { ProjectSession } from '../session/project-session';

/** Makes a note, around a point or at a free place in view, and begins to write in it. */
export function createNoteInPlace(session: ProjectSession, at?: Point): void {
  const size = boxMetrics.note;
  const place = at ? { x: at.x - size.width / 2, y: at.y - size.height / 2 } : freePlace(session, size);
  makeInPlace(session, (ids) => createNote(ids, { ...place, ...size }));
}

/** Makes an area and begins to name it. A rectangle too small to be meant becomes one of the usual size. */
export function createAreaInPlace(session: ProjectSession, rect: Rect): void {
  const { least, area } = boxMetrics;
  const isMeant = rect.width >= least.width && rect.height >= least.height;
  makeInPlace(session, (ids) => createArea(ids, isMeant ? rect : { ...area, x: rect.x, y: rect.y }));
}

/** Makes an area around what is selected; with nothing selected, one at a free place in view. */
export function createAreaAroundSelection(session: ProjectSession): void {
  const content = session.surface.get()?.boundsOf(session.selection.get());
  const size = boxMetrics.area;
  createAreaInPlace(session, content ? areaAround(content) : { ...freePlace(session, size), ...size });
}

function makeInPlace(
  session: ProjectSession,
  edit: (ids: { readonly id: string; readonly layout: string }) => Edit,
): void {
  if (session.isReadOnly.get()) return;
  const ids = { id: newId(), layout: newId() };
  if (session.run(edit(ids)) !== null) return;
  session.selection.set(new Set([ids.id]));
  session.renaming.set({ id: ids.id, isNew: true });
}

/** A free place near the middle of what is in view. */
function freePlace({ surface, scene }: ProjectSession, size: Size): Point {
  const mounted = surface.get();
  const canvas = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  if (!mounted || !canvas) return { x: 0, y: 0 };
  const center = mounted.screenToWorld({ x: canvas.width / 2, y: canvas.height / 2 });
  const tables = [...scene.tables()].flatMap(({ id }) => mounted.tableRect(id) ?? []);
  const notes = [...scene.boxes()].filter(({ kind }) => kind === 'note');
  return placeNewTable([...tables, ...notes], center, size);
}
