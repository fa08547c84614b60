import { describe, expect, it } from 'vitest';
import { freeName, moved, replaced, without } from './sequence';

describe('sequences', () => {
  it('UI-128: items move within the list and no further', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, -4)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b'], 7, 0)).toEqual(['a', 'b']);
    expect(without(['a', 'b'], 0)).toEqual(['b']);
    expect(replaced(['a', 'b'], 1, 'c')).toEqual(['a', 'c']);
  });

  it('UI-128: a free name counts from 2', () => {
    const taken = new Set(['new', 'new_2']);
    expect(freeName('new', (name) => taken.has(name))).toBe('new_3');
  });
});
