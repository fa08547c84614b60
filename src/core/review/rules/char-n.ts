import { hasPlainDefault, retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const charN: Rule = {
  code: 'char-n',
  title: 'Type char(n)',
  severity: 'info',
  why: 'It pads with spaces, which some operators ignore and others do not, and is no faster than varchar or text. A fixed length is better said in a check.',
  docs: docs('datatype-character.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (context.builtIn(column) !== 'character') continue;
        const [length] = context.typeOf(column)?.modifiers ?? [];
        const type = length === undefined ? 'text' : `character varying(${length})`;
        yield {
          record: column,
          message: `${context.nameOf(column)} is ${column.body.type}, which is padded with spaces.`,
          fix: hasPlainDefault(column) ? retype(context, column, type) : undefined,
        };
      }
    }
  },
};
