'use client';
import { Map as MapIcon, Maximize, Plus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { ContextMenuRequest } from '../../canvas/surface/types';
import { FollowFrame } from '../people/follow-frame';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import { BoxButtons } from './box-buttons';
import { BoxInPlace } from './box-in-place';
import { CanvasMenu } from './canvas-menu';
import { EmptyCanvas } from './empty-canvas';
import { Minimap } from './minimap';
import { minimapShown, toggleMinimap } from './minimap-store';
import { RenameInPlace } from './rename-in-place';
import { useCreateTable } from './use-create-table';
import { useFirstFit } from './use-first-fit';
import type { DiagramEvents } from './use-surface';
import { useSurface } from './use-surface';

/** The drawing, with what stands on top of it. Its twin for assistive technology is the outline. */
export function Diagram() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [menu, setMenu] = useState<ContextMenuRequest | null>(null);
  const followers = useRef(new Set<() => void>());
  const events = useMemo(
    (): DiagramEvents => ({
      onContextMenu: setMenu,
      onCameraChange: () => {
        for (const place of followers.current) place();
      },
    }),
    [],
  );
  const follow = useMemo(
    () => (place: () => void) => {
      followers.current.add(place);
      return () => followers.current.delete(place);
    },
    [],
  );
  useSurface(canvas, events);
  useFirstFit();
  return (
    <div className="relative min-h-0 min-w-0 flex-1 overflow-hidden">
      <canvas
        ref={canvas}
        tabIndex={0}
        aria-label="Diagram. The same objects are in the outline, as a tree."
        data-testid="canvas"
        // An outline, as the picture covers everything that lies within.
        className="absolute inset-0 size-full focus-visible:-outline-offset-2"
      />
      <EmptyCanvas />
      <FollowFrame />
      <RenameInPlace follow={follow} />
      <BoxInPlace follow={follow} />
      <Minimap />
      <Toolbar />
      <CanvasMenu
        key={menu ? `${menu.screen.x},${menu.screen.y}` : 'none'}
        request={menu}
        onClose={() => setMenu(null)}
      />
    </div>
  );
}

/** What everybody does all the time. */
function Toolbar() {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const createTable = useCreateTable();
  const isMinimapShown = useValue(minimapShown);
  return (
    <div
      role="toolbar"
      aria-label="Canvas"
      className="absolute bottom-3 left-1/2 flex -translate-x-1/2 items-center gap-0.5 rounded-box bg-raised p-1 shadow-pop"
    >
      {!isReadOnly && (
        <IconButton
          icon={Plus}
          side="top"
          label="New table"
          shortcut="T"
          data-testid="toolbar-create-table"
          onClick={() => createTable()}
        />
      )}
      {!isReadOnly && <BoxButtons />}
      <IconButton
        icon={Maximize}
        side="top"
        label="Show everything"
        shortcut="F"
        onClick={() => session.surface.get()?.fit('all')}
      />
      <IconButton
        icon={MapIcon}
        side="top"
        label="Minimap"
        shortcut="M"
        isOn={isMinimapShown}
        className="max-lg:hidden"
        data-testid="toggle-minimap"
        onClick={toggleMinimap}
      />
    </div>
  );
}
