import { retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

const textTypes: ReadonlySet<string> = new Set(['character', 'character varying', 'text']);

export const uuidAsText: Rule = {
  code: 'uuid-as-text',
  title: 'UUID kept as text',
  severity: 'info',
  why: 'As text a UUID takes 37 bytes instead of 16, in every index too, and nothing keeps it from being anything else. The type uuid takes it in every spelling.',
  docs: docs('datatype-uuid.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (!textTypes.has(context.builtIn(column) ?? '')) continue;
        const isOfLength = context.typeOf(column)?.modifiers[0] === '36';
        const isNamed = /(^|_)(uuid|guid)$/i.test(column.body.name);
        if (!isNamed && !(isOfLength && /(^|_)id$/i.test(column.body.name))) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} looks like a UUID and is ${column.body.type}.`,
          fix: column.body.default ? undefined : retype(context, column, 'uuid'),
        };
      }
    }
  },
};
