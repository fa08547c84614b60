import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

const sizes = ['smallint', 'integer', 'bigint'] as const;

export const sequenceTooSmall: Rule = {
  code: 'sequence-too-small',
  title: 'Sequence that ends before its column',
  severity: 'warning',
  why: 'nextval fails when the sequence’s own type is used up, although the column could hold more. That is what is left when only the column was made bigint.',
  docs: docs('sql-createsequence.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        const { default: value } = column.body;
        const sequence = value?.kind === 'sequence' ? context.get(value.sequenceId) : undefined;
        const wanted = sizes.find((size) => size === context.builtIn(column));
        if (sequence?.kind !== 'sequence' || !wanted) continue;
        const { type = 'bigint' } = sequence.body;
        if (sizes.indexOf(type) >= sizes.indexOf(wanted)) continue;
        yield {
          record: sequence,
          message: `${context.nameOf(sequence)} is ${type}, but ${context.nameOf(column)}, which takes its numbers, is ${wanted}.`,
          fix: {
            label: `Make it ${wanted}`,
            operations: () => [
              update(sequence, { type: wanted === 'bigint' ? null : wanted, maximum: null }),
            ],
          },
        };
      }
    }
  },
};
