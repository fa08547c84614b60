import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { arbitraryDesign } from '../../schema/arbitrary.fixture';
import type { MemoryState } from '../../schema/memory-state';
import type { SchemaRecord } from '../../schema/record';
import { must } from '../../std/assert';
import { loaded } from './database.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** One line per object, the same from the design and from the catalogue. */
const catalogueQuery = `
  WITH spaces AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)')
  SELECT format('schema %s', nspname) AS line FROM spaces
  UNION ALL SELECT format('enum %s.%s %s', nspname, typname, enum_range) FROM (
    SELECT nspname, typname, (SELECT json_agg(enumlabel ORDER BY enumsortorder)::jsonb::text FROM pg_enum WHERE enumtypid = t.oid) AS enum_range
      FROM pg_type t JOIN spaces ON spaces.oid = typnamespace WHERE typtype = 'e') enums
  UNION ALL SELECT format('column %s.%s.%s %s %s %s %s %s', nspname, relname, row_number() OVER (PARTITION BY c.oid ORDER BY attnum), attname,
      attnotnull, attidentity, attgenerated, atthasdef)
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND relkind = 'r' JOIN spaces ON spaces.oid = relnamespace WHERE attnum > 0
  UNION ALL SELECT format('constraint %s.%s.%s %s %s %s %s %s', nspname, relname, conname, contype, convalidated, condeferrable, condeferred,
      (SELECT string_agg(attname, ',' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS k (key, place)
         JOIN pg_attribute ON attrelid = conrelid AND attnum = key WHERE contype IN ('p', 'u', 'f')))
    FROM pg_constraint JOIN pg_class c ON c.oid = conrelid JOIN spaces ON spaces.oid = connamespace WHERE contype <> 'n'
  UNION ALL SELECT format('index %s.%s %s %s', nspname, relname, indisunique, indpred IS NOT NULL)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN spaces ON spaces.oid = relnamespace
   WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))`;

async function linesOf(client: pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(catalogueQuery);
  return rows.map(({ line }) => line).sort();
}

function linesOfDesign(state: MemoryState): readonly string[] {
  return [...state.records()].flatMap((record) => lineOf(state, record) ?? []).sort();
}

const bool = (value: unknown) => (value ? 't' : 'f');

function lineOf(state: MemoryState, record: SchemaRecord): string | null {
  const space = (id: string) => must(state.live(id, 'namespace'), 'namespace').body.name;
  const tableOf = (id: string) => must(state.live(id, 'table'), 'table').body;
  const path = (id: string) => `${space(tableOf(id).namespaceId)}.${tableOf(id).name}`;
  const names = (ids: readonly string[]) =>
    ids.map((id) => must(state.live(id, 'column'), 'column').body.name).join(',');
  switch (record.kind) {
    case 'namespace':
      return `schema ${record.body.name}`;
    case 'enum': {
      const labels = record.body.labels.map((label) => JSON.stringify(label)).join(', ');
      return `enum ${space(record.body.namespaceId)}.${record.body.name} ${labels === '' ? '' : `[${labels}]`}`;
    }
    case 'column': {
      const { tableId, name, nullable, identity, generated, default: value } = record.body;
      const place = state.childrenOf(tableId, 'column').findIndex(({ id }) => id === record.id) + 1;
      const kind = generated ? (generated.stored ? 's' : 'v') : '';
      const letter = identity === undefined ? '' : identity === 'always' ? 'a' : 'd';
      return `column ${path(tableId)}.${place} ${name} ${bool(!nullable)} ${letter} ${kind} ${bool(value ?? generated)}`;
    }
    case 'primary-key':
    case 'unique':
    case 'foreign-key': {
      const { tableId, name, columnIds, deferrable, initiallyDeferred } = record.body;
      const type = { 'primary-key': 'p', unique: 'u', 'foreign-key': 'f' }[record.kind];
      const notValid = record.kind === 'foreign-key' && record.body.notValid;
      return `constraint ${path(tableId)}.${name} ${type} ${bool(!notValid)} ${bool(deferrable)} ${bool(initiallyDeferred)} ${names(columnIds)}`;
    }
    case 'check':
      return `constraint ${path(record.body.tableId)}.${record.body.name} c ${bool(!record.body.notValid)} f f `;
    case 'index': {
      const { tableId, name, unique, predicate } = record.body;
      return `index ${space(tableOf(tableId).namespaceId)}.${name} ${bool(unique)} ${bool(predicate)}`;
    }
    default:
      return null;
  }
}

describe('any design', () => {
  it('PG-1: loads into PostgreSQL and is there as it was designed', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDesign(), async (state) => {
        expect(await loaded(database.pool, state, linesOf)).toEqual(linesOfDesign(state));
      }),
      { numRuns: 50 },
    );
  });
});
