import { describe, expect, it } from 'vitest';
import { specTexts, testTexts } from '../../scripts/lib/repository-texts';
import type { Texts } from '../../scripts/lib/rule-index';
import { idsIn, mismatches, rulesIn, tableProblems } from '../../scripts/lib/rule-index';

/**
 * Rules that no test carries in its name yet: those of how things look and are written are held by eye, the others
 * by tests that do not say so. What is taken out here stays out.
 */
const untested: ReadonlySet<string> = new Set([
  ...['UI-1', 'UI-2', 'UI-3', 'UI-4', 'UI-5', 'UI-10', 'UI-11', 'UI-12', 'UI-39', 'UI-62', 'UI-165'],
  ...['UI-193', 'UI-194', 'UI-343', 'IMP-10', 'IMP-11', 'IMP-12', 'INS-5', 'INS-6', 'INS-8', 'PG-4', 'PG-8'],
  ...['PRV-22', 'PRV-32'],
]);

const specs = specTexts();
const tests = testTexts();
const planted = (path: string, text: string): Texts => new Map([[path, text]]);

describe('the rules of docs/spec', () => {
  it('each have a test, and each test that names a rule names one that is there', () => {
    expect(rulesIn(specs).size).toBeGreaterThan(500);
    expect(idsIn(tests).size).toBeGreaterThan(500);
    expect(mismatches(specs, tests, untested)).toEqual([]);
  });

  it('hold the promises and the interleavings that promises.md says', () => {
    const table = specs.get('docs/spec/promises.md') ?? '';
    expect(table.match(/^\| P[1-6] /gm)).toHaveLength(6);
    expect(table.match(/^\| [a-z]/gm)?.length).toBeGreaterThan(25);
    expect(tableProblems(table, specs, tests)).toEqual([]);
  });
});

describe('the gate', () => {
  const rules = planted('a.md', '- **AB-1** One.\n- **AB-2** Two.\n');

  it('finds a rule without a test, a test without a rule, and a list that is out of date', () => {
    const test = planted('a.test.ts', "it('AB-1: does', …); it('AB-3, AB-1: does', …)");
    expect(mismatches(rules, test, new Set())).toEqual([
      'AB-2 (a.md) has no test',
      'AB-3 (a.test.ts) is no rule',
    ]);
    expect(
      mismatches(rules, planted('a.test.ts', "it.each([['AB-1'], ['AB-2']])"), new Set(['AB-2', 'AB-9'])),
    ).toEqual([
      'AB-2 has a test now: take it out of the list of those that have none',
      'AB-9 is no rule any more',
    ]);
    const twice = new Map([...rules, ['b.md', '- **AB-1** Again.\n']]);
    expect(mismatches(twice, planted('a.test.ts', "'AB-1:' 'AB-2:'"), new Set())).toEqual([
      'AB-1 is stated in a.md and in b.md',
    ]);
  });

  it('finds what is wrong in a table', () => {
    const test = planted('x/a.test.ts', "it('AB-1: does', …)");
    const table = (row: string) =>
      tableProblems(`| name | rules | tests |\n|---|---|---|\n${row}`, rules, test);
    expect(table('| a | AB-1 | `a.test.ts` |')).toEqual([]);
    expect(table('| a | none | |')).toHaveLength(1);
    expect(table('| a | AB-7 | |')).toHaveLength(1);
    expect(table('| a | AB-2 | `a.test.ts` |')).toHaveLength(1);
    expect(table('| a | AB-1 | `gone.test.ts` |')).toHaveLength(1);
    expect(table('| a | not yet | |')).toEqual([]);
  });
});
