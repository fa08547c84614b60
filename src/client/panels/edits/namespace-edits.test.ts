import { describe, expect, it } from 'vitest';
import { editedProject } from './edited-project.fixture';
import { changeNamespace, createNamespace, deleteNamespace } from './namespace-edits';
import { newId } from './new-id';
import { update } from './operations';

describe('namespace edits', () => {
  it('UI-124: a namespace has a free name, is renamed and commented on', () => {
    const { state, run, live, refusal } = editedProject();
    const [id, other] = [newId(), newId()];
    run(createNamespace(state, id));
    run(createNamespace(state, other));
    expect(live(other, 'namespace').body.name).toBe('new_schema_2');
    run(changeNamespace(live(id, 'namespace'), { name: 'sales' }));
    run(changeNamespace(live(id, 'namespace'), { comment: 'What is sold' }));
    expect(live(id, 'namespace').body).toEqual({ name: 'sales', comment: 'What is sold' });
    expect(refusal(changeNamespace(live(other, 'namespace'), { name: 'pg_mine' }))).toContain('reserved');
  });

  it('UI-125: deleting one takes along what is in it, and says how many tables that are', () => {
    const { state, table, run, live } = editedProject();
    const [id, empty] = [newId(), newId()];
    run(createNamespace(state, id));
    run(createNamespace(state, empty));
    run({ operations: [update(live(table, 'table'), { namespaceId: id })] });
    expect(deleteNamespace(state, live(empty, 'namespace')).label).toBe('Delete schema new_schema_2');
    const edit = deleteNamespace(state, live(id, 'namespace'));
    expect(edit.label).toBe('Delete schema new_schema with 1 table');
    run(edit);
    expect(state.live(table, 'table')).toBeUndefined();
  });
});
