import { BoxSelect, PencilLine, StickyNote } from 'lucide-react';
import { boxMetrics } from '../../canvas/geometry/box-geometry';
import type { Point } from '../../canvas/geometry/rect';
import type { ProjectSession } from '../session/project-session';
import type { MenuItem } from '../ui/menu';
import { createAreaInPlace, createNoteInPlace } from './create-box';

/** After the menu has given the focus back, or it would take it away again. */
function later(action: () => void): void {
  setTimeout(action, 0);
}

/** In the menu of the ground: what can be put there beside a table. */
export function boxItems(session: ProjectSession, at: Point): readonly MenuItem[] {
  return [
    {
      kind: 'item',
      label: 'New note here',
      icon: StickyNote,
      shortcut: 'N',
      onSelect: () => later(() => createNoteInPlace(session, at)),
    },
    {
      kind: 'item',
      label: 'New area here',
      icon: BoxSelect,
      onSelect: () => later(() => createAreaInPlace(session, { ...at, ...boxMetrics.area })),
    },
  ];
}

/** In the menu of a note or area: to its text. */
export function editBoxItem(session: ProjectSession, id: string): MenuItem {
  return {
    kind: 'item',
    label: session.scene.box(id)?.kind === 'note' ? 'Edit text' : 'Rename',
    icon: PencilLine,
    shortcut: 'Enter',
    onSelect: () => later(() => session.renaming.set({ id, isNew: false })),
  };
}
