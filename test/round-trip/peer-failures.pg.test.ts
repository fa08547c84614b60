import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '../../scripts/corpus/catalogue';
import { countObjects, differences, listObjects } from '../../scripts/corpus/catalogue';
import { dumpSchema } from '../../scripts/corpus/own-dump';
import { exportPostgresql } from '../../src/core/formats/postgresql/export-postgresql';
import { importPostgresql } from '../../src/core/formats/sql-import/import-postgresql';
import { countingIds } from '../../src/core/formats/sql-import/outline.fixture';
import { preprocess } from '../../src/core/formats/sql-import/preprocess';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/peer-failures/${name}`, import.meta.url), 'utf8');

type Case = { readonly number: string; readonly title: string; readonly sql: string };

/** Each case with a schema of its own, so that all fit into one database: a database for each takes a minute. */
const cases: readonly Case[] = fixture('cases.sql')
  .split(/^-- PF-/m)
  .slice(1)
  .map((text) => {
    const [, number = '', title = '', sql = ''] = /^(\d+): (.*)\n([\s\S]*)$/.exec(text) ?? [];
    return {
      number,
      title,
      sql: `CREATE SCHEMA pf_${number};\nSET search_path = pf_${number}, public;\n${sql}`,
    };
  });

async function exported(sql: string): Promise<string> {
  const imported = await importPostgresql(sql, { mintId: countingIds() });
  if (!imported.ok) throw new Error(`${imported.problem.line}: ${imported.problem.detail}`);
  return exportPostgresql(MemoryState.from(imported.value.records)).sql;
}

/** Runs a script as psql would, without what only psql understands; the second table of PF-41 is passed over. */
async function load(database: TestDatabase, sql: string): Promise<void> {
  const client = await database.pool.connect();
  try {
    for (const { text } of preprocess(sql).statements) {
      if (!text.startsWith('INSERT')) await client.query(text);
    }
    await client.query('RESET ALL');
  } finally {
    client.release();
  }
}

async function catalogueOf(database: TestDatabase): Promise<Catalogue> {
  const client = await database.pool.connect();
  try {
    return await listObjects(client);
  } finally {
    client.release(true);
  }
}

/** Lines of differences that speak of a case. */
const of = (number: string, lines: readonly string[]) =>
  lines.filter((line) => new RegExp(`\\bpf_${number}(?:_[a-z]+)?\\b`).test(line));

const databases: TestDatabase[] = [];
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  databases.push(database);
  return database;
}

async function ownDump(database: TestDatabase): Promise<string> {
  const { port, pathname } = new URL(database.url);
  return dumpSchema(Number(port), pathname.slice(1));
}

afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

describe('what peers fail on comes out as it went in', () => {
  const ddls = new Map<string, string>();
  const faults = new Map<string, string>();
  let lines: readonly string[] = [];
  let dumpLines: readonly string[] = [];
  let size = 0;

  beforeAll(async () => {
    const [original, result] = [await emptyDatabase(), await emptyDatabase()];
    for (const { number, sql } of cases) {
      await load(original, sql);
      try {
        const ddl = await exported(sql);
        ddls.set(number, ddl);
        await load(result, ddl);
      } catch (error) {
        faults.set(number, String(error));
      }
    }
    const catalogue = await catalogueOf(original);
    size = countObjects(catalogue);
    lines = differences(catalogue, await catalogueOf(result)).map(({ text }) => text);
    const dump = await ownDump(original);
    const [restored, again] = [await emptyDatabase(), await emptyDatabase()];
    await load(restored, dump);
    await load(again, await exported(dump));
    dumpLines = differences(await catalogueOf(restored), await catalogueOf(again)).map(({ text }) => text);
  });

  it('every case is there, and made something', () => {
    expect(cases.length).toBeGreaterThan(70);
    expect(new Set(cases.map(({ number }) => number)).size).toBe(cases.length);
    expect(size).toBeGreaterThan(5 * cases.length);
  });

  it.each(cases)('PF-$number: $title', async ({ number }) => {
    expect(faults.get(number)).toBeUndefined();
    expect(of(number, lines)).toEqual([]);
    expect(of(number, dumpLines).map((line) => `as its own dump: ${line}`)).toEqual([]);
    const ddl = ddls.get(number) ?? '';
    expect(await exported(ddl)).toBe(ddl);
    if (number === '43') expect(ddl).not.toContain('DROP');
  });
});

describe('the schema that no peer reproduces', () => {
  it('PF-51 to PF-59: as written and as its own dump', async () => {
    const sql = fixture('appendix.sql');
    const [original, result] = [await emptyDatabase(), await emptyDatabase()];
    await load(original, sql);
    await load(result, await exported(sql));
    const catalogue = await catalogueOf(original);
    expect(differences(catalogue, await catalogueOf(result))).toEqual([]);
    const dump = await ownDump(original);
    expect(dump).toContain('\\restrict');
    const again = await emptyDatabase();
    await load(again, await exported(dump));
    expect(differences(catalogue, await catalogueOf(again))).toEqual([]);
  });
});
