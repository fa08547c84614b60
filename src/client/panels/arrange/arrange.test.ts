import { expect, it } from 'vitest';
import { editedProject } from '../edits/edited-project.fixture';
import { newId } from '../edits/new-id';
import { moveOnCanvas } from '../edits/table-edits';
import { unplacedTables } from './arrange';

it('UI-191: a place is the layout’s until a person moves the table', () => {
  const { state, table, run } = editedProject();
  const moveTo = (x: number, by?: 'layout') =>
    run(moveOnCanvas(state, new Map([[table, { x, y: 0 }]]), newId, by));
  expect(unplacedTables(state)).toEqual([table]);
  moveTo(8, 'layout');
  expect(unplacedTables(state)).toEqual([table]);
  moveTo(16);
  expect(unplacedTables(state)).toEqual([]);
  expect(state.childrenOf(table, 'layout')[0]?.body).toEqual({ recordId: table, x: 16, y: 0 });
  moveTo(24, 'layout');
  expect(unplacedTables(state)).toEqual([table]);
});
