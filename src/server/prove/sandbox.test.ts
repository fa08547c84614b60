import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProveWorker, bundleSqlWorker } from '../../../test/support/sql-worker';
import type { ProvenScript } from '../../core/protocol/proof';
import { designOf } from '../../core/prove/sandbox.fixture';
import type { MemoryState } from '../../core/schema/memory-state';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import type { Prover } from '../main/sql-work';
import { builtProver, createSqlWork, sqlLimits } from '../main/sql-work';
import type { SqlWork } from '../projects/sql-work';

const root = new URL('../../../', import.meta.url);
const folder = new URL('public/sandbox/', root);
const works: SqlWork[] = [];

async function open(changed: Partial<Prover> = {}): Promise<SqlWork> {
  const worker = await bundleProveWorker();
  const work = createSqlWork(await bundleSqlWorker(), sqlLimits, {
    ...builtProver,
    worker,
    folder,
    ...changed,
  });
  works.push(work);
  return work;
}

async function proven(
  sql: string,
  changed: Partial<Prover> = {},
  version: 14 | 18 = 18,
): Promise<Result<ProvenScript, Problem>> {
  const state: MemoryState = await designOf(sql);
  return (await open(changed)).prove({ records: [...state.records()], version });
}

beforeAll(async () => {
  // As the build does it; takes a moment where it is there already.
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('scripts/prepare-sandbox.mjs', root))]);
}, 120_000);
afterAll(async () => {
  await Promise.all(works.map((work) => work.close()));
});

const design = `
CREATE EXTENSION citext;
CREATE TABLE "größe" (id bigint PRIMARY KEY, name citext NOT NULL DEFAULT 'straße', n int CHECK (n>0));
CREATE TABLE part (id int PRIMARY KEY, whole bigint REFERENCES "größe" (id) ON DELETE CASCADE);
CREATE INDEX part_whole ON part ((whole+1)) WHERE whole is not null;
CREATE VIEW wholes AS SELECT * FROM "größe";`;

describe('a proof in PGlite', () => {
  it('PRV-1, PRV-20: executes the script on PostgreSQL 18, extensions that it needs included', async () => {
    const answer = await proven(design);
    expect(answer).toMatchObject({
      ok: true,
      value: {
        proof: { verdict: 'identical', serverMajor: 18, writtenFor: 18, differences: [], notProven: [] },
      },
    });
    expect(answer.ok && answer.value.proof.counts).toMatchObject({
      table: 2,
      column: 5,
      'foreign-key': 1,
      verbatim: 2,
    });
    expect(answer.ok && answer.value.sql).toContain('größe');
  }, 60_000);

  it('PRV-23: what lacks an extension is named and not proven; the rest is', async () => {
    const answer = await proven(
      'CREATE EXTENSION postgis; CREATE TABLE zone (id int PRIMARY KEY, area geometry(Polygon, 4326)); CREATE TABLE plain (id int PRIMARY KEY);',
      {},
      14,
    );
    expect(answer).toMatchObject({ ok: true, value: { proof: { verdict: 'identical', writtenFor: 14 } } });
    const names = answer.ok ? answer.value.proof.notProven.map(({ name }) => name) : [];
    expect(names).toEqual(['extension postgis', 'table zone']);
  }, 60_000);

  it('PRV-24: a statement that changes client_encoding does not spoil what is read', async () => {
    const answer = await proven(
      `${design}\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN SET client_encoding = LATIN1; RETURN 1; END';
       CREATE VIEW v AS SELECT f();
       DO $$ BEGIN EXECUTE 'SET client_encoding = LATIN1'; PERFORM 'größe 索引'; END $$;`,
    );
    expect(answer).toMatchObject({ ok: true, value: { proof: { verdict: 'identical', differences: [] } } });
  }, 60_000);

  it('PRV-21: a script that does not end is stopped', async () => {
    const endless = 'DO $$ BEGIN LOOP NULL; END LOOP; END $$; CREATE TABLE t (id int);';
    const answer = await proven(endless, { limits: { ...builtProver.limits, timeMs: 5_000 } });
    expect(answer).toMatchObject({ ok: false, problem: { code: 'too-large' } });
    expect(answer.ok ? '' : answer.problem.detail).toContain('5 seconds');
  }, 60_000);

  it('PRV-21: a script that eats memory is stopped', async () => {
    const hungry = `DO $$ DECLARE t text := repeat('x', 1000000); a text[]; BEGIN LOOP a := a || (t || random()::text); END LOOP; END $$;
      CREATE TABLE t (id int);`;
    const answer = await proven(hungry, { mostMb: 900, limits: { ...builtProver.limits, timeMs: 40_000 } });
    expect(answer).toMatchObject({ ok: false, problem: { code: 'too-large' } });
    expect(answer.ok ? '' : answer.problem.detail).toContain('memory');
  }, 60_000);
});
