import { describe, expect, it } from 'vitest';
import { changeCheck, createCheck, expressionProblem, presentText } from './check-edits';
import { editedProject } from './edited-project.fixture';
import { newId } from './new-id';
import { update } from './operations';

describe('check edits', () => {
  it('UI-115: a check is named by the rules and follows its columns when they are renamed', () => {
    const { state, table, columns, run, live } = editedProject();
    const id = newId();
    const edit = createCheck(state, id, table, ' total >= 0 ');
    expect(edit.label).toBe('Add a check to orders');
    run(edit);
    expect(live(id, 'check').body).toMatchObject({ name: 'orders_check', expression: 'total >= 0' });
    run({ operations: [update(live(columns.total, 'column'), { name: 'sum' })] });
    const { expression, columnRefs } = live(id, 'check').body;
    expect(presentText(state, expression, columnRefs)).toBe('sum >= 0');
  });

  it('UI-115: another expression means the columns as they are called now', () => {
    const { state, table, columns, run, live } = editedProject();
    const id = newId();
    run(createCheck(state, id, table, 'total >= 0'));
    run(changeCheck(live(id, 'check'), { expression: 'number > 0' }));
    expect(live(id, 'check').body.columnRefs).toEqual({ number: columns.number });
    run(changeCheck(live(id, 'check'), { name: 'positive' }));
    expect(live(id, 'check').body.name).toBe('positive');
  });

  it('UI-116: what cannot be one expression is said before it is sent', () => {
    expect(expressionProblem('total >= 0')).toBeNull();
    expect(expressionProblem(' ')).toMatch(/empty/);
    for (const text of ["note <> '", '(total > 0', 'true; DROP TABLE orders']) {
      expect(expressionProblem(text), text).toMatch(/one complete expression/);
    }
  });
});
