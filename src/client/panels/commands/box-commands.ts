import { BoxSelect, Frame, StickyNote } from 'lucide-react';
import { toggleAreaTool } from '../diagram/canvas-tool';
import { createAreaAroundSelection, createNoteInPlace } from '../diagram/create-box';
import type { Command } from './command';

/** Notes and areas: what stands on the canvas beside the schema. */
export const boxCommands: readonly Command[] = [
  {
    id: 'note.create',
    title: 'New note',
    group: 'Create',
    icon: StickyNote,
    keywords: ['add', 'create', 'sticky', 'comment', 'text', 'remark'],
    shortcuts: ['N'],
    isEdit: true,
    run: ({ session }) => createNoteInPlace(session),
  },
  {
    id: 'area.draw',
    title: 'Draw an area',
    group: 'Create',
    icon: Frame,
    keywords: ['add', 'create', 'group', 'frame', 'rectangle', 'section'],
    shortcuts: ['R'],
    isEdit: true,
    run: toggleAreaTool,
  },
  {
    id: 'area.around-selection',
    title: 'New area around the selection',
    group: 'Create',
    icon: BoxSelect,
    keywords: ['add', 'create', 'group', 'frame', 'section'],
    shortcuts: ['Shift+R'],
    isEdit: true,
    run: ({ session }) => createAreaAroundSelection(session),
  },
];
