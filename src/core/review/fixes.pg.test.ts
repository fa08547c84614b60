import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { loaded } from '../formats/postgresql/database.fixture';
import { applyOperations } from '../schema/apply';
import { MemoryState } from '../schema/memory-state';
import type { Operation } from '../schema/operation';
import { must } from '../std/assert';
import { allRules } from './all-rules';
import { allCases } from './cases/all-cases.fixture';
import { counter, designOf } from './cases/case.fixture';
import type { Finding } from './review';
import { fixAllOf, fixOf, review } from './review';
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
  return applied(state, fix.operations, rule);
}

function applied(state: MemoryState, operations: readonly Operation[], rule: string): MemoryState {
  const outcome = applyOperations(state, operations);
  if (!outcome.ok) throw new Error(`${rule}: ${outcome.problem.detail}`);
  const after = MemoryState.from(state.states());
  for (const write of outcome.value.writes) after.put(write.after);
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

  it('REV-10: all fixes of a rule in one edit load, too', async () => {
    for (const rule of allRules.filter(({ code }) => !withoutFix.has(code))) {
      const state = await designOf(must(allCases[rule.code], rule.code).fires);
      const found = review(state.records(), [rule]).findings;
      const ids = new Set(found.map(({ recordId }) => recordId));
      const all = fixAllOf(state.records(), rule.code, ids, { mintId: counter(900_000), limit: 500 });
      const after = applied(state, all.operations, rule.code);
      expect([rule.code, review(after.records(), [rule]).findings.length]).toEqual([
        rule.code,
        found.length - all.count,
      ]);
      await load(after);
    }
  });

  it('REV-3: all other rules offer none', async () => {
    for (const rule of allRules.filter(({ code }) => withoutFix.has(code))) {
      const state = await designOf(must(allCases[rule.code], rule.code).fires);
      const labels = review(state.records(), [rule]).findings.map(({ fixLabel }) => fixLabel);
      expect(labels.every((label) => label === undefined)).toBe(true);
    }
  });
});
