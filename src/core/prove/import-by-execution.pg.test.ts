import { afterAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { exportPostgresql } from '../formats/postgresql/export-postgresql';
import { importPostgresql } from '../formats/sql-import/import-postgresql';
import { countingIds } from '../formats/sql-import/outline.fixture';
import { MemoryState } from '../schema/memory-state';
import { must } from '../std/assert';
import type { Executed } from './import-by-execution';
import { importByExecution, needsExecution } from './import-by-execution';
import type { Sandbox } from './sandbox';

const databases: TestDatabase[] = [];
afterAll(async () => {
  await Promise.all(databases.map((one) => one.drop()));
});

async function emptyDatabase(): Promise<TestDatabase> {
  const made = await createTestDatabase();
  databases.push(made);
  return made;
}

/** Runs a script in an empty database of a real server, which is as good as PGlite and starts faster. */
async function run(sql: string): Promise<Executed> {
  const read = await importPostgresql(sql, { mintId: countingIds() });
  const text = must(read.ok ? read.value : null, 'what the text tells');
  const { pool } = await emptyDatabase();
  const client = await pool.connect();
  const sandbox: Sandbox = {
    query: async (statement) => (await client.query(statement)).rows,
    exec: async (statement) => {
      await client.query(statement);
    },
  };
  try {
    return await importByExecution(async () => sandbox, sql, text, { mintId: countingIds() });
  } finally {
    client.release(true);
  }
}

async function executed(sql: string) {
  const outcome = await run(sql);
  if (outcome.kind === 'given-up') throw new Error(outcome.diagnostic.message);
  const { records, diagnostics, ledger } = outcome.imported;
  const names = (kind: string) =>
    records.flatMap((one) => (one.kind === kind && 'name' in one.body ? [one.body.name] : []));
  return { records, diagnostics, ledger, names, printed: exportPostgresql(MemoryState.from(records)).sql };
}

const owner = 'script_owner';

const inLoop = `
  CREATE TABLE first (id integer PRIMARY KEY);
  DO $$ BEGIN
    FOR n IN 1..3 LOOP EXECUTE format('CREATE TABLE part_%s (id integer REFERENCES first)', n); END LOOP;
  END $$;`;

describe('import by execution', () => {
  it('IMP-30: is wanted where the text leaves something open, and only there', async () => {
    const read = async (sql: string) => {
      const imported = await importPostgresql(sql, { mintId: countingIds() });
      return needsExecution(must(imported.ok ? imported.value : null, 'import'));
    };
    expect(await read(inLoop)).toBe(true);
    expect(await read('CREATE TABLE t (id integer); COMMENT ON TABLE t IS $$DO $$;')).toBe(false);
  });

  it('IMP-31: finds what a loop, a function and an EXECUTE have made, and says that it was run and why', async () => {
    const { names, diagnostics } = await executed(`${inLoop}
      CREATE FUNCTION more() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE made_by_call (id integer); END $$;
      SELECT more(); DROP FUNCTION more();`);
    expect(names('table').sort()).toEqual(['first', 'made_by_call', 'part_1', 'part_2', 'part_3']);
    expect(names('foreign-key')).toHaveLength(3);
    expect(diagnostics[0]).toMatchObject({ severity: 'info', code: 'executed', line: 3 });
    expect(diagnostics.map(({ code }) => code)).not.toContain('cannot-follow');
  });

  it('IMP-32: makes schemas and roles that the script takes for granted, and says so', async () => {
    const { names, diagnostics, printed } = await executed(`
      BEGIN;
      DO $$ BEGIN CREATE TABLE auth.users (id integer); END $$;
      DO $$ BEGIN EXECUTE 'ALTER TABLE auth.users OWNER TO ${owner}'; END $$;
      COMMIT;`);
    expect(names('namespace').sort()).toEqual(['auth', 'public']);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'namespace-added',
        message: expect.stringContaining('“auth”'),
        line: 3,
      }),
    );
    expect(printed).toContain(`OWNER TO ${owner}`);
  });

  it('IMP-33: passes over rows and keeps statements about what is not there as text, and says both', async () => {
    const { names, diagnostics, ledger, printed } = await executed(`
      DO $$ BEGIN CREATE TABLE here (id integer); END $$;
      INSERT INTO here VALUES (1);
      COMMENT ON TABLE not_here IS 'gone';
      ALTER TABLE nor_here DROP COLUMN id;
      CREATE SCHEMA app;
      SET search_path = app;
      CREATE VIEW seen AS SELECT * FROM elsewhere;
      SET search_path = public;
      CREATE TABLE also_here (id integer);`);
    expect(names('table').sort()).toEqual(['also_here', 'here']);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'not-there', message: expect.stringContaining('not_here'), line: 4 }),
    );
    expect(ledger).toContainEqual(expect.objectContaining({ kind: 'data', name: 'INSERT' }));
    expect(ledger).toContainEqual({ kind: 'view', name: 'seen', reason: 'kept as text' });
    expect(printed).toContain("COMMENT ON TABLE not_here IS 'gone';");
    expect(printed).not.toContain('nor_here');
    expect(printed).toMatch(/SET search_path TO app;\s*CREATE VIEW seen AS SELECT \* FROM elsewhere;/);
  });

  it.each([
    ['a statement fails', `DO $$ BEGIN RAISE EXCEPTION 'not today'; END $$`, 'not today (line 1)'],
    ['an extension is lacking', 'CREATE EXTENSION postgis; DO $$ BEGIN END $$', 'extension postgis'],
    ['psql would run it', 'SELECT 1 \\gexec', '\\gexec'],
  ])('IMP-34: gives up where %s, and says so', async (_why, sql, said) => {
    const outcome = await run(sql);
    expect(outcome).toMatchObject({
      kind: 'given-up',
      diagnostic: { code: 'not-executed', severity: 'warning' },
    });
    expect(outcome.kind === 'given-up' && outcome.diagnostic.message).toContain(said);
  });

  it('IMP-31: what belongs to nobody else belongs to whoever runs the script', async () => {
    const { printed } = await executed('DO $$ BEGIN CREATE TABLE plain (id integer); END $$;');
    expect(printed).not.toContain('OWNER');
  });
});
