import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../core/review/review';
import type { Severity } from '../../../core/review/rule';
import { Design } from '../../../core/schema/design.fixture';
import { countBySeverity, countWords, decisionsOf, filtered, noFilter, reviewRows } from './rows';

function finding(rule: string, severity: Severity, name: string): Finding {
  return { rule, severity, recordId: name, name, message: `About ${name}.`, fixLabel: undefined };
}

const findings = [
  finding('set-null-on-not-null', 'error', 'a.fkey'),
  ...['a', 'b', 'c', 'd'].map((name) => finding('no-primary-key', 'warning', name)),
  finding('reserved-word', 'warning', 'user'),
];
const closed = { toggled: new Set<string>(), isSearching: false };
const told = (rows: ReturnType<typeof reviewRows>) =>
  rows.map((row) => `${row.kind}${row.kind === 'rule' ? ` ${row.rule.code} ${row.count}` : ''}`);

describe('rows of the problems', () => {
  it('REV-26: stand by severity, the rule with few findings first, and large groups are closed', () => {
    expect(told(reviewRows(findings, [], closed))).toEqual([
      ...['severity', 'rule set-null-on-not-null 1', 'finding'],
      ...['severity', 'rule reserved-word 1', 'finding', 'rule no-primary-key 4'],
    ]);
  });

  it('REV-26: a group is opened and closed by hand, and open while somebody searches', () => {
    const toggled = new Set(['warning:no-primary-key', 'warning:reserved-word']);
    const rows = told(reviewRows(findings.slice(1), [], { ...closed, toggled }));
    expect(rows).toEqual([
      ...['severity', 'rule reserved-word 1', 'rule no-primary-key 4'],
      ...['finding', 'finding', 'finding', 'finding'],
    ]);
    const searching = told(reviewRows(findings.slice(1), [], { ...closed, isSearching: true }));
    expect(searching.filter((kind) => kind === 'finding')).toHaveLength(5);
  });

  it('REV-26: says why under a finding, when somebody asks', () => {
    const toggled = new Set(['set-null-on-not-null:a.fkey']);
    const rows = reviewRows(findings.slice(0, 1), [], { ...closed, toggled });
    expect(told(rows)).toEqual(['severity', 'rule set-null-on-not-null 1', 'finding', 'why']);
  });

  it('REV-27: are filtered by severity and by every word of the search, also those of the rule’s title', () => {
    expect(filtered(findings, noFilter)).toHaveLength(6);
    expect(filtered(findings, { severity: 'error', search: '' }).map(({ name }) => name)).toEqual(['a.fkey']);
    expect(filtered(findings, { severity: null, search: 'RESERVED user' }).map(({ name }) => name)).toEqual([
      'user',
    ]);
    expect(filtered(findings, { severity: null, search: 'reserved orders' })).toEqual([]);
  });

  it('REV-28: the count says errors and warnings; hints only where there is nothing graver', () => {
    const counts = countBySeverity({ findings, ignored: [], failures: [] });
    expect(counts).toEqual({ error: 1, warning: 5, info: 0 });
    expect(countWords(counts)).toBe('1 error, 5 warnings');
    expect(countWords({ error: 0, warning: 0, info: 1 })).toBe('1 hint');
    expect(countWords({ error: 0, warning: 0, info: 0 })).toBe('No problems');
  });

  it('REV-23: what is ignored is listed with its place and its reason, closed at first', () => {
    const design = new Design();
    const orders = design.table('orders', { id: 'int' });
    design.add('review-setting', {
      rule: 'no-primary-key',
      recordId: orders,
      severity: 'ignored',
      reason: 'A log.',
    });
    design.add('review-setting', { rule: 'serial', severity: 'ignored' });
    design.add('review-setting', { rule: 'money', severity: 'info' });
    const decisions = decisionsOf(design.state);
    expect(decisions.map(({ title, name }) => [title, name])).toEqual([
      ['No primary key', 'orders'],
      ['Serial column', null],
    ]);
    expect(told(reviewRows([], decisions, closed))).toEqual(['ignored-head']);
    const open = reviewRows([], decisions, { ...closed, toggled: new Set(['ignored']) });
    expect(told(open)).toEqual(['ignored-head', 'ignored', 'ignored']);
  });
});
