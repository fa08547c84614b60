import { describe, expect, it } from 'vitest';
import { editedProject } from './edited-project.fixture';
import {
  changeExclusion,
  createExclusion,
  exclusionText,
  operatorProblem,
  withOperator,
} from './exclusion-edits';
import { newId } from './new-id';
import { create } from './operations';

describe('exclusion edits', () => {
  it('UI-324: an exclusion constraint is made from columns and operators, and goes with its last element', () => {
    const { state, table, columns, run, live } = editedProject();
    const id = newId();
    run(createExclusion(state, id, table, [{ columnId: columns.tenant, operator: '=' }]));
    expect(exclusionText(state, live(id, 'exclusion'))).toBe('tenant with =');
    run(changeExclusion(live(id, 'exclusion'), { elements: [] }));
    expect(state.ofKind('exclusion')).toEqual([]);
  });

  it('UI-324: ranges begin with overlapping, other columns with equality', () => {
    const { state, table, columns, run } = editedProject();
    const during = newId();
    run({ operations: [create('column', during, { tableId: table, name: 'during', type: 'tstzrange' })] });
    expect(withOperator(state, { columnId: during }).operator).toBe('&&');
    expect(withOperator(state, { columnId: columns.tenant }).operator).toBe('=');
    expect(withOperator(state, { expression: 'tstzrange(a, b)' }).operator).toBe('&&');
  });

  it.each(['&&', '=', '<>', '-|-', 'OPERATOR(app.&&)', '@@'])('UI-325: %s is an operator', (text) => {
    expect(operatorProblem(text)).toBeNull();
  });

  it.each(['', 'and', '= )', '--', '/*', 'OPERATOR(a; b)'])('UI-325: %j is none', (text) => {
    expect(operatorProblem(text)).not.toBeNull();
  });
});
