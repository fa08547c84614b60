import { describe, expect, it } from 'vitest';
import type { Person } from '../../core/protocol/presence';
import { areaToFollow, mustStop, othersHere, tabInUse } from './here';

function person(id: string, tab: Partial<Person> = {}): Person {
  return {
    id,
    clientId: `${id}-1`,
    name: id,
    color: '#112233',
    cursor: null,
    selection: [],
    editing: null,
    dragging: [],
    viewport: null,
    following: null,
    away: false,
    ...tab,
  };
}

const cursor = { x: 100, y: 200 };

describe('who is here', () => {
  it('PRE-14: the tab in use stands for its account', () => {
    const idle = person('ben', { clientId: '1', away: true, cursor });
    const other = person('ben', { clientId: '2' });
    const pointing = person('ben', { clientId: '3', cursor });
    expect(tabInUse([idle, other, pointing], 'ben')).toBe(pointing);
    expect(tabInUse([idle, other], 'ben')).toBe(other);
    expect(tabInUse([other, person('ben')], 'ben')).toBe(other);
    expect(tabInUse([idle], 'ada')).toBeUndefined();
  });

  it('PRE-14: everybody else once, by name, away when all of their tabs are', () => {
    const people = [
      person('me'),
      person('cy', { away: true }),
      person('ben', { away: true }),
      person('ben', { clientId: '2', following: 'me' }),
    ];
    expect(othersHere(people, 'me')).toMatchObject([
      { id: 'ben', isAway: false, following: 'me' },
      { id: 'cy', isAway: true, following: null },
    ]);
    expect(othersHere(people, undefined)).toEqual([]);
  });

  it('PRE-15: shown is what the other has in view, else their pointer in the middle', () => {
    const mine = { x: 0, y: 0, width: 80, height: 60 };
    const viewport = { x: 1, y: 2, width: 3, height: 4 };
    expect(areaToFollow(person('ben', { viewport, cursor }), mine)).toEqual(viewport);
    expect(areaToFollow(person('ben', { cursor }), mine)).toEqual({ x: 60, y: 170, width: 80, height: 60 });
    expect(areaToFollow(person('ben'), mine)).toBeNull();
  });

  it('PRE-15: of two who follow each other exactly one stops', () => {
    expect(mustStop(person('ben', { following: 'ada' }), 'ada')).toBe(true);
    expect(mustStop(person('ada', { following: 'ben' }), 'ben')).toBe(false);
    expect(mustStop(person('ben', { following: 'cy' }), 'ada')).toBe(false);
  });
});
