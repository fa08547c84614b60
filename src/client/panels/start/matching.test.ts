import { describe, expect, it } from 'vitest';
import { matching } from './matching';

const project = (name: string) => ({
  id: name,
  name,
  role: 'owner' as const,
  createdAt: '2026-11-23T12:00:00Z',
  changedAt: '2026-11-23T12:00:00Z',
});

describe('matching', () => {
  it('UI-132: finds every word in any order and case, and keeps the order of the list', () => {
    const projects = ['Online shop', 'Shop, offline', 'Library'].map(project);
    const found = (search: string) => matching(projects, search).map(({ name }) => name);
    expect(found(' SHOP line')).toEqual(['Online shop', 'Shop, offline']);
    expect(found('shop off')).toEqual(['Shop, offline']);
    expect(found('')).toHaveLength(3);
    expect(found('warehouse')).toEqual([]);
  });
});
