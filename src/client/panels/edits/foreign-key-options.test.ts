import { describe, expect, it } from 'vitest';
import { editedProject } from './edited-project.fixture';
import { deletedColumnsPatch } from './foreign-key-options';
import { newId } from './new-id';
import { create, update } from './operations';

function compositeKey() {
  const project = editedProject();
  const { tenant, number } = project.columns;
  const key = newId();
  const columnIds = [tenant, number];
  project.run({
    operations: [
      create('unique', newId(), { tableId: project.table, columnIds }),
      create('foreign-key', key, {
        tableId: project.table,
        columnIds,
        referencedTableId: project.table,
        referencedColumnIds: columnIds,
        onDelete: 'set null',
      }),
    ],
  });
  const toggle = (columnId: string) => {
    const record = project.live(key, 'foreign-key');
    project.run({ operations: [update(record, deletedColumnsPatch(record, columnId))] });
    return project.live(key, 'foreign-key').body.onDeleteColumnIds;
  };
  return { ...project, key, toggle };
}

describe('the columns that SET NULL sets', () => {
  it('UI-205: are those left in, and all of them leave no trace', () => {
    const { columns, toggle } = compositeKey();
    expect(toggle(columns.tenant)).toEqual([columns.number]);
    expect(toggle(columns.tenant)).toBeUndefined();
    expect(toggle(columns.number)).toEqual([columns.tenant]);
  });

  it('UI-205: the last one stays', () => {
    const { live, key, columns, toggle } = compositeKey();
    toggle(columns.tenant);
    expect(deletedColumnsPatch(live(key, 'foreign-key'), columns.number)).toEqual({});
  });

  it('SCH-53: a column that is not in the key is refused', () => {
    const { live, key, columns, refusal } = compositeKey();
    const edit = { operations: [update(live(key, 'foreign-key'), { onDeleteColumnIds: [columns.total] })] };
    expect(refusal(edit)).toMatch(/total/);
  });
});
