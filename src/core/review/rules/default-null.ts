import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const defaultNull: Rule = {
  code: 'default-null',
  title: 'Default of NULL',
  severity: 'info',
  why: 'A column without a default is NULL anyway. On a NOT NULL column the default even fails.',
  docs: docs('ddl-default.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        const { default: value } = column.body;
        if (value?.kind !== 'expression' || !/^\(*null\)*(::[\w\s"().[\]]+)?$/i.test(value.text.trim()))
          continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} has the default NULL, which it would have without saying so.`,
          fix: { label: 'Remove the default', operations: () => [update(column, { default: null })] },
        };
      }
    }
  },
};
