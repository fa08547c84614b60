import type { Rule } from '../rule';
import { docs } from '../rule';

const textTypes: ReadonlySet<string> = new Set(['character', 'character varying', 'text']);

export const dateAsText: Rule = {
  code: 'date-as-text',
  title: 'Date kept as text',
  severity: 'warning',
  why: 'Text lets the 30th of February in, sorts by letters, and every query has to know the format. The date types do none of this.',
  docs: docs('datatype-datetime.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (!textTypes.has(context.builtIn(column) ?? '')) continue;
        if (
          !/((created|updated|deleted|modified|expires?|published)_(at|on)|_date|(?<=[a-z])Date)$/.test(
            column.body.name,
          )
        )
          continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} looks like a date and is ${column.body.type}.`,
        };
      }
    }
  },
};
