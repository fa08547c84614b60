import { describe, expect, it } from 'vitest';
import { must } from '../std/assert';
import { allRules } from './all-rules';
import { allCases } from './cases/all-cases.fixture';
import type { Sketch } from './cases/case.fixture';
import { designOf } from './cases/case.fixture';
import { review } from './review';
import type { Rule } from './rule';

async function found(rule: Rule, sketch: Sketch): Promise<readonly string[]> {
  const { findings, failures } = review((await designOf(sketch)).records(), [rule]);
  expect(failures).toEqual([]);
  return findings.map(({ name }) => name);
}

describe('rules of the review', () => {
  for (const rule of allRules) {
    it(`REV-1, REV-2: ${rule.code} fires where it should, and not where it should not`, async () => {
      const { fires, finds, silent } = must(allCases[rule.code], `a case for ${rule.code}`);
      expect(await found(rule, fires)).toEqual(finds);
      expect(await found(rule, silent)).toEqual([]);
    });
  }

  it('REV-1: every rule has its own code, words and page, and every case a rule', () => {
    const codes = allRules.map(({ code }) => code);
    expect(Object.keys(allCases).sort()).toEqual([...codes].sort());
    expect(new Set(allRules.map(({ title }) => title)).size).toBe(codes.length);
    for (const { code, title, why, docs } of allRules) {
      expect(code).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
      expect(docs).toMatch(/^https:\/\/www\.postgresql\.org\/docs\/current\/[\w.-]+\.html(#[\w-]+)?$/);
      expect(why).toMatch(/\.$/);
      expect(title).not.toMatch(/\.$/);
    }
  });
});
