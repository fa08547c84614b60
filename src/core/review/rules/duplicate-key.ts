import type { SchemaRecord } from '../../schema/record';
import { dropFix } from '../drop-fix';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const duplicateKey: Rule = {
  code: 'duplicate-key',
  title: 'Two keys on the same columns',
  severity: 'warning',
  why: 'Every key has an index of its own. The second one promises nothing that the first does not, and costs time with every write, and space.',
  docs: docs('indexes-unique.html'),
  *check(context) {
    for (const { primaryKey, uniques, isPartition } of context.tables) {
      if (isPartition) continue;
      const seen = new Map<string, SchemaRecord<'primary-key'> | SchemaRecord<'unique'>>();
      for (const key of primaryKey ? [primaryKey, ...uniques] : uniques) {
        const columns = [...key.body.columnIds].sort().join();
        const first = seen.get(columns);
        if (!first) seen.set(columns, key);
        else if (key.kind === 'unique' && !first.body.deferrable) {
          yield {
            record: key,
            message: `${context.nameOf(key)} is on the same columns as ${first.body.name}: (${context.columnNames(key.body.columnIds)}).`,
            fix: key.body.include ? undefined : dropFix(context, key),
          };
        }
      }
    }
  },
};
