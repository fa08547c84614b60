import { describe, expect, it } from 'vitest';
import { deferrabilityOf, deferrabilityPatch } from './deferrability';
import { editedProject } from './edited-project.fixture';
import { changeKey, createKey } from './key-edits';
import { newId } from './new-id';

describe('key edits', () => {
  it('UI-110: a composite unique keeps its columns in order and is named by the rules', () => {
    const { state, table, columns, run, live } = editedProject();
    const id = newId();
    const edit = createKey(state, 'unique', id, table, [columns.number, columns.tenant]);
    expect(edit.label).toBe('Add unique (number, tenant)');
    run(edit);
    expect(live(id, 'unique').body).toEqual({
      tableId: table,
      columnIds: [columns.number, columns.tenant],
      name: 'orders_number_tenant_key',
    });
    expect(live(columns.number, 'column').body.nullable).toBe(true);
  });

  it('UI-111: columns that join a primary key become NOT NULL, at its making and later', () => {
    const { state, table, columns, run, live } = editedProject();
    const id = newId();
    run(createKey(state, 'primary-key', id, table, [columns.tenant]));
    expect(live(columns.tenant, 'column').body.nullable).toBe(false);
    const widened = changeKey(state, live(id, 'primary-key'), {
      columnIds: [columns.number, columns.tenant],
    });
    expect(widened.operations).toHaveLength(2);
    run(widened);
    expect(live(id, 'primary-key').body.columnIds).toEqual([columns.number, columns.tenant]);
    expect(live(columns.number, 'column').body.nullable).toBe(false);
    expect(live(columns.total, 'column').body.nullable).toBe(true);
  });

  it('UI-112: a key goes with its last column', () => {
    const { state, table, columns, run, live } = editedProject();
    const id = newId();
    run(createKey(state, 'unique', id, table, [columns.tenant]));
    const edit = changeKey(state, live(id, 'unique'), { columnIds: [] });
    expect(edit.label).toBe('Delete orders_tenant_key');
    run(edit);
    expect(state.ofKind('unique')).toEqual([]);
  });

  it('UI-113: name, nulls, deferrability and comment are changed and taken away again', () => {
    const { state, table, columns, run, live } = editedProject();
    const id = newId();
    run(createKey(state, 'unique', id, table, [columns.tenant]));
    const change = (patch: Parameters<typeof changeKey>[2]) => {
      const edit = changeKey(state, live(id, 'unique'), patch);
      run(edit);
      return edit.label;
    };
    expect(change({ name: 'one_each' })).toBe('Rename orders_tenant_key');
    expect(change({ comment: 'why' })).toBe('Comment on one_each');
    expect(change({ nullsNotDistinct: true })).toBe('Change one_each');
    change(deferrabilityPatch('deferred'));
    expect(live(id, 'unique').body).toMatchObject({
      nullsNotDistinct: true,
      deferrable: true,
      initiallyDeferred: true,
    });
    change(deferrabilityPatch('immediate'));
    change({ nullsNotDistinct: null });
    change({ comment: null });
    expect(live(id, 'unique').body).toEqual({
      tableId: table,
      columnIds: [columns.tenant],
      name: 'one_each',
    });
  });

  it('UI-113: a primary key has no say in nulls', () => {
    const { state, table, columns, run, live } = editedProject();
    const id = newId();
    run(createKey(state, 'primary-key', id, table, [columns.tenant]));
    run(changeKey(state, live(id, 'primary-key'), { nullsNotDistinct: true, comment: 'why' }));
    expect(live(id, 'primary-key').body).not.toHaveProperty('nullsNotDistinct');
    expect(live(id, 'primary-key').body.comment).toBe('why');
  });
});

describe('deferrability', () => {
  it.each(['immediate', 'deferrable', 'deferred'] as const)('UI-114: %s reads back as itself', (choice) => {
    const { deferrable, initiallyDeferred } = deferrabilityPatch(choice);
    const flags = {
      deferrable: deferrable ?? undefined,
      initiallyDeferred: initiallyDeferred ?? undefined,
    };
    expect(deferrabilityOf(flags)).toBe(choice);
  });
});
