import { LayoutGrid, Network, Workflow } from 'lucide-react';
import { drawnTables } from '../../view/drawn-tables';
import { arrangeTables, unplacedTables } from '../arrange/arrange';
import { selectedTables } from '../clipboard/clipboard';
import type { Command } from './command';

/** Laying out by foreign keys. What a person placed stays, unless it is named. */
export const arrangeCommands: readonly Command[] = [
  {
    id: 'arrange.selection',
    title: 'Arrange selection',
    group: 'Edit',
    icon: Network,
    keywords: ['layout', 'tidy', 'order', 'align'],
    shortcuts: ['Shift+A'],
    isEdit: true,
    whyNot: ({ session }) => (selectedTables(session).length > 1 ? null : 'Select two tables or more first'),
    run: ({ session }) => void arrangeTables(session, selectedTables(session)),
  },
  {
    id: 'arrange.unplaced',
    title: 'Arrange what nobody placed',
    group: 'Edit',
    icon: Workflow,
    keywords: ['layout', 'tidy', 'automatic'],
    isEdit: true,
    whyNot: ({ session }) =>
      unplacedTables(session.store.state()).length > 0 ? null : 'All tables were placed by hand',
    run: ({ session }) => void arrangeTables(session, unplacedTables(session.store.state())),
  },
  {
    id: 'arrange.everything',
    title: 'Arrange everything, also what was placed by hand',
    group: 'Edit',
    icon: LayoutGrid,
    keywords: ['layout', 'tidy', 'automatic', 'all'],
    isEdit: true,
    run: ({ session }) =>
      void arrangeTables(
        session,
        drawnTables(session.store.state()).map(({ id }) => id),
      ),
  },
];
