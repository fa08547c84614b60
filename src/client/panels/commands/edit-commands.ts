import { PencilLine, Redo2, Trash2, Undo2, Unlink } from 'lucide-react';
import { detachInPlace } from '../diagram/detach-in-place';
import { deleteWithToast } from '../project/use-delete';
import type { Command, CommandContext } from './command';

function selected({ session }: CommandContext): readonly string[] {
  return [...session.selection.get()];
}

const drawnWithText: ReadonlySet<string> = new Set(['table', 'column', 'note', 'area']);

/** Renames what is drawn with its name on the canvas, all else in the inspector. */
function rename({ session }: CommandContext, id: string): void {
  const state = session.store.state();
  const kind = state.get(id)?.kind;
  const isPartition = state.live(id, 'table')?.body.partitionOf !== undefined;
  if (kind !== undefined && drawnWithText.has(kind) && !isPartition)
    session.renaming.set({ id, isNew: false });
  else session.focus.set({ recordId: id, field: 'name' });
}

/** The one selected partition. */
function selectedPartition(context: CommandContext): string | undefined {
  const [id = '', ...others] = selected(context);
  const table = context.session.store.state().live(id, 'table');
  return others.length === 0 && table?.body.partitionOf ? id : undefined;
}

/** What changes what is there, and takes changes back. */
export const editCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    group: 'Edit',
    icon: Undo2,
    keywords: ['back', 'revert'],
    shortcuts: ['Mod+Z'],
    isEdit: true,
    whyNot: ({ session }) => (session.store.status().canUndo === null ? 'Nothing to undo' : null),
    detail: ({ session }) => session.store.status().canUndo,
    run: ({ session }) => session.undo(),
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    group: 'Edit',
    icon: Redo2,
    keywords: ['again', 'repeat'],
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    isEdit: true,
    whyNot: ({ session }) => (session.store.status().canRedo === null ? 'Nothing to do again' : null),
    detail: ({ session }) => session.store.status().canRedo,
    run: ({ session }) => session.redo(),
  },
  {
    id: 'selection.rename',
    title: 'Rename',
    group: 'Edit',
    icon: PencilLine,
    keywords: ['name', 'title'],
    shortcuts: ['Enter', 'F2'],
    isHeardElsewhere: true,
    isEdit: true,
    whyNot: (context) => (selected(context).length === 1 ? null : 'Select one thing first'),
    run: (context) => {
      const [id] = selected(context);
      if (id !== undefined) rename(context, id);
    },
  },
  {
    id: 'selection.delete',
    title: 'Delete',
    group: 'Edit',
    icon: Trash2,
    keywords: ['remove', 'drop'],
    shortcuts: ['Del'],
    isHeardElsewhere: true,
    isEdit: true,
    whyNot: (context) => (selected(context).length > 0 ? null : 'Select something first'),
    run: (context) => deleteWithToast(context.session, selected(context)),
  },
  {
    id: 'partition.detach',
    title: 'Detach partition',
    group: 'Edit',
    icon: Unlink,
    keywords: ['table of its own', 'alter table', 'archive'],
    isEdit: true,
    whyNot: (context) => (selectedPartition(context) === undefined ? 'Select a partition first' : null),
    run: (context) => {
      const id = selectedPartition(context);
      if (id !== undefined) detachInPlace(context.session, id);
    },
  },
];
