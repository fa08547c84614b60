import { describe, expect, it } from 'vitest';
import type { BodyOf } from './bodies';
import type { RecordKind } from './kinds';
import { MemoryState } from './memory-state';
import type { RecordState, SchemaRecord } from './record';
import { parentOf } from './record';
import { relationshipOf } from './relationship';

function record<Kind extends RecordKind>(kind: Kind, id: string, body: BodyOf<Kind>): RecordState {
  return { id, kind, version: 1, parentId: parentOf(kind, body), body } as RecordState;
}

function column(tableId: string, name: string, nullable: boolean): RecordState {
  return record('column', `${tableId}.${name}`, { tableId, name, type: 'bigint', nullable, order: 'a0' });
}

function key(columnIds: string[], more: Partial<BodyOf<'foreign-key'>> = {}): SchemaRecord<'foreign-key'> {
  const body = {
    tableId: 'child',
    columnIds,
    referencedTableId: 'parent',
    referencedColumnIds: columnIds.map((_, index) => `parent.${index}`),
    name: 'fk',
    ...more,
  };
  return record('foreign-key', 'fk', body) as SchemaRecord<'foreign-key'>;
}

function child(nullable: { a: boolean; b: boolean }, ...more: RecordState[]): MemoryState {
  return MemoryState.from([column('child', 'a', nullable.a), column('child', 'b', nullable.b), ...more]);
}

const unique = (...columnIds: string[]) =>
  record('unique', 'u', { tableId: 'child', columnIds, name: 'child_key' });

describe('relationshipOf', () => {
  it('UI-20: many rows may reference one, and a NOT NULL column requires the referenced row', () => {
    expect(relationshipOf(key(['child.a']), child({ a: false, b: false }))).toEqual({
      referencing: { min: 0, max: 'many' },
      referenced: { min: 1, max: 1 },
    });
  });

  it('UI-20: a nullable referencing column makes the referenced row optional', () => {
    const state = child({ a: true, b: false });
    expect(relationshipOf(key(['child.a']), state).referenced.min).toBe(0);
    expect(relationshipOf(key(['child.a', 'child.b']), state).referenced.min).toBe(0);
  });

  it('UI-20: with MATCH FULL one NOT NULL column requires the referenced row', () => {
    const state = child({ a: true, b: false });
    const full = key(['child.a', 'child.b'], { match: 'full' });
    expect(relationshipOf(full, state).referenced.min).toBe(1);
  });

  it('UI-20: a key within the referencing columns makes it one to one', () => {
    const state = child({ a: false, b: false }, unique('child.a'));
    expect(relationshipOf(key(['child.a']), state).referencing.max).toBe(1);
    expect(relationshipOf(key(['child.a', 'child.b']), state).referencing.max).toBe(1);
    expect(relationshipOf(key(['child.b']), state).referencing.max).toBe('many');
  });

  it('UI-20: a key over more columns than the reference, or a partial index, does not', () => {
    const wider = child({ a: false, b: false }, unique('child.a', 'child.b'));
    expect(relationshipOf(key(['child.a']), wider).referencing.max).toBe('many');
    const partial = record('index', 'i', {
      tableId: 'child',
      elements: [{ columnId: 'child.a' }],
      name: 'i',
      unique: true,
      predicate: 'b > 0',
    });
    expect(relationshipOf(key(['child.a']), child({ a: false, b: false }, partial)).referencing.max).toBe(
      'many',
    );
  });
});
