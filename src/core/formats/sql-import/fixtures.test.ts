import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { must } from '../../std/assert';
import { importPostgresql } from './import-postgresql';
import { countingIds, outlineOf } from './outline.fixture';

const folder = fileURLToPath(new URL('../../../../test/fixtures/sql-import', import.meta.url));
const cases = readdirSync(folder);

/** `UPDATE_FIXTURES=1 npx vitest run fixtures` writes what is missing or changed; read the difference then. */
const isUpdate = process.env.UPDATE_FIXTURES === '1';

describe('IMP-1: a script becomes the records that PostgreSQL would have objects for', () => {
  it('has cases to look at', () => {
    expect(cases.length).toBeGreaterThan(5);
  });

  it.each(cases)('%s', async (name) => {
    const sql = readFileSync(join(folder, name, 'input.sql'), 'utf8');
    const result = await importPostgresql(sql, { mintId: countingIds() });
    expect(result.ok).toBe(true);
    const outline = outlineOf(must(result.ok ? result.value : null, 'import'));
    const expected = join(folder, name, 'expected.txt');
    if (isUpdate || !existsSync(expected)) writeFileSync(expected, outline);
    expect(outline).toBe(readFileSync(expected, 'utf8'));
  });
});
