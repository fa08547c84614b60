import { FileWarning } from 'lucide-react';
import type { Command } from './command';

/** What became of own edits. */
export const outcomeCommands: readonly Command[] = [
  {
    id: 'panel.outcomes',
    title: 'Show what became of your edits',
    group: 'View',
    icon: FileWarning,
    keywords: [
      'conflicts',
      'not saved',
      'refused',
      'taken back',
      'merged',
      'replaced',
      'offline',
      'your edits',
    ],
    whyNot: ({ session }) =>
      session.store.outcomes.all().length > 0 ? null : 'All of them are saved as they were made',
    run: ({ panels }) => panels.showOutcomes(),
  },
];
