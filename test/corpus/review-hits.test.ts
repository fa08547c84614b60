import { describe, expect, it } from 'vitest';
import { countHits, hitLines } from '../../scripts/corpus/review-hits';
import type { Rule } from '../../src/core/review/rule';
import { Design } from '../../src/core/schema/design.fixture';

function designWith(...tables: readonly string[]) {
  const design = new Design();
  for (const name of tables) design.table(name, { id: 'bigint' });
  return design;
}

const wordy: Omit<Rule, 'code' | 'check'> = { title: '', severity: 'info', why: '', docs: '' };
const everyTable: Rule = {
  ...wordy,
  code: 'every-table',
  *check({ tables }) {
    for (const { table } of tables) {
      yield { record: table, message: '', fix: { label: 'Do it', operations: () => [] } };
    }
  },
};
const nothing: Rule = { ...wordy, code: 'nothing', check: () => [] };
const broken: Rule = {
  ...wordy,
  code: 'broken',
  check: () => {
    throw new Error('of no use');
  },
};

describe('hits of the review over a corpus', () => {
  const ignoring = designWith('a', 'b');
  ignoring.add('review-setting', { rule: 'every-table', severity: 'ignored' });
  const designs = [ignoring.state, designWith('c').state];

  it('REV-9: counts findings, designs and fixes of every rule, also what a project ignores', () => {
    expect(countHits(designs, [everyTable, nothing])).toEqual([
      { code: 'every-table', severity: 'info', hits: 3, designs: 2, fixes: 3, failures: 0 },
      { code: 'nothing', severity: 'info', hits: 0, designs: 0, fixes: 0, failures: 0 },
    ]);
  });

  it('REV-9: marks rules that find something everywhere or nowhere, or that break', () => {
    const marks = hitLines(designs, [everyTable, nothing, broken]).map((line) => line.trim().split(/\s+/));
    expect(marks.map((words) => words.slice(5).join(' '))).toEqual(['', 'always', 'never', 'FAILED in 2']);
  });
});
