import { describe, expect, it } from 'vitest';
import { designOf } from '../../../core/prove/sandbox.fixture';
import { applyOperations } from '../../../core/schema/apply';
import { columnsOf } from '../../../core/schema/inheritance';
import { entriesOf, invert } from '../../../core/schema/invert';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import type { SchemaRecord } from '../../../core/schema/record';
import { must } from '../../../core/std/assert';
import { detachPartition } from './detach-partition';
import { byExpressionScript, partitionedScript } from './detach-partition.fixture';
import { newId } from './new-id';

/** The design of the script, and what runs operations on it and gives their inverse. */
async function designed(script = partitionedScript) {
  const state = await designOf(script);
  const run = (operations: readonly Operation[]): readonly Operation[] => {
    const applied = applyOperations(state, operations);
    if (!applied.ok) throw new Error(applied.problem.detail);
    for (const { after } of applied.value.writes) state.replace(after);
    return invert(entriesOf(applied.value.writes), (id) => state.get(id)?.version);
  };
  const detach = (name: string) =>
    run(detachPartition(state, named(state, name), { x: 1.4, y: 2 }, newId).operations);
  return { state, run, detach };
}

function named(state: MemoryState, name: string): SchemaRecord<'table'> {
  return must(
    state.ofKind('table').find(({ body }) => body.name === name),
    name,
  );
}

const contentOf = (state: MemoryState) =>
  [...state.records()].map(({ version: _version, ...rest }) => rest).sort((a, b) => (a.id < b.id ? -1 : 1));

function partsOf(state: MemoryState, name: string): readonly string[] {
  const names = state
    .children(named(state, name).id)
    .flatMap(({ kind, body }) => (kind !== 'column' && 'name' in body ? [`${kind} ${body.name}`] : []));
  return names.sort();
}

describe('detaching a partition', () => {
  it('UI-336: makes it a table with columns of its own, in their order', async () => {
    const { state, detach } = await designed();
    const before = columnsOf(named(state, 'events').id, state).map(({ body }) => body.name);
    detach('events_2026');
    const table = named(state, 'events_2026');
    const columns = state.childrenOf(table.id, 'column');
    expect(table.body).not.toHaveProperty('partitionOf');
    expect(columns.map(({ body }) => body.name)).toEqual(before);
    const [id, day] = columns.map(({ body }) => body);
    expect(id).not.toHaveProperty('identity');
    expect(id?.nullable).toBe(false);
    expect(day).toMatchObject({ default: { kind: 'expression' } });
    expect(day).not.toHaveProperty('comment');
    expect(state.childrenOf(table.id, 'layout')[0]?.body).toMatchObject({ x: 1, y: 2 });
    expect(columnsOf(named(state, 'events_2026_odd').id, state)).toEqual(columns);
  });

  it('UI-336: leaves its table’s keys, constraints and indexes on it, and its own as they were', async () => {
    const { state, detach } = await designed();
    const known = partsOf(state, 'events');
    detach('events_2026');
    expect(partsOf(state, 'events')).toEqual(known);
    expect(partsOf(state, 'events_2026')).toEqual([
      'check late',
      'check positive',
      'foreign-key events_parent_id_parent_day_fkey',
      'foreign-key events_region_id_fkey',
      'index events_2026_region_id_expr_idx',
      'primary-key events_2026_pkey',
    ]);
    expect(partsOf(state, 'events_2026_odd')).toEqual(['index odd_days']);
    const [up] = state
      .ofKind('foreign-key')
      .filter(({ body }) => body.tableId === named(state, 'events_2026').id && body.columnIds.length === 2);
    expect(up?.body.referencedTableId).toBe(named(state, 'events').id);
    const [visit] = state.childrenOf(named(state, 'visits').id, 'foreign-key');
    expect(state.live(visit?.body.referencedColumnIds[0] ?? '', 'column')?.body.tableId).toBe(
      named(state, 'events_2026').id,
    );
  });

  it.each([partitionedScript, byExpressionScript])(
    'UI-336: is taken back, and done again, in one step',
    async (script) => {
      const { state, run, detach } = await designed(script);
      const before = contentOf(state);
      const undo = detach('events_2026');
      const after = contentOf(state);
      const redo = run(undo);
      expect(contentOf(state)).toEqual(before);
      run(redo);
      expect(contentOf(state)).toEqual(after);
    },
  );

  it('UI-336: of a partition of a partition, all that it had from above', async () => {
    const { state, detach } = await designed();
    detach('events_2026_odd');
    expect(partsOf(state, 'events_2026_odd')).toEqual([
      'check late',
      'check positive',
      'foreign-key events_parent_id_parent_day_fkey',
      'foreign-key events_region_id_fkey',
      'index events_2026_odd_region_id_expr_idx',
      'index odd_days',
      'primary-key events_2026_odd_pkey',
    ]);
    expect(partsOf(state, 'events_2026')).toEqual(['check late']);
  });
});
