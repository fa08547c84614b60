import { describe, expect, it } from 'vitest';
import { deletionParts } from './deletion-parts';
import { editedProject } from './edited-project.fixture';
import { newId } from './new-id';
import { create } from './operations';
import { deleteRecords } from './table-edits';

/** `orders` with three columns, and five more tables with one column each. */
function sixTables() {
  const project = editedProject();
  const others = [1, 2, 3, 4, 5].map((number) => {
    const id = newId();
    project.run({
      operations: [
        create('table', id, { name: `t${number}` }),
        create('column', newId(), { tableId: id, name: 'id', type: 'int' }),
      ],
    });
    return id;
  });
  return { ...project, all: [project.table, ...others] };
}

describe('deletions in parts', () => {
  it('UI-208: what one edit can take is one part', () => {
    const { state, all } = sixTables();
    expect(deletionParts(state, all)).toEqual([all]);
    expect(deletionParts(state, [])).toEqual([]);
  });

  it('UI-208: no part takes more than an edit may, and together they take all', () => {
    const { state, all, run } = sixTables();
    const parts = deletionParts(state, all, 5);
    expect(parts.map((part) => part.length)).toEqual([1, 2, 2, 1]);
    for (const part of parts) run(deleteRecords(state, part));
    expect(state.ofKind('table')).toEqual([]);
  });

  it('UI-208: what is too large by itself comes after what is in it', () => {
    const { state, all, publicId } = sixTables();
    const parts = deletionParts(state, [publicId], 5);
    expect(parts.flat().slice(0, -1)).toEqual(expect.arrayContaining(all));
    expect(parts.flat()).toHaveLength(all.length + 1);
    expect(parts.at(-1)?.at(-1)).toBe(publicId);
  });
});
