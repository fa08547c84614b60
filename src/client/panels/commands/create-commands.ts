import { Columns3, Layers, List, Table2 } from 'lucide-react';
import { createTableInPlace } from '../diagram/use-create-table';
import { addColumnInPlace } from '../diagram/use-surface';
import { createEnum } from '../edits/enum-edits';
import { createNamespace } from '../edits/namespace-edits';
import { createInInspector } from '../outline/create-in-inspector';
import type { Command, CommandContext } from './command';

/** The table that is selected, or that what is selected belongs to, and the column to go on after. */
function columnPlace({ session }: CommandContext): { tableId: string; afterId?: string } | null {
  const [id, ...others] = session.selection.get();
  if (id === undefined || others.length > 0) return null;
  const state = session.store.state();
  const column = state.live(id, 'column');
  if (column) return { tableId: column.body.tableId, afterId: id };
  return state.live(id, 'table') ? { tableId: id } : null;
}

/** What makes something new. */
export const createCommands: readonly Command[] = [
  {
    id: 'table.create',
    title: 'New table',
    group: 'Create',
    icon: Table2,
    keywords: ['add', 'create', 'entity', 'relation'],
    shortcuts: ['T'],
    isEdit: true,
    run: ({ session }) => createTableInPlace(session),
  },
  {
    id: 'column.create',
    title: 'New column',
    group: 'Create',
    icon: Columns3,
    keywords: ['add', 'create', 'field', 'attribute'],
    isEdit: true,
    whyNot: (context) => (columnPlace(context) ? null : 'Select a table first'),
    run: (context) => {
      const place = columnPlace(context);
      if (place) addColumnInPlace(context.session, place.tableId, place.afterId);
    },
  },
  {
    id: 'enum.create',
    title: 'New enum',
    group: 'Create',
    icon: List,
    keywords: ['add', 'create', 'type', 'values', 'labels'],
    isEdit: true,
    run: ({ session }) => createInInspector(session, createEnum),
  },
  {
    id: 'namespace.create',
    title: 'New schema',
    group: 'Create',
    icon: Layers,
    keywords: ['add', 'create', 'namespace'],
    isEdit: true,
    run: ({ session }) => createInInspector(session, createNamespace),
  },
];
