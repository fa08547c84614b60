import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { must } from '../../std/assert';
import { foreignKeyTypesMatch, normalizeDataType, parseDataType } from '../data-type';
import { builtInNames, catalogTypes, pseudoTypes, typeCompletions } from './catalog';
import { printDataType } from './print';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(`CREATE SCHEMA "Ap p"; CREATE TYPE "Ap p"."Order" AS ENUM ('a');
    CREATE TYPE mood AS ENUM ('b'); CREATE TYPE "integer" AS ENUM ('c')`);
});
afterAll(() => database.drop());

const spellings =
  `bpchar|pg_catalog.bpchar|bit|pg_catalog.bit|"bit"|char|pg_catalog.char|"char"|numeric(5)|decimal(5,-2)|
  Numeric(10, 2)|TIMESTAMP(3)|timestamp(3) with time zone|time(7)|interval(3)|interval second(2)|interval day to second(2)|
  interval year to month|interval hour|nchar varying(3)|national character varying(5)|nchar|nchar(4)|text array|
  text ARRAY[3]|text[3][4]|int[]|float|float(3)|float(24)|float(25)|float(53)|timestamptz(0)|pg_catalog.timestamptz(3)|varchar|
  char varying|character varying(4)|bit varying|varbit(7)|bit varying (3)|pg_catalog.varchar(3)|"varchar"(3)|
  time with time zone|time(3) with time zone|timetz(2)|json|jsonb[]|"time"|"timestamp"(3)|bit(8)|name|bpchar(3)|INT8|dec(3)|
  double precision|"char"[]|char[]|regclass|timestamp[]|bool|numeric(3,0)|interval[]|interval day to second(3)[]|
  bpchar[]|_int4|pg_catalog._text|_varchar|char (3)|timestamp(8)|interval(9)|mood|MOOD[]|public.mood|"Ap p"."Order"|"Ap p"."Order"[]|
  "integer"|integer /* comment */|serial|serial8|smallserial|
  integer(3)|int4(3)|varchar(0)|numeric(1001)|numeric(2,1001)|interval day(3)|float(0)|float(54)|setof text|"interval"(3) day|
  pg_catalog.integer|record|trigger|timestamp with time zone(3)|json(3)|text(3)|numeric(1,2,3)|bit(0)|varchar(1,2)|order|serial[]|
  interval month to day|double|character varying(10485761)|text[|timestamp(-1)`
    .split('|')
    .map((text) => text.trim());

async function formatType(text: string): Promise<string | null> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`CREATE TABLE t (a ${text})`);
    const { rows } = await client.query<{ type: string }>(
      `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum = 1`,
    );
    return rows[0]?.type ?? null;
  } catch {
    return null;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('data types and PostgreSQL', () => {
  it('PG-20: prints what format_type() prints, and refuses what PostgreSQL refuses', async () => {
    for (const text of [...spellings, ...typeCompletions.map(({ label }) => label)]) {
      const ours = normalizeDataType(text);
      const theirs = await formatType(text);
      // format_type() leaves a namespace out that is in the search path; as written it is just as right.
      const said = ours.ok ? ours.value.replace('public.mood', 'mood') : null;
      expect({ text, type: said }).toEqual({ text, type: theirs });
    }
  });

  it('PG-20: knows the types of pg_catalog', async () => {
    const { rows } = await database.pool.query<{ name: string; type: string; pseudo: boolean }>(
      `SELECT typname AS name, format_type(oid, NULL) AS type, typtype = 'p' AS pseudo FROM pg_type
       WHERE typnamespace = 'pg_catalog'::regnamespace AND typrelid = 0 AND typname !~ '^_'`,
    );
    const ordinary = rows.filter(({ pseudo }) => !pseudo);
    expect(ordinary.map(({ name }) => name).sort()).toEqual([...catalogTypes.keys()].sort());
    for (const { name, type } of ordinary) {
      expect(catalogTypes.get(name)).toBe(type.replaceAll('"', ''));
    }
    expect(
      rows
        .filter(({ pseudo }) => pseudo)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...pseudoTypes].sort());
  });

  it('PG-22: a foreign key may go between exactly the types between which PostgreSQL lets it go', async () => {
    const types = [
      ...[...builtInNames].map((name) =>
        printDataType({ namespace: 'pg_catalog', name, modifiers: [], dimensions: 0 }),
      ),
      ...[
        'integer[]',
        'bigint[]',
        'text[]',
        'character varying[]',
        'mood',
        '"Ap p"."Order"',
        'mood[]',
        'character(3)',
      ],
      ...['character varying(20)', 'numeric(10,2)', 'bit(3)', 'timestamp(3) with time zone'],
    ];
    const { rows } = await database.pool
      .query<{ pairs: string[] }>(`
      CREATE FUNCTION pairs(types text[]) RETURNS text[] LANGUAGE plpgsql AS $$
      DECLARE good text[] := '{}'; referenced text; at int;
      BEGIN
        FOR at IN 1 .. cardinality(types) LOOP
          EXECUTE format('CREATE TABLE referencing_%s (id %s)', at, types[at]);
        END LOOP;
        FOREACH referenced IN ARRAY types LOOP
          BEGIN
            EXECUTE format('CREATE TABLE referenced (id %s UNIQUE)', referenced);
          EXCEPTION WHEN OTHERS THEN CONTINUE;
          END;
          FOR at IN 1 .. cardinality(types) LOOP
            BEGIN
              EXECUTE format('ALTER TABLE referencing_%s ADD FOREIGN KEY (id) REFERENCES referenced (id)', at);
              good := good || (types[at] || ' → ' || referenced);
            EXCEPTION WHEN OTHERS THEN NULL;
            END;
          END LOOP;
          DROP TABLE referenced CASCADE;
        END LOOP;
        RETURN good;
      END $$;
      SELECT 1`)
      .then(() => database.pool.query<{ pairs: string[] }>('SELECT pairs($1) AS pairs', [types]));
    const parsed = new Map(types.map((text) => [text, parseDataType(text)]));
    const type = (text: string) => {
      const result = must(parsed.get(text), text);
      if (!result.ok) throw new Error(`${text}: ${result.problem}`);
      return result.value;
    };
    const ours = types.flatMap((referenced) =>
      types
        .filter((referencing) => foreignKeyTypesMatch(type(referencing), type(referenced)))
        .map((referencing) => `${referencing} → ${referenced}`),
    );
    const theirs = must(rows[0], 'the pairs').pairs;
    expect(theirs.length).toBeGreaterThan(150);
    expect(ours.filter((pair) => !theirs.includes(pair))).toEqual([]);
    expect(theirs.filter((pair) => !ours.includes(pair))).toEqual([]);
  });
});
