import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../../core/schema/memory-state';
import { ownTypesOf } from './derive';

describe('ownTypesOf', () => {
  it('UI-38: enums, domains and other types are offered, other statements that were kept are not', () => {
    const kept = { text: 'CREATE …', phase: 'before tables', order: 'a0' } as const;
    const definesType = { namespaceId: 'p', name: 'email' };
    const state = MemoryState.from([
      { id: 'p', kind: 'namespace', version: 1, parentId: null, body: { name: 'public' } },
      { id: 's', kind: 'namespace', version: 1, parentId: null, body: { name: 'Sales' } },
      {
        id: 'e',
        kind: 'enum',
        version: 1,
        parentId: 's',
        body: { namespaceId: 's', name: 'state', labels: ['open'] },
      },
      {
        id: 'r',
        kind: 'range',
        version: 1,
        parentId: 's',
        body: { namespaceId: 's', name: 'hours', type: 'numeric' },
      },
      {
        id: 'd',
        kind: 'verbatim',
        version: 1,
        parentId: null,
        body: { ...kept, tag: 'domain', name: 'email', definesType },
      },
      {
        id: 'f',
        kind: 'verbatim',
        version: 1,
        parentId: null,
        body: { ...kept, tag: 'function', name: 'f' },
      },
    ]);
    expect(ownTypesOf(state, null)).toEqual([
      { label: '"Sales".state', detail: 'Enum' },
      { label: '"Sales".hours', detail: 'Range type' },
      { label: '"Sales".hours_multirange', detail: 'Multirange type' },
      { label: 'email', detail: 'Domain' },
    ]);
  });
});
