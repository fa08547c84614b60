import { describe, expect, it } from 'vitest';
import { editedProject } from './edited-project.fixture';
import {
  addLabel,
  changeEnum,
  columnsOfEnum,
  createEnum,
  deleteLabel,
  labelProblem,
  moveLabel,
  renameLabel,
} from './enum-edits';
import { newId } from './new-id';
import { create, update } from './operations';
import { deleteRecords } from './table-edits';

/** An enum with the labels a, b, c, which is the type of `orders.state`, whose default is b. */
function withEnum() {
  const project = editedProject();
  const { state, table, run, live } = project;
  const [id, column] = [newId(), newId()];
  run(createEnum(state, id));
  const record = () => live(id, 'enum');
  for (const label of ['a', 'b', 'c']) run(addLabel(record(), label));
  const body = { tableId: table, name: 'state', type: 'new_enum' };
  run({ operations: [create('column', column, { ...body, default: { kind: 'literal', text: 'b' } })] });
  const labels = () => record().body.labels.join(' ');
  return { ...project, id, column, record, labels };
}

describe('enum edits', () => {
  it('UI-120: a new enum has a free name and no labels', () => {
    const { state, run, live } = withEnum();
    const id = newId();
    run(createEnum(state, id));
    expect(live(id, 'enum').body).toMatchObject({ name: 'new_enum_2', labels: [] });
  });

  it('UI-121: labels are added at the end, moved, and taken away', () => {
    const { run, record, labels } = withEnum();
    run(moveLabel(record(), 0, 2));
    expect(labels()).toBe('b c a');
    run(deleteLabel(record(), 1));
    expect(labels()).toBe('b a');
    expect(labelProblem(record(), 'a')).toMatch(/already/);
    expect(labelProblem(record(), 'a', 'a')).toBeNull();
    expect(labelProblem(record(), ' ')).toMatch(/empty/);
  });

  it('UI-122: renaming a label takes the defaults that say it along, in one mutation', () => {
    const { state, column, run, record, live, labels } = withEnum();
    run(renameLabel(state, record(), 1, 'new'));
    expect(labels()).toBe('a new c');
    expect(live(column, 'column').body.default).toEqual({ kind: 'literal', text: 'new' });
    expect(renameLabel(state, record(), 0, 'x').operations).toHaveLength(1);
  });

  it('UI-122: a label that a default says is not deleted', () => {
    const { refusal, record, labels } = withEnum();
    expect(refusal(deleteLabel(record(), 1))).toContain('orders.state');
    expect(labels()).toBe('a b c');
  });

  it('UI-123: columns keep their enum when it is renamed, and keep it from being deleted', () => {
    const { state, id, column, run, refusal, record, live } = withEnum();
    run(changeEnum(record(), { name: 'order_state' }));
    expect(columnsOfEnum(state, id).map((one) => one.id)).toEqual([column]);
    expect(refusal(deleteRecords(state, [id]))).toContain('orders.state');
    run({ operations: [update(live(column, 'column'), { type: 'text', default: null })] });
    run(deleteRecords(state, [id]));
    expect(state.ofKind('enum')).toEqual([]);
    expect(live(column, 'column').body.type).toBe('text');
  });
});
