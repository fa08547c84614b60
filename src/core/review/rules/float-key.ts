import type { Rule } from '../rule';
import { docs } from '../rule';

const floats: ReadonlySet<string> = new Set(['real', 'double precision']);

export const floatKey: Rule = {
  code: 'float-key',
  title: 'Floating-point number as a key',
  severity: 'warning',
  why: 'Whether two floating-point numbers are equal depends on how they were computed. A row may not be found by what looks like its key.',
  docs: docs('datatype-numeric.html#DATATYPE-FLOAT'),
  *check(context) {
    for (const { primaryKey, uniques, isPartition } of context.tables) {
      if (isPartition) continue;
      for (const key of primaryKey ? [primaryKey, ...uniques] : uniques) {
        const columns = key.body.columnIds.map((id) => context.column(id)).filter((one) => one !== undefined);
        const float = columns.find((column) => floats.has(context.builtIn(column) ?? ''));
        if (!float) continue;
        yield {
          record: key,
          message: `${context.nameOf(key)} compares ${float.body.name}, which is ${float.body.type}, for equality.`,
        };
      }
    }
  },
};
