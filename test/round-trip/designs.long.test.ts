import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { proveDesigns } from '../../src/core/formats/postgresql/proven-designs.fixture';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const numRuns = 5_000;
// Others each time; the report says which.
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);

describe('thousands of designs', () => {
  it('PG-1: load into PostgreSQL in one transaction and are there as they were designed', async () => {
    const began = Date.now();
    const counts = await proveDesigns(database.pool, { numRuns, seed });
    const minutes = (Date.now() - began) / 60_000;
    const { rows } = await database.pool.query<{ server_version: string }>('SHOW server_version');
    mkdirSync('docs/reports', { recursive: true });
    writeFileSync(
      'docs/reports/generated-designs.md',
      reportOf(counts, minutes, rows[0]?.server_version ?? 'of unknown version'),
    );
  }, 7_200_000);
});

function reportOf(counts: ReadonlyMap<string, number>, minutes: number, server: string): string {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  const rarest = [...counts].filter(([, count]) => count > 0).sort(([, a], [, b]) => a - b);
  const never = [...counts].filter(([, count]) => count === 0).map(([feature]) => feature);
  const lines = [
    '# Generated designs, there and back',
    '',
    'Written by `npm run test:long`. Each design is printed, loaded into PostgreSQL in one transaction, read back from the catalogue and compared field by field.',
    '',
    `${numRuns.toLocaleString('en')} designs, seed ${seed}, all identical. PostgreSQL ${server}, Node ${process.versions.node}, commit ${commit}; ${minutes.toFixed(1)} minutes.`,
    '',
    `${counts.size} kinds of objects and options were counted. Never made: ${never.join(', ')} (a tablespace is a folder of the server, and this build of PostgreSQL has no lz4). The rarest of the others:`,
    '',
    '| kind or option | designs with it |',
    '|---|---|',
    ...rarest.slice(0, 15).map(([feature, count]) => `| ${feature} | ${count} |`),
  ];
  return `${lines.join('\n')}\n`;
}
