import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, listObjects } from '../../../../scripts/corpus/catalogue';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { preprocess } from '../../formats/sql-import/preprocess';
import { arbitraryDesign } from '../../schema/arbitrary.fixture';
import { bodySchemas } from '../../schema/bodies';
import { MemoryState } from '../../schema/memory-state';
import { claimsOf } from '../../schema/names';
import { must } from '../../std/assert';
import { quoteIdentifier } from '../../std/sql-identifier';
import { exportPostgresql } from '../postgresql/export-postgresql';
import { importPostgresql } from '../sql-import/import-postgresql';
import { countingIds } from '../sql-import/outline.fixture';
import type { Inspected } from './inspect';
import { inspectCatalogue } from './inspect';

let original: TestDatabase;
let copy: TestDatabase;
beforeAll(async () => {
  [original, copy] = [await createTestDatabase(), await createTestDatabase()];
  await makeRoles();
});
afterAll(async () => {
  await original.drop();
  await copy.drop();
});

/** In a transaction that is rolled back, on one connection. */
async function inRolledBack<Value>(
  database: TestDatabase,
  use: (client: pg.PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    return await use(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

function inspect(client: pg.PoolClient): Promise<Inspected> {
  return inspectCatalogue(async (sql) => (await client.query(sql)).rows, {
    mintId: countingIds(),
    isInTransaction: true,
  });
}

function printed({ records }: Inspected): string {
  return exportPostgresql(MemoryState.from(records)).sql;
}

async function load(client: pg.PoolClient, sql: string): Promise<void> {
  // One by one: the copy of a table is not known to the statements after it in the same message.
  for (const { text } of preprocess(sql).statements) {
    await client.query(text).catch((error: Error) => {
      throw new Error(`${error.message} in\n${text}`);
    });
  }
}

/** What PostgreSQL makes up for partitions and heirs, depending on how they were made, and nobody can choose. */
const madeUp =
  /^not-null constraint: public\.(?:attached|child|grandchild)\.|^constraint: my_own_key on public\.attached: no inherit/;

/** Loads a script, reads it, loads what that gives, and compares both databases, object by object. */
async function roundTrip(sql: string) {
  const first = await inRolledBack(original, async (client) => {
    await load(client, sql);
    const inspected = await inspect(client);
    return { inspected, catalogue: await listObjects(client) };
  });
  const second = await inRolledBack(copy, async (client) => {
    await load(client, printed(first.inspected));
    const inspected = await inspect(client);
    return { inspected, catalogue: await listObjects(client) };
  });
  const found = differences(first.catalogue, second.catalogue)
    .map(({ text }) => text)
    .filter((line) => !madeUp.test(line));
  return { first: first.inspected, second: second.inspected, found };
}

function expectCoherent({ records }: Inspected): void {
  const state = MemoryState.from(records);
  const ids = new Set(records.map(({ id }) => id));
  for (const { kind, body, parentId } of records) {
    expect(bodySchemas[kind].safeParse(body).success).toBe(true);
    if (parentId !== null) expect(ids).toContain(parentId);
  }
  const claims = records
    .flatMap((record) => claimsOf(record, state))
    .map(({ scope, name }) => `${scope} ${name}`);
  expect(claims.filter((claim, at) => claims.indexOf(claim) !== at)).toEqual([]);
}

const fixture = (name: string) => readFileSync(`test/fixtures/catalogue/${name}.sql`, 'utf8');

async function makeRoles(): Promise<void> {
  for (const role of ['fixture_owner', 'fixture "reader"', 'vz_owner', 'vz_reader']) {
    await original.pool.query(
      `DO $$ BEGIN CREATE ROLE ${quoteIdentifier(role)}; EXCEPTION WHEN duplicate_object THEN END $$`,
    );
  }
}

describe('reading a catalogue', () => {
  it('INS-1: what is structured comes back as it was, object by object', async () => {
    const { first, second, found } = await roundTrip(fixture('structures'));
    expect(found).toEqual([]);
    expect(printed(second)).toBe(printed(first));
    expectCoherent(first);
    expect(first.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('INS-2: what is kept as text comes back as it was, in an order in which it runs', async () => {
    const { first, second, found } = await roundTrip(fixture('statements'));
    // INS-7: passwords are not read.
    expect(found).toEqual([expect.stringContaining('user mapping: public on server far')]);
    expect(printed(first)).not.toContain('secret');
    expect(printed(second)).toBe(printed(first));
    expectCoherent(first);
    expect(first.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(first.ledger).toContainEqual(
      expect.objectContaining({ kind: 'user mapping', name: 'PUBLIC on far' }),
    );
    expect(first.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'roles', message: expect.stringContaining('fixture_owner') }),
    );
  });

  it('INS-2: what nobody may do in a schema public that was made anew is said', async () => {
    const { first, found } = await roundTrip('DROP SCHEMA public; CREATE SCHEMA public;');
    expect(found).toEqual([]);
    expect(printed(first)).toContain('REVOKE USAGE ON SCHEMA public FROM PUBLIC;');
  });

  it('INS-2: the import of the exported script spells and places kept statements alike', async () => {
    const { first } = await roundTrip(`
      CREATE DOMAIN public.short AS text CHECK (length(VALUE) < 9);
      CREATE TYPE public.span AS RANGE (SUBTYPE = integer);
      CREATE FUNCTION public.f(a text) RETURNS text LANGUAGE sql AS $$ SELECT a $$;
      COMMENT ON FUNCTION public.f(text) IS 'speaks of text';
      CREATE TABLE public.alone (id integer PRIMARY KEY, name public.short);
      ALTER TABLE public.alone CLUSTER ON alone_pkey;
      CREATE TABLE public.above (id integer PRIMARY KEY);
      CREATE TABLE public.below () INHERITS (public.above);
      ALTER TABLE public.above CLUSTER ON above_pkey;`);
    const imported = await importPostgresql(printed(first), { mintId: countingIds() });
    const { records } = must(imported.ok ? imported.value : null, 'import');
    expect(exportPostgresql(MemoryState.from(records)).sql).toBe(printed(first));
    expect(printed(first)).toContain('ALTER TABLE ONLY public.above CLUSTER ON');
    expect(printed(first)).toContain('ALTER TABLE public.alone CLUSTER ON');
  });

  // That it is what was designed, field by field, is what a proof says (PRV-1, over the same designs).
  it('INS-1: what any design makes is read, and once more just the same', async () => {
    await makeRoles();
    const property = fc.asyncProperty(arbitraryDesign(), async (design) => {
      const inspected = await inRolledBack(original, async (client) => {
        await load(client, exportPostgresql(design).sql);
        return inspect(client);
      });
      const again = await inRolledBack(original, async (client) => {
        await load(client, printed(inspected));
        return inspect(client);
      });
      expect(outline(MemoryState.from(again.records))).toEqual(outline(MemoryState.from(inspected.records)));
      expect(printed(again)).toBe(printed(inspected));
      expectCoherent(inspected);
    });
    await fc.assert(property, { numRuns: 8, endOnFailure: true });
  });

  it('INS-3: writes nothing, and leaves the session and an open transaction as they were', async () => {
    const client = await original.pool.connect();
    const asked = async (sql: string) => (await client.query(sql)).rows;
    try {
      await client.query("SET search_path = public, pg_temp; SET datestyle = 'German'");
      await inspectCatalogue(asked, { mintId: countingIds() });
      const [after] = await asked(
        `SELECT current_setting('search_path') AS path, current_setting('datestyle') AS dates`,
      );
      expect(after).toEqual({ path: 'public, pg_temp', dates: 'German, DMY' });
      await client.query('BEGIN; CREATE TABLE made_here (id integer)');
      const { records } = await inspectCatalogue(asked, { mintId: countingIds(), isInTransaction: true });
      expect(records).toContainEqual(
        expect.objectContaining({ body: expect.objectContaining({ name: 'made_here' }) }),
      );
      const [inside] = await asked(
        `SELECT current_setting('search_path') AS path, to_regclass('made_here')::text AS made`,
      );
      expect(inside).toEqual({ path: 'public, pg_temp', made: 'made_here' });
    } finally {
      await client.query('ROLLBACK; RESET ALL');
      client.release();
    }
  });

  it('INS-4: the namespaces of the project that it goes into are used', async () => {
    const known = '00000000-0000-4000-8000-0000000000aa';
    const holder = (_scope: string, name: string) => (name === 'public' ? known : undefined);
    const { records } = await inRolledBack(original, async (client) => {
      await client.query('CREATE TABLE here (id integer)');
      const query = async (sql: string) => (await client.query(sql)).rows;
      return inspectCatalogue(query, { mintId: countingIds(), isInTransaction: true, existing: { holder } });
    });
    expect(records.map(({ kind, parentId }) => [kind, parentId])).toEqual([
      ['table', known],
      ['column', records[0]?.id],
    ]);
  });
});

/** A design by names, without what the server spells in its own way. */
function outline(state: MemoryState): readonly string[] {
  const nameOf = (id: string) => {
    const record = state.get(id);
    return record && 'body' in record && 'name' in record.body ? record.body.name : id;
  };
  const spelled: ReadonlySet<string> = new Set([
    'default',
    'expression',
    'predicate',
    'order',
    'columnRefs',
    'match',
  ]);
  const named = (value: unknown): unknown => {
    if (typeof value === 'string') return nameOf(value);
    if (Array.isArray(value)) return value.map(named);
    if (value === null || typeof value !== 'object') return value;
    const isDescending = 'direction' in value && value.direction === 'desc';
    // What the direction brings anyway.
    const usualNulls = isDescending ? 'first' : 'last';
    const fields = Object.entries(value).filter(
      ([field, one]) =>
        one !== undefined &&
        one !== false &&
        one !== 'asc' &&
        one !== 'no action' &&
        !(field === 'nulls' && one === usualNulls) &&
        !(field === 'increment' && one === '1') &&
        !spelled.has(field),
    );
    return Object.fromEntries(
      fields.map(([field, one]) => [
        field,
        field === 'type' ? String(one).replace(/^public\./, '') : named(one),
      ]),
    );
  };
  return [...state.records()]
    .filter((record) => !(record.kind === 'verbatim' && record.body.tag === 'alter sequence'))
    .map((record) => JSON.stringify([record.kind, named(record.body)], sortKeys))
    .sort();
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
