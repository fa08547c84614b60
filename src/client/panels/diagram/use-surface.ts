'use client';
import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import type { Camera } from '../../canvas/camera';
import type { Point } from '../../canvas/geometry/rect';
import { createSurface } from '../../canvas/surface';
import type { ContextMenuRequest, SurfaceCallbacks } from '../../canvas/surface/types';
import { darkTheme, lightTheme } from '../../canvas/theme';
import { addColumn } from '../edits/add-column';
import { newId } from '../edits/new-id';
import { moveOnCanvas } from '../edits/table-edits';
import { toldCursor } from '../people/own-cursor';
import { setOwnView } from '../people/own-view';
import { deleteWithToast } from '../project/use-delete';
import { useValue } from '../session/hooks';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { useIsDark } from '../theme/use-theme';
import { canvasTool } from './canvas-tool';
import { connect } from './connect';
import { createAreaInPlace } from './create-box';
import { useCreateTable } from './use-create-table';
import { usePeopleOnSurface } from './use-people-on-surface';
import { zoomStore } from './use-zoom';

export type DiagramEvents = {
  readonly onContextMenu: (request: ContextMenuRequest) => void;
  readonly onCameraChange: (camera: Camera) => void;
};

/** So many selected or dragged things the others are told of: what presence takes at most. */
const mostTold = 200;

/** Adds a column to a table and begins to rename it in place. */
export function addColumnInPlace(session: ProjectSession, tableId: string, afterId?: string): void {
  const id = addColumn(session, tableId, afterId);
  if (id === null) return;
  session.selection.set(new Set([id]));
  session.renaming.set({ id, isNew: true });
}

function callbacksOf(
  session: ProjectSession,
  events: DiagramEvents,
  createTable: (at?: Point) => void,
): SurfaceCallbacks {
  return {
    onSelect: (ids) => session.selection.set(new Set(ids)),
    onMove: (moves) => {
      const places = new Map(moves.map(({ id, ...place }) => [id, place]));
      session.run(moveOnCanvas(session.store.state(), places, newId));
    },
    onDragging: (moves) =>
      session.tell({
        dragging: moves.slice(0, mostTold).map(({ id, x, y }) => ({ id, x, y })),
      }),
    onConnect: (fromId, toId) => connect(session, fromId, toId),
    onAddColumn: (tableId) => addColumnInPlace(session, tableId),
    onEdit: (id) => {
      const kind = session.store.state().get(id)?.kind;
      if (kind === 'foreign-key') session.selection.set(new Set([id]));
      else session.renaming.set({ id, isNew: false });
    },
    onCreateTableAt: createTable,
    onDrawArea: (rect) => {
      canvasTool.set('select');
      createAreaInPlace(session, rect);
    },
    onLeaveTool: () => canvasTool.set('select'),
    onContextMenu: events.onContextMenu,
    onDelete: (ids) => deleteWithToast(session, ids),
    onCameraChange: (camera) => {
      zoomStore.set(camera.zoom);
      events.onCameraChange(camera);
    },
    onView: (area) => setOwnView(session, area, zoomStore.get()),
    onCameraTaken: () => session.following.set(null),
    onPointer: (world) => session.tell({ cursor: toldCursor(world) }),
  };
}

/** Mounts the drawing surface on a canvas and keeps it in step with selection, theme, people and role. */
export function useSurface(canvas: RefObject<HTMLCanvasElement | null>, events: DiagramEvents): void {
  const session = useSession();
  const createTable = useCreateTable();
  const isDark = useIsDark();
  const isReadOnly = useValue(session.isReadOnly);
  const surface = useValue(session.surface);
  const tool = useValue(canvasTool);
  // The first theme only; later ones are set below without mounting anew.
  const [firstTheme] = useState(() => (isDark ? darkTheme : lightTheme));
  useEffect(() => {
    if (!canvas.current) return;
    const mounted = createSurface(
      canvas.current,
      session.scene,
      callbacksOf(session, events, createTable),
      firstTheme,
    );
    session.surface.set(mounted);
    const select = () => {
      mounted.setSelection(session.selection.get());
      session.tell({ selection: [...session.selection.get()].slice(0, mostTold) });
    };
    const stopSelection = session.selection.subscribe(select);
    const stopRenaming = session.renaming.subscribe(() =>
      mounted.setEditing(session.renaming.get()?.id ?? null),
    );
    return () => {
      stopSelection();
      stopRenaming();
      session.surface.set(null);
      mounted.destroy();
    };
  }, [canvas, session, events, createTable, firstTheme]);
  useEffect(() => surface?.setTheme(isDark ? darkTheme : lightTheme), [surface, isDark]);
  useEffect(() => surface?.setReadOnly(isReadOnly), [surface, isReadOnly]);
  useEffect(() => surface?.setTool(tool), [surface, tool]);
  usePeopleOnSurface(surface);
}
