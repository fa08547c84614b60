import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodySchemas } from '../../schema/bodies';
import { MemoryState } from '../../schema/memory-state';
import { claimsOf } from '../../schema/names';
import { parentOf } from '../../schema/record';
import { referencesOf } from '../../schema/references';
import { importPostgresql } from './import-postgresql';
import { countingIds } from './outline.fixture';

const folder = fileURLToPath(new URL('../../../../test/fixtures/sql-import', import.meta.url));
const scripts = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}/input.sql`, 'utf8'));

/** Whatever comes in: an answer, and records that could exist together. */
async function holds(sql: string): Promise<void> {
  const result = await importPostgresql(sql, { mintId: countingIds() });
  if (!result.ok) {
    expect(result.problem.code).toBe('syntax-error');
    expect(result.problem.line).toBeGreaterThan(0);
    return;
  }
  const state = MemoryState.from(result.value.records);
  const claimed = new Set<string>();
  for (const record of result.value.records) {
    expect(bodySchemas[record.kind].safeParse(record.body).error).toBeUndefined();
    expect(record.parentId).toBe(parentOf(record.kind, record.body as never));
    for (const { scope, name } of claimsOf(record, state)) {
      expect(claimed.has(`${scope}\0${name}`)).toBe(false);
      claimed.add(`${scope}\0${name}`);
    }
    for (const id of [record.parentId, ...referencesOf(record, state)]) {
      if (id !== null) expect(state.get(id), `${record.kind} refers to ${id}`).toBeDefined();
    }
  }
}

describe('IMP-8: any text at all gives an answer and coherent records', () => {
  it('random text', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 150 });
  });

  it('pieces of SQL in any order', async () => {
    const pieces = fc.constantFrom(
      ...`CREATE TABLE;ALTER;DROP;INDEX;t;u;(;);,;id int;PRIMARY KEY;REFERENCES;;';";$$;--;/*;\\restrict;COPY t FROM stdin;é;😀;DEFAULT;'x';ADD;COLUMN;CHECK`.split(
        ';',
      ),
      ';',
    );
    const text = fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join(' '));
    await fc.assert(fc.asyncProperty(text, holds), { numRuns: 200 });
  });

  it('scripts whose statements are shuffled, lost and repeated', async () => {
    const statements = scripts.join('\n').split(/;\n/);
    const some = fc.array(fc.constantFrom(...statements), { maxLength: 40 }).map((list) => list.join(';\n'));
    await fc.assert(fc.asyncProperty(some, holds), { numRuns: 150 });
  });

  it('scripts with a piece cut out', async () => {
    const cut = fc
      .tuple(fc.constantFrom(...scripts), fc.nat(), fc.integer({ min: 1, max: 60 }))
      .map(([sql, at, length]) => sql.slice(0, at % sql.length) + sql.slice((at % sql.length) + length));
    await fc.assert(fc.asyncProperty(cut, holds), { numRuns: 150 });
  });
});
