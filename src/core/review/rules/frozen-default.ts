import { update } from '../../schema/operation-shorthand';
import type { Rule } from '../rule';
import { docs } from '../rule';

const dateTypes: ReadonlySet<string> = new Set([
  'date',
  'time without time zone',
  'timestamp with time zone',
  'timestamp without time zone',
]);

export const frozenDefault: Rule = {
  code: 'frozen-default',
  title: 'Default that is the moment the table was made',
  severity: 'warning',
  why: 'The text ‘now’ is turned into a date when the table is made, and every row gets that one. now() is asked anew for each row.',
  docs: docs('datatype-datetime.html#DATATYPE-DATETIME-SPECIAL-VALUES'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        const { default: value } = column.body;
        const type = context.builtIn(column);
        if (!value || value.kind === 'sequence' || type === undefined || !dateTypes.has(type)) continue;
        const written =
          value.kind === 'literal' ? value.text : /^'([a-z]+)'(::.*)?$/i.exec(value.text.trim())?.[1];
        const word = written?.trim().toLowerCase();
        if (word === undefined || !['now', 'today', 'tomorrow', 'yesterday'].includes(word)) continue;
        const text = presentOf(word, type);
        yield {
          record: column,
          message: `${context.nameOf(column)} has the default '${word}', which is fixed when the table is made.`,
          fix:
            text === undefined
              ? undefined
              : {
                  label: `Use ${text}`,
                  operations: () => [update(column, { default: { kind: 'expression', text } })],
                },
        };
      }
    }
  },
};

function presentOf(word: string, type: string): string | undefined {
  if (word === 'today') return type.startsWith('time ') ? undefined : 'CURRENT_DATE';
  if (word !== 'now') return undefined;
  if (type === 'date') return 'CURRENT_DATE';
  return type.startsWith('time ') ? 'LOCALTIME' : 'now()';
}
