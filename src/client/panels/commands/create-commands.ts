import {
  Braces,
  CircleSlash2,
  Columns3,
  Eye,
  Grid2x2,
  Layers,
  List,
  MoveHorizontal,
  ShieldCheck,
  SquareFunction,
  Table2,
} from 'lucide-react';
import { createTableInPlace } from '../diagram/use-create-table';
import { addColumnInPlace } from '../diagram/use-surface';
import { createEnum } from '../edits/enum-edits';
import { createNamespace } from '../edits/namespace-edits';
import { createComposite, createDomain, createRange } from '../edits/type-edits';
import { createFunction, createView } from '../edits/verbatim-edits';
import { createInInspector } from '../outline/create-in-inspector';
import { isNarrow } from '../project/use-panels';
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

/** The table that is selected, or that what is selected belongs to. */
function selectedTable({ session }: CommandContext) {
  const [id, ...others] = session.selection.get();
  if (id === undefined || others.length > 0) return undefined;
  const state = session.store.state();
  const record = state.get(id);
  return state.live(id, 'table') ?? state.live(record?.parentId ?? '', 'table');
}

/** Opens the table in the inspector where a part of it is to be made. */
function draftPart(context: CommandContext, field: 'exclusion' | 'partition'): void {
  const table = selectedTable(context);
  if (!table) return;
  const { session, panels } = context;
  session.selection.set(new Set([table.id]));
  session.focus.set({ recordId: table.id, field });
  if (isNarrow()) panels.setSheet('inspector');
  else if (!panels.isInspectorOpen) panels.toggleInspector();
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
    id: 'domain.create',
    title: 'New domain',
    group: 'Create',
    icon: ShieldCheck,
    keywords: ['add', 'create', 'type', 'check'],
    isEdit: true,
    run: ({ session }) => createInInspector(session, createDomain),
  },
  {
    id: 'composite.create',
    title: 'New composite type',
    group: 'Create',
    icon: Braces,
    keywords: ['add', 'create', 'row', 'struct', 'attributes'],
    isEdit: true,
    run: ({ session }) => createInInspector(session, createComposite),
  },
  {
    id: 'range.create',
    title: 'New range type',
    group: 'Create',
    icon: MoveHorizontal,
    keywords: ['add', 'create', 'interval', 'multirange'],
    isEdit: true,
    run: ({ session }) => createInInspector(session, createRange),
  },
  {
    id: 'exclusion.create',
    title: 'Add exclusion constraint',
    group: 'Create',
    icon: CircleSlash2,
    keywords: ['new', 'exclude', 'overlap', 'gist'],
    isEdit: true,
    whyNot: (context) => (selectedTable(context) ? null : 'Select a table first'),
    run: (context) => draftPart(context, 'exclusion'),
  },
  {
    id: 'partition.create',
    title: 'Add partition',
    group: 'Create',
    icon: Grid2x2,
    keywords: ['new', 'range', 'list', 'hash', 'bound'],
    isEdit: true,
    whyNot: (context) =>
      selectedTable(context)?.body.partitionBy ? null : 'Select a partitioned table first',
    run: (context) => draftPart(context, 'partition'),
  },
  {
    id: 'view.create',
    title: 'New view',
    group: 'Create',
    icon: Eye,
    keywords: ['add', 'create', 'select', 'statement', 'sql'],
    isEdit: true,
    run: ({ session }) => createInInspector(session, createView, 'text'),
  },
  {
    id: 'function.create',
    title: 'New function',
    group: 'Create',
    icon: SquareFunction,
    keywords: ['add', 'create', 'procedure', 'routine', 'statement', 'sql'],
    isEdit: true,
    run: ({ session }) => createInInspector(session, createFunction, 'text'),
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
