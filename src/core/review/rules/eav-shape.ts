import type { Rule } from '../rule';
import { docs } from '../rule';

const attributes: ReadonlySet<string> = new Set(
  'attribute attribute_id attribute_name attribute_key property property_id property_name meta_key'.split(
    ' ',
  ),
);
const values: ReadonlySet<string> = new Set('value attribute_value property_value meta_value'.split(' '));

export const eavShape: Rule = {
  code: 'eav-shape',
  title: 'Entity, attribute, value',
  severity: 'info',
  why: 'With one row for each property the values have no types, checks or foreign keys, and a query joins once for each property. Columns, or one jsonb column, are mostly better.',
  docs: docs('datatype-json.html'),
  *check({ tables }) {
    for (const { table, name, ownColumns } of tables) {
      const names = ownColumns.map(({ body }) => body.name.toLowerCase());
      const attribute = names.find((one) => attributes.has(one));
      const value = names.find((one) => values.has(one));
      if (attribute === undefined || value === undefined || names.length > 8) continue;
      yield {
        record: table,
        message: `${name} keeps properties as rows: ${attribute} says which, ${value} holds it.`,
      };
    }
  },
};
