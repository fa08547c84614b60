import type { Rule } from '../rule';
import { docs } from '../rule';

export const polymorphicPair: Rule = {
  code: 'polymorphic-pair',
  title: 'Reference whose table depends on another column',
  severity: 'info',
  why: 'With x_type and x_id no foreign key is possible: nothing stops a reference to a row that is gone. A nullable foreign key for each table, and a check that one of them is set, keeps them right.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      const byName = new Map(ownColumns.map((column) => [column.body.name, column]));
      for (const column of ownColumns) {
        const stem = /^(.+?)(_id|Id)$/.exec(column.body.name)?.[1];
        const kind =
          stem === undefined ? undefined : (byName.get(`${stem}_type`) ?? byName.get(`${stem}Type`));
        const type = kind && context.builtIn(kind);
        if (!kind || (type !== 'text' && type !== 'character varying')) continue;
        if (context.foreignKeysFrom(column.id).length > 0) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} refers to another table depending on ${kind.body.name}, so no foreign key can check it.`,
        };
      }
    }
  },
};
