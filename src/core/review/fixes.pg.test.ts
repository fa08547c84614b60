import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { loaded } from '../formats/postgresql/database.fixture';
import { applyOperations } from '../schema/apply';
import { MemoryState } from '../schema/memory-state';
import { must } from '../std/assert';
import { allRules } from './all-rules';
import { allCases } from './cases/all-cases.fixture';
import { counter, designOf } from './cases/case.fixture';
import type { Finding } from './review';
import { fixOf, review } from './review';
import type { Rule } from './rule';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Rules that only point at something: what to do instead has to be decided by a person. */
const withoutFix: ReadonlySet<string> = new Set(
  `cascade-cycle check-compares-null date-as-text eav-shape empty-enum empty-table float-key foreign-key-to-unique
  grant-to-public id-list index-on-boolean internal-type many-indexes missing-comment mixed-naming-styles
  names-differ-by-case partitioned-without-partitions placeholder-name plain-password plural-singular-mix
  polymorphic-pair random-uuid-key repeated-table-name reserved-word row-security-without-policy
  security-definer-search-path set-default-without-default single-label-enum table-inheritance unrelated-table
  wide-table`.split(/\s+/),
);

/** What PostgreSQL itself refuses: there is only the design with the fix to load. */
const notLoadable: ReadonlySet<string> = new Set(['permanent-references-unlogged']);

function fixed(state: MemoryState, { rule, recordId, fixLabel }: Finding): MemoryState {
  const fix = must(fixOf(state.records(), rule, recordId, counter(900_000)), `the fix of ${rule}`);
  expect(fix.label).toBe(fixLabel);
  const applied = applyOperations(state, fix.operations);
  if (!applied.ok) throw new Error(`${rule}: ${applied.problem.detail}`);
  const after = MemoryState.from(state.states());
  for (const write of applied.value.writes) after.put(write.after);
  return after;
}

async function load(state: MemoryState): Promise<void> {
  await loaded(database.pool, state, async () => null);
}

async function tryFixes(rule: Rule): Promise<void> {
  const state = await designOf(must(allCases[rule.code], rule.code).fires);
  if (!notLoadable.has(rule.code)) await load(state);
  const { findings } = review(state.records(), [rule]);
  for (const finding of findings) {
    expect(finding.fixLabel, finding.name).toBeDefined();
    const after = fixed(state, finding);
    const left = review(after.records(), [rule]).findings.map(({ recordId }) => recordId);
    expect(left).not.toContain(finding.recordId);
    await load(after);
  }
}

describe('fixes of the review and PostgreSQL', () => {
  for (const rule of allRules.filter(({ code }) => !withoutFix.has(code))) {
    it(`REV-3: the fix of ${rule.code} loads, and the rule is silent then`, () => tryFixes(rule));
  }

  it('REV-3: all other rules offer none', async () => {
    for (const rule of allRules.filter(({ code }) => withoutFix.has(code))) {
      const state = await designOf(must(allCases[rule.code], rule.code).fires);
      const labels = review(state.records(), [rule]).findings.map(({ fixLabel }) => fixLabel);
      expect(labels.every((label) => label === undefined)).toBe(true);
    }
  });
});
