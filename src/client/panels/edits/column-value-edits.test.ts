import { describe, expect, it } from 'vitest';
import { changeIdentityOptions, sequenceNumberProblem, setGenerated } from './column-value-edits';
import { editedProject } from './edited-project.fixture';
import { update } from './operations';

describe('where a column’s values come from', () => {
  it('UI-126: options of an identity are set one by one and taken away again', () => {
    const { columns, run, live } = editedProject();
    const column = () => live(columns.number, 'column');
    run({ operations: [update(column(), { identity: 'always' })] });
    run(changeIdentityOptions(column(), { start: '100' }));
    run(changeIdentityOptions(column(), { cycle: true }));
    expect(column().body.identityOptions).toEqual({ start: '100', cycle: true });
    run(changeIdentityOptions(column(), { start: undefined }));
    run(changeIdentityOptions(column(), { cycle: undefined }));
    expect(column().body).not.toHaveProperty('identityOptions');
  });

  it('UI-126: numbers of a sequence are whole, and what PostgreSQL would refuse is said at the field', () => {
    expect(sequenceNumberProblem('start', '')).toBeNull();
    expect(sequenceNumberProblem('minimum', '-5')).toBeNull();
    expect(sequenceNumberProblem('start', '1.5')).toMatch(/whole number/);
    expect(sequenceNumberProblem('increment', '0')).toMatch(/by 0/);
    expect(sequenceNumberProblem('cache', '0')).toMatch(/at least 1/);
    expect(sequenceNumberProblem('cache', '-1')).toMatch(/at least 1/);
  });

  it('UI-127: a generated column has neither default nor identity, and can be an ordinary one again', () => {
    const { columns, run, live } = editedProject();
    const column = () => live(columns.total, 'column');
    run({ operations: [update(column(), { default: { kind: 'literal', text: '0' } })] });
    run(setGenerated(column(), { expression: 'number * 2', stored: true }));
    expect(column().body).not.toHaveProperty('default');
    expect(column().body).toMatchObject({
      generated: { expression: 'number * 2', stored: true },
      columnRefs: { number: columns.number },
    });
    run(setGenerated(column(), { expression: 'number * 2', stored: false }));
    expect(column().body.generated?.stored).toBe(false);
    run(setGenerated(column(), null));
    expect(column().body).not.toHaveProperty('generated');
  });
});
