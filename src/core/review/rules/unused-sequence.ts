import { remove } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const unusedSequence: Rule = {
  code: 'unused-sequence',
  title: 'Sequence that nothing uses',
  severity: 'info',
  why: 'No default, function or view takes numbers from it, and no column owns it. A program may still call nextval itself; then ignore this.',
  docs: docs('sql-createsequence.html'),
  *check(context) {
    const used = new Set(
      context
        .ofKind('column')
        .map(({ body }) => (body.default?.kind === 'sequence' ? body.default.sequenceId : '')),
    );
    for (const sequence of context.ofKind('sequence')) {
      if (used.has(sequence.id) || sequence.body.ownedByColumnId !== undefined) continue;
      if (context.isMentioned(sequence.body.name)) continue;
      yield {
        record: sequence,
        message: `Nothing in this design takes numbers from ${context.nameOf(sequence)}.`,
        fix: { label: `Delete ${sequence.body.name}`, operations: () => [remove(sequence)] },
      };
    }
  },
};
