import type { Rule } from '../rule';
import { docs } from '../rule';

const idTypes: ReadonlySet<string> = new Set([
  'uuid',
  'integer',
  'bigint',
  'smallint',
  'text',
  'character varying',
]);
const scalarLists: ReadonlySet<string> = new Set(['text', 'character varying']);

export const idList: Rule = {
  code: 'id-list',
  title: 'List of ids in one column',
  severity: 'info',
  why: 'No foreign key can look into a list: ids of rows that are gone stay in it, and joins from it are slow. A table of pairs keeps them right.',
  docs: docs('arrays.html#ARRAYS-SEARCHING'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        const type = context.typeOf(column);
        if (!type || !/(^|_)ids$/i.test(column.body.name)) continue;
        if (type.dimensions > 0 ? !idTypes.has(type.name) : !scalarLists.has(type.name)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} keeps a list of ids, which no foreign key can check.`,
        };
      }
    }
  },
};
