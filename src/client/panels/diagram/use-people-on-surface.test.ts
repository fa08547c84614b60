import { describe, expect, it } from 'vitest';
import type { Person } from '../../../core/protocol/presence';
import { nobody } from '../../canvas/scene';
import { scenePeopleOf } from './use-people-on-surface';

const ben: Person = {
  id: 'ben',
  clientId: 'tab',
  name: 'Ben',
  color: '#112233',
  cursor: { x: 1, y: 2 },
  selection: ['orders'],
  editing: null,
  dragging: [],
  viewport: null,
  following: null,
  away: false,
};
const me: Person = { ...ben, id: 'me', clientId: 'mine' };

/** A key is drawn with its table, a namespace not at all. */
const drawn = (id: string) => (id === 'key' ? 'orders' : id === 'namespace' ? null : id);
const sceneOf = (person: Person, before = nobody) => scenePeopleOf([me, person], 'mine', drawn, before);
const selectionOf = (editing: Person['editing']) => sceneOf({ ...ben, editing }).selections[0];

describe('scenePeopleOf', () => {
  it('UI-195: what somebody edits is drawn beside what they select', () => {
    expect(selectionOf(null)).toMatchObject({ recordIds: ['orders'], editedId: null });
    expect(selectionOf({ recordId: 'column', field: 'name' })).toMatchObject({
      recordIds: ['orders', 'column'],
      editedId: 'column',
    });
    expect(selectionOf({ recordId: 'key', field: 'name' })).toMatchObject({
      recordIds: ['orders'],
      editedId: 'orders',
    });
    expect(selectionOf({ recordId: 'namespace', field: 'name' })).toMatchObject({ editedId: null });
  });

  it('UI-195: a pointer that moves alone gives no other selections, so that the diagram is not painted', () => {
    const first = sceneOf(ben);
    const moved = sceneOf({ ...ben, cursor: { x: 9, y: 9 }, away: true }, first);
    expect(moved.cursors).toMatchObject([{ id: 'tab', x: 9, isAway: true }]);
    expect(moved.selections).toBe(first.selections);
    expect(sceneOf({ ...ben, selection: [] }, first).selections).toEqual([]);
  });
});
