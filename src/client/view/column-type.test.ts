import { describe, expect, it } from 'vitest';
import type { BodyOf } from '../../core/schema/bodies';
import type { RecordKind } from '../../core/schema/kinds';
import { MemoryState } from '../../core/schema/memory-state';
import type { RecordState, SchemaRecord } from '../../core/schema/record';
import { parentOf } from '../../core/schema/record';
import { columnType } from './column-type';

function record<Kind extends RecordKind>(kind: Kind, id: string, body: BodyOf<Kind>): RecordState {
  return { id, kind, version: 1, parentId: parentOf(kind, body), body } as RecordState;
}

const state = MemoryState.from([
  record('namespace', 'p', { name: 'public' }),
  record('namespace', 's', { name: 'sales' }),
  record('enum', 'plain', { namespaceId: 'p', name: 'Order state', labels: [] }),
  record('enum', 'qualified', { namespaceId: 's', name: 'channel', labels: [] }),
]);

function typed(type: string, typeId?: string): SchemaRecord<'column'> {
  const body = { tableId: 't', name: 'c', type, nullable: true, order: 'a0' };
  return record('column', 'c', typeId === undefined ? body : { ...body, typeId }) as SchemaRecord<'column'>;
}

describe('columnType', () => {
  it('UI-24: an enum is shown by the name that it has now, an array of it too', () => {
    expect(columnType(typed('old_name', 'plain'), state)).toBe('"Order state"');
    expect(columnType(typed('old_name[]', 'plain'), state)).toBe('"Order state"[]');
    expect(columnType(typed('public.old_name', 'qualified'), state)).toBe('sales.channel');
  });

  it('UI-24: everything else is shown in its short spelling', () => {
    expect(columnType(typed('timestamp with time zone'), state)).toBe('timestamptz');
    expect(columnType(typed('gone', 'nothing'), state)).toBe('gone');
  });
});
