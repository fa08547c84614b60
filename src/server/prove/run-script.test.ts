import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleScriptRunner, bundleSqlWorker } from '../../../test/support/sql-worker';
import type { Prover } from '../main/sql-work';
import { builtProver, createSqlWork, sqlLimits } from '../main/sql-work';
import type { SqlWork } from '../projects/sql-work';

const root = new URL('../../../', import.meta.url);
const works: SqlWork[] = [];

beforeAll(async () => {
  // As the build does it; takes a moment where it is there already.
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('scripts/prepare-sandbox.mjs', root))]);
}, 120_000);
afterAll(async () => {
  await Promise.all(works.map((work) => work.close()));
});

const script = `
CREATE TABLE plain (id integer PRIMARY KEY);
DO $$ BEGIN EXECUTE 'CREATE TABLE in_a_block (id integer REFERENCES plain)'; END $$;`;

async function imported(changed: Partial<Prover> = {}) {
  const folder = new URL('public/sandbox/', root);
  const runner = await bundleScriptRunner();
  const work = createSqlWork(await bundleSqlWorker(), sqlLimits, {
    ...builtProver,
    runner,
    folder,
    ...changed,
  });
  works.push(work);
  const publicId = '00000000-0000-4000-8000-00000000aaaa';
  const answer = await work.importSql({
    sql: script,
    namespaces: { public: publicId },
    idPrefix: '00000000-0000-4000-8000-',
  });
  if (!answer.ok) throw new Error(answer.problem.detail);
  const { records, diagnostics } = answer.value;
  const tables = records.flatMap(({ kind, body, parentId }) =>
    kind === 'table' && 'name' in body
      ? [`${body.name} in ${parentId === publicId ? 'public' : parentId}`]
      : [],
  );
  return { tables: tables.sort(), codes: diagnostics.map(({ code }) => code) };
}

describe('a script that has to be run', () => {
  it('IMP-31: is run in a process of its own, and its tables join the project’s schema', async () => {
    const { tables, codes } = await imported();
    expect(tables).toEqual(['in_a_block in public', 'plain in public']);
    expect(codes).toContain('executed');
  }, 60_000);

  it.each<[string, Partial<Prover>]>([
    ['takes too long', { runnerLimits: { ...builtProver.runnerLimits, timeMs: 50 } }],
    ['takes too much memory', { mostMb: 60 }],
    ['breaks the process', { runner: new URL('no-such-worker.mjs', root) }],
  ])(
    'IMP-34: what its text tells stays where it %s',
    async (_what, changed) => {
      const { tables, codes } = await imported(changed);
      expect(tables).toEqual(['plain in public']);
      expect(codes[0]).toBe('not-executed');
    },
    60_000,
  );
});
