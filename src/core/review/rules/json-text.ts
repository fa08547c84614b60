import { hasPlainDefault, retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const jsonText: Rule = {
  code: 'json-text',
  title: 'Type json instead of jsonb',
  severity: 'info',
  why: 'json keeps the text and parses it with every access; it cannot be compared or indexed. jsonb can. Keep json only where spaces, the order of keys or repeated keys matter.',
  docs: docs('datatype-json.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (context.builtIn(column) !== 'json') continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is json, which cannot be compared or indexed.`,
          fix: hasPlainDefault(column) ? retype(context, column, 'jsonb') : undefined,
        };
      }
    }
  },
};
