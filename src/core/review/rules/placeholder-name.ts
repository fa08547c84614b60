import type { Rule } from '../rule';
import { docs } from '../rule';

const placeholder = /^((new|untitled)_?)?(table|column|col|field|entity|tmp|temp|test|foo|bar|asdf)_?\d*$/i;

export const placeholderName: Rule = {
  code: 'placeholder-name',
  title: 'Name that says nothing',
  severity: 'info',
  why: 'It looks like a name that was meant to be changed. Later it stands in queries and programs, and renaming costs more.',
  docs: docs('ddl-alter.html'),
  *check(context) {
    for (const { table, name, ownColumns } of context.tables) {
      if (placeholder.test(table.body.name)) {
        yield { record: table, message: `${name} is a name that does not say what is in the table.` };
      }
      for (const column of ownColumns) {
        if (!placeholder.test(column.body.name)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is a name that does not say what it holds.`,
        };
      }
    }
  },
};
