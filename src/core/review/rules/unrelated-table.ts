import { partitionRoot } from '../../schema/inheritance';
import type { Rule } from '../rule';
import { docs } from '../rule';

/** Tables that tools keep for themselves. */
const ofTools = /migration|schema_version|changelog|ar_internal|_settings?$/i;

export const unrelatedTable: Rule = {
  code: 'unrelated-table',
  title: 'Table without relationships',
  severity: 'info',
  why: 'Most other tables of this design are connected by foreign keys. One that stands alone may lack one.',
  docs: docs('tutorial-fk.html'),
  *check(context) {
    const candidates = context.tables.filter(
      ({ isPartition, table }) => !isPartition && !table.body.inherits,
    );
    // A partition's foreign keys are a relationship of the table that it is a part of.
    const related = new Set(
      context.tables
        .filter(({ id, foreignKeys }) => foreignKeys.length > 0 || context.foreignKeysTo(id).length > 0)
        .map(({ id }) => partitionRoot(id, context)),
    );
    const lonely = candidates.filter(({ id }) => !related.has(id));
    // Where many stand alone it is how the design is made, or it has only begun.
    if (candidates.length < 5 || lonely.length * 4 > candidates.length) return;
    for (const { table, name, columns } of lonely) {
      if (columns.length < 2 || ofTools.test(table.body.name) || context.isInherited(table.id)) continue;
      yield { record: table, message: `No foreign key goes from ${name} or to it.` };
    }
  },
};
