import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../view/scene-records';
import { createNote } from './box-edits';
import { editedProject } from './edited-project.fixture';
import { newId } from './new-id';
import { colorSeveral, colourable, commonColor, countByKind } from './several-edits';

describe('several things at once', () => {
  it('UI-345: they are counted by kind, and take one colour', () => {
    const { state, table, columns, run } = editedProject();
    const note = newId();
    run(createNote({ id: note, layout: newId() }, { x: 0, y: 0, width: 9, height: 9 }));
    const ids = [table, note, columns.total, columns.number];
    expect(countByKind(state, ids)[0]).toEqual({ kind: 'column', count: 2 });
    const coloured = colourable(state, ids);
    expect(coloured).toEqual([table, note]);
    expect(commonColor(state, coloured)).toBeUndefined();
    run(colorSeveral(state, coloured, 'teal', () => ({ x: 1, y: 2 }), newId));
    expect(layoutOf(table, state)?.body).toMatchObject({ x: 1, y: 2, color: 'teal' });
    expect(commonColor(state, coloured)).toBe('teal');
    run(colorSeveral(state, coloured, null, () => undefined, newId));
    expect(commonColor(state, coloured)).toBeNull();
  });
});
