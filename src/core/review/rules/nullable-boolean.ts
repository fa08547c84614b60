import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const nullableBoolean: Rule = {
  code: 'nullable-boolean',
  title: 'Boolean with a default that may still be NULL',
  severity: 'info',
  why: 'It has three values. WHERE NOT flag leaves the rows with NULL out, which is seldom meant where a default says what the usual value is.',
  docs: docs('datatype-boolean.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        const { nullable, default: value } = column.body;
        if (!nullable || !value || context.builtIn(column) !== 'boolean') continue;
        if (value.kind === 'expression' && /^null\b/i.test(value.text.trim())) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} has a default but may be NULL, neither true nor false.`,
          fix: { label: 'Set NOT NULL', operations: () => [update(column, { nullable: false })] },
        };
      }
    }
  },
};
