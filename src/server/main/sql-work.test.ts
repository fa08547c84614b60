import { afterEach, describe, expect, it } from 'vitest';
import { bundleSqlWorker } from '../../../test/support/sql-worker';
import type { SqlWork } from '../projects/sql-work';
import type { LaneLimits } from '../sql/lane';
import { createSqlWork, sqlLimits } from './sql-work';

const works: SqlWork[] = [];

async function open(changed: Partial<LaneLimits> = {}): Promise<SqlWork> {
  const work = createSqlWork(await bundleSqlWorker(), { ...sqlLimits, ...changed });
  works.push(work);
  return work;
}

const idPrefix = '00000000-0000-8000-8000-';
const read = (work: SqlWork, sql: string) => work.importSql({ sql, namespaces: {}, idPrefix });
const fine = 'CREATE TABLE orders (id bigint PRIMARY KEY);';

afterEach(async () => {
  await Promise.all(works.splice(0).map((work) => work.close()));
});

describe('SQL work', () => {
  it('WRK-2: a script that takes more memory than there is, is refused; the server goes on', async () => {
    const work = await open({ memoryMb: 64 });
    // Most of the memory goes into JSON.parse of the syntax tree, where a thread would take the server along.
    const heavy = await read(work, `CREATE VIEW v AS SELECT 1${',(1)'.repeat(200_000)};`);
    expect(heavy).toMatchObject({ ok: false, problem: { code: 'too-large' } });
    expect(await read(work, fine)).toMatchObject({ ok: true, value: { counts: { tables: 1 } } });
  }, 60_000);

  it('WRK-2: a script that takes longer than it may is refused; exports do not wait for it', async () => {
    // Time enough for a process to start on a busy machine; the script takes much longer on any.
    const work = await open({ timeMs: 6_000 });
    const print = () => work.exportSql({ records: [], target: { format: 'postgresql' } });
    expect(await print()).toMatchObject({ ok: true });
    const long = read(work, 'CREATE TABLE a (id int);\n'.repeat(2_000_000));
    const printed = print();
    expect(await Promise.race([long, printed])).toMatchObject({ ok: true });
    expect(await long).toMatchObject({ ok: false, problem: { code: 'too-large' } });
  }, 60_000);

  it('WRK-2: a script that makes more records than a project takes is refused', async () => {
    const columns = Array.from({ length: 1_000 }, (_, n) => `c${n} int`).join(',');
    const script = Array.from({ length: 100 }, (_, n) => `CREATE TABLE t${n} (${columns});`).join('\n');
    const refusal = await read(await open(), script);
    expect(refusal).toMatchObject({ ok: false, problem: { code: 'too-large' } });
    expect(JSON.stringify(refusal)).toContain('100,101');
  }, 60_000);
});
