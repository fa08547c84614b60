/** What the menu of the canvas offers about copies. */
import { ClipboardPaste, Copy, CopyPlus, Scissors } from 'lucide-react';
import type { Point } from '../../canvas/geometry/rect';
import type { ProjectSession } from '../session/project-session';
import type { MenuItem } from '../ui/menu';
import { copySelection, cutSelection, duplicateSelection, pasteSelection, selectedTables } from './clipboard';

/** For the selected tables, else for the table that was hit; nothing when there is none. */
export function copyItems(session: ProjectSession, tableId: string | null): readonly MenuItem[] {
  const selected = selectedTables(session).length;
  if (selected === 0 && tableId === null) return [];
  const what = selected > 1 ? `${selected} tables` : 'table';
  /** After the menu has given the focus back. The browser still takes it for what the person did. */
  const withTables = (action: (session: ProjectSession) => void) => () =>
    setTimeout(() => {
      if (selected === 0 && tableId !== null) session.selection.set(new Set([tableId]));
      action(session);
    }, 0);
  const copy: MenuItem = {
    kind: 'item',
    label: `Copy ${what}`,
    icon: Copy,
    shortcut: 'Mod+C',
    onSelect: withTables(copySelection),
  };
  if (session.isReadOnly.get()) return [copy];
  return [
    { kind: 'separator', key: 'copies' },
    copy,
    {
      kind: 'item',
      label: `Cut ${what}`,
      icon: Scissors,
      shortcut: 'Mod+X',
      onSelect: withTables(cutSelection),
    },
    {
      kind: 'item',
      label: `Duplicate ${what}`,
      icon: CopyPlus,
      shortcut: 'Mod+D',
      onSelect: withTables(duplicateSelection),
    },
  ];
}

/** For a place on the ground. */
export function pasteItem(session: ProjectSession, at: Point): MenuItem {
  return {
    kind: 'item',
    label: 'Paste here',
    icon: ClipboardPaste,
    shortcut: 'Mod+V',
    onSelect: () => void pasteSelection(session, at),
  };
}
