'use client';
import { useCallback } from 'react';
import type { Point, Rect } from '../../canvas/geometry/rect';
import { placeNewTable } from '../../layout/place';
import { newId } from '../edits/new-id';
import { createTable } from '../edits/table-edits';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';

/** What a new table measures, before the canvas has measured it. */
const newTableSize = { width: 208, height: 74 };

/** The middle of what is in view, in world units. */
export function middleOfView(session: ProjectSession): Point {
  const surface = session.surface.get();
  const canvas = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  if (!surface || !canvas) return { x: 0, y: 0 };
  return surface.screenToWorld({ x: canvas.width / 2, y: canvas.height / 2 });
}

/** Where all tables stand. */
export function standingTables(session: ProjectSession): readonly Rect[] {
  const surface = session.surface.get();
  return [...session.scene.tables()].flatMap(({ id }) => surface?.tableRect(id) ?? []);
}

/** A free place near the middle of what is in view. */
function freePlace(session: ProjectSession): Point {
  return placeNewTable(standingTables(session), middleOfView(session), newTableSize);
}

/** Makes a table, at a point or at a free place in view, selects it, and begins to rename it in place. */
export function createTableInPlace(session: ProjectSession, at?: Point): void {
  if (session.isReadOnly.get()) return;
  const ids = { table: newId(), column: newId(), key: newId(), layout: newId() };
  const place = at
    ? { x: at.x - newTableSize.width / 2, y: at.y - newTableSize.height / 2 }
    : freePlace(session);
  const edit = createTable(session.store.state(), ids, place);
  if (session.run(edit) !== null) return;
  session.selection.set(new Set([ids.table]));
  session.renaming.set({ id: ids.table, isNew: true });
}

/** The same, for a component's handlers. */
export function useCreateTable(): (at?: Point) => void {
  const session = useSession();
  return useCallback((at) => createTableInPlace(session, at), [session]);
}
