import type { Rule } from '../rule';
import { docs } from '../rule';

export const randomUuidKey: Rule = {
  code: 'random-uuid-key',
  title: 'Random UUIDs as primary key',
  severity: 'info',
  why: 'Random keys land all over the index: in a large table each insert touches another page. uuidv7() of PostgreSQL 18 gives UUIDs that begin with the time, so new rows stay together.',
  docs: docs('functions-uuid.html'),
  *check(context) {
    for (const { primaryKey, isPartition } of context.tables) {
      const [id, ...others] = primaryKey?.body.columnIds ?? [];
      const column = id === undefined || others.length > 0 || isPartition ? undefined : context.column(id);
      const value = column?.body.default;
      if (!column || value?.kind !== 'expression') continue;
      if (!/^\s*("?\w+"?\.)?(gen_random_uuid|uuid_generate_v4|uuidv4)\s*\(\s*\)\s*$/i.test(value.text))
        continue;
      yield { record: column, message: `${context.nameOf(column)} is a primary key of random UUIDs.` };
    }
  },
};
