/** What the menu of the canvas offers about arranging. */
import { Network, Workflow } from 'lucide-react';
import { selectedTables } from '../clipboard/clipboard';
import type { ProjectSession } from '../session/project-session';
import type { MenuItem } from '../ui/menu';
import { arrangeTables, unplacedTables } from './arrange';

/** For the selected tables, when they are several. */
export function arrangeItems(session: ProjectSession): readonly MenuItem[] {
  const selected = selectedTables(session);
  if (selected.length < 2) return [];
  return [
    {
      kind: 'item',
      label: 'Arrange selection',
      icon: Network,
      shortcut: 'Shift+A',
      onSelect: () => void arrangeTables(session, selected),
    },
  ];
}

/** For the ground: nothing when all tables were placed by hand. */
export function arrangeUnplacedItems(session: ProjectSession): readonly MenuItem[] {
  const unplaced = unplacedTables(session.store.state());
  if (unplaced.length === 0) return [];
  return [
    {
      kind: 'item',
      label: 'Arrange what nobody placed',
      icon: Workflow,
      onSelect: () => void arrangeTables(session, unplaced),
    },
  ];
}
