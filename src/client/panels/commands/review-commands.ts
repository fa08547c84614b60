import { ListChecks } from 'lucide-react';
import { isNarrow } from '../project/use-panels';
import type { Command } from './command';

/** What the review has found. */
export const reviewCommands: readonly Command[] = [
  {
    id: 'panel.problems',
    title: 'Show or hide problems',
    group: 'View',
    icon: ListChecks,
    keywords: ['show problems', 'review', 'lint', 'warnings', 'errors', 'advice', 'check the design'],
    shortcuts: ['P'],
    run: ({ panels }) => {
      if (isNarrow()) panels.setSheet(panels.sheet === 'problems' ? null : 'problems');
      else panels.toggleProblems();
    },
  },
];
