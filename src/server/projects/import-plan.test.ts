import { describe, expect, it } from 'vitest';
import { SimulatedServer } from '../../../test/simulation/server';
import { create, tableOperations } from '../../../test/support/operations';
import { applyOperations } from '../../core/schema/apply';
import { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import { must } from '../../core/std/assert';
import { maxRows, maxWrites, rowsOf } from './attempt';
import { importPieces } from './import-plan';

/** Tables that refer to the first one: more names and references than records. */
function schemaOf(tables: number): readonly SchemaRecord[] {
  const state = MemoryState.from(new SimulatedServer().state.states());
  const all = Array.from({ length: tables }, (_, place) => tableOperations(`t_${place}`));
  const [first] = all;
  const foreignKeys = all.map(({ tableId, xColumn }) =>
    create('foreign-key', {
      tableId,
      columnIds: [xColumn],
      referencedTableId: first?.tableId,
      referencedColumnIds: [first?.idColumn],
    }),
  );
  const applied = applyOperations(state, [...all.flatMap(({ operations }) => operations), ...foreignKeys]);
  if (!applied.ok) throw new Error(applied.problem.detail);
  return applied.value.writes.map(({ after }) => after).filter(isLive);
}

describe('the pieces of an import', () => {
  it('COM-97: each fits a transaction, its names and references counted, and can be written behind those before', () => {
    const state = MemoryState.from(new SimulatedServer().state.states());
    const records = schemaOf(700);
    const pieces = importPieces(records);
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) {
      const applied = applyOperations(state, piece);
      if (!applied.ok) throw new Error(applied.problem.detail);
      expect(applied.value.writes.length).toBeLessThanOrEqual(maxWrites);
      expect(rowsOf(applied.value)).toBeLessThanOrEqual(maxRows);
      for (const { after } of applied.value.writes) state.put(after);
    }
    expect(pieces.flat()).toHaveLength(records.length);
    expect(must(pieces[0], 'a first piece').length).toBeGreaterThan(500);
  });
});
