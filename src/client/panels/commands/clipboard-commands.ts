import { ClipboardPaste, Copy, CopyPlus, Scissors } from 'lucide-react';
import {
  copySelection,
  cutSelection,
  duplicateSelection,
  pasteSelection,
  selectedTables,
} from '../clipboard/clipboard';
import type { Command, CommandContext } from './command';

function whyNoTables({ session }: CommandContext): string | null {
  return selectedTables(session).length > 0 ? null : 'Select a table first';
}

/** Copies of tables. The browser itself hears the keys of the first three. */
export const clipboardCommands: readonly Command[] = [
  {
    id: 'tables.copy',
    title: 'Copy tables',
    group: 'Edit',
    icon: Copy,
    keywords: ['clipboard', 'sql', 'ddl'],
    shortcuts: ['Mod+C'],
    isHeardElsewhere: true,
    whyNot: whyNoTables,
    run: ({ session }) => copySelection(session),
  },
  {
    id: 'tables.cut',
    title: 'Cut tables',
    group: 'Edit',
    icon: Scissors,
    keywords: ['clipboard', 'move'],
    shortcuts: ['Mod+X'],
    isHeardElsewhere: true,
    isEdit: true,
    whyNot: whyNoTables,
    run: ({ session }) => cutSelection(session),
  },
  {
    id: 'tables.paste',
    title: 'Paste tables or SQL',
    group: 'Edit',
    icon: ClipboardPaste,
    keywords: ['clipboard', 'insert', 'create table', 'ddl'],
    shortcuts: ['Mod+V'],
    isHeardElsewhere: true,
    isEdit: true,
    run: ({ session }) => void pasteSelection(session, null),
  },
  {
    id: 'tables.duplicate',
    title: 'Duplicate tables',
    group: 'Edit',
    icon: CopyPlus,
    keywords: ['copy', 'clone'],
    shortcuts: ['Mod+D'],
    isEdit: true,
    whyNot: whyNoTables,
    run: ({ session }) => duplicateSelection(session),
  },
];
