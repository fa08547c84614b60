import { describe, expect, it } from 'vitest';
import { Design } from '../schema/design.fixture';
import { review, reviewInSteps } from './review';
import type { Rule } from './rule';

function rule(code: string, check: Rule['check'], severity: Rule['severity'] = 'warning'): Rule {
  return { code, title: code, severity, why: 'Because.', docs: 'https://example.org', check };
}

/** Complains about every table. */
const everyTable = (code: string, severity: Rule['severity'] = 'warning') =>
  rule(
    code,
    function* ({ tables }) {
      for (const { table, name } of tables) yield { record: table, message: `${name} is there.` };
    },
    severity,
  );

function twoTables() {
  const design = new Design();
  return { design, a: design.table('a', { id: 'int' }), b: design.table('b', { id: 'int' }) };
}

describe('the review', () => {
  it('REV-4: lists by severity, then name, then rule, the same at every run', () => {
    const { design } = twoTables();
    const rules = [
      everyTable('mild', 'info'),
      everyTable('second'),
      everyTable('grave', 'error'),
      everyTable('first'),
    ];
    const once = review(design.state.records(), rules);
    expect(once.findings.map(({ rule: code, name }) => `${code} ${name}`)).toEqual([
      ...['grave a', 'grave b', 'first a', 'second a', 'first b', 'second b', 'mild a', 'mild b'],
    ]);
    expect(review([...design.state.records()].reverse(), rules)).toEqual(once);
  });

  it('REV-5: what the project has decided counts, for one object before all', () => {
    const { design, a } = twoTables();
    design.add('review-setting', { rule: 'louder', severity: 'error' });
    design.add('review-setting', { rule: 'quiet', severity: 'ignored', reason: 'We like it so.' });
    design.add('review-setting', { rule: 'quiet', recordId: a, severity: 'info' });
    design.add('review-setting', { rule: 'louder', recordId: a, severity: 'ignored' });
    const { findings, ignored } = review(design.state.records(), [everyTable('louder'), everyTable('quiet')]);
    expect(findings.map(({ rule: code, name, severity }) => `${severity} ${code} ${name}`)).toEqual([
      'error louder b',
      'info quiet a',
    ]);
    expect(ignored.map(({ rule: code, name }) => `${code} ${name}`)).toEqual(['louder a', 'quiet b']);
  });

  it('REV-6: a rule that breaks hides nothing of the others, and is told', () => {
    const { design } = twoTables();
    const broken = rule('broken', function* ({ tables }) {
      for (const { table } of tables.slice(0, 1)) yield { record: table, message: 'Found before it broke.' };
      throw new Error('of no use');
    });
    const { findings, failures } = review(design.state.records(), [broken, everyTable('sound')]);
    expect(findings.map(({ rule: code, name }) => `${code} ${name}`)).toEqual([
      'broken a',
      'sound a',
      'sound b',
    ]);
    expect(failures).toEqual([{ rule: 'broken', message: 'Error: of no use' }]);
  });

  it('REV-7: goes on with the records of its first step, whatever is edited meanwhile', () => {
    const { design, a } = twoTables();
    const rules = [everyTable('one'), everyTable('two')];
    const expected = review(design.state.records(), rules);
    const steps = reviewInSteps(design.state.records(), rules);
    let step = steps.next();
    for (let count = 0; !step.done; count += 1) {
      design.change(a, { name: `renamed_${count}` });
      step = steps.next();
    }
    expect(step.value).toEqual(expected);
  });

  it('REV-8: one finding for a rule and a record, and the schema is left out only when it is public', () => {
    const design = new Design();
    const sales = design.namespace('sales');
    const table = design.table('orders', { id: 'int' }, sales);
    const twice = rule('twice', function* (context) {
      for (const column of context.ofKind('column')) {
        yield { record: column, message: 'First.' };
        yield { record: column, message: 'Second.' };
      }
    });
    const [column = ''] = design.columns(table, 'id');
    expect(review(design.state.records(), [twice]).findings).toEqual([
      {
        rule: 'twice',
        severity: 'warning',
        recordId: column,
        name: 'sales.orders.id',
        message: 'First.',
        fixLabel: undefined,
      },
    ]);
  });
});
