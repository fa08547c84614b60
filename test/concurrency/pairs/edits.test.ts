import { describe, expect, it } from 'vitest';
import { applyOperations } from '../../../src/core/schema/apply';
import { patchSchemas } from '../../../src/core/schema/bodies';
import { recordKinds } from '../../../src/core/schema/kinds';
import { MemoryState } from '../../../src/core/schema/memory-state';
import { fromWire, toWire, wireOperationSchema } from '../../../src/core/schema/operation';
import type { RecordState } from '../../../src/core/schema/record';
import { isLive } from '../../../src/core/schema/record';
import { create } from '../../support/operations';
import { edits, meetingEdits, plainEditsOf } from './edits';
import { fixtureOperations, idOf } from './fixture';

/** The fixture by the rules alone. */
function fixture(): MemoryState {
  const state = new MemoryState();
  const all = [[create('namespace', { name: 'public' }, idOf('public'))], ...fixtureOperations];
  for (const operations of all) {
    const applied = applyOperations(state, operations);
    if (!applied.ok) throw new Error(applied.problem.detail);
    for (const { after } of applied.value.writes) state.replace(after);
  }
  return state;
}

const states: readonly RecordState[] = [...fixture().states()];
const alone = (operations: Parameters<typeof applyOperations>[1]) =>
  applyOperations(MemoryState.from(states), operations);
/** What a partition cannot have: that edit is there because it may be possible behind another one. */
const refusedAlone = new Set(['column.create that a partition would have']);

describe('the table of edits', () => {
  it('COM-200: has each field that an update may name', () => {
    for (const kind of recordKinds) {
      expect(Object.keys(edits[kind].update).sort(), kind).toEqual(
        Object.keys(patchSchemas[kind].shape).sort(),
      );
    }
  });

  it('COM-200: has for each kind something that creates, changes and deletes it', () => {
    const missing = recordKinds.flatMap((kind) =>
      ['create', 'update', 'delete']
        .map((verb) => `${kind}.${verb} `)
        .filter((prefix) => !meetingEdits.some(({ name }) => name.startsWith(prefix))),
    );
    expect(missing).toEqual([]);
    expect(new Set(meetingEdits.map(({ name }) => name)).size).toBe(meetingEdits.length);
  });

  it.each(meetingEdits)('COM-200: $name does something to the fixture', ({ name, way }) => {
    const operations = way('one').map((operation) => fromWire(wireOperationSchema.parse(toWire(operation))));
    const applied = alone(operations);
    const written = applied.ok ? applied.value.writes.length : 0;
    expect(written > 0, applied.ok ? '' : applied.problem.detail).toBe(!refusedAlone.has(name));
  });

  it.each(recordKinds.flatMap((kind) => plainEditsOf(kind)))(
    'COM-200: $name is nobody else’s business, as it is said to be',
    ({ way }) => {
      const applied = alone(way('one'));
      if (!applied.ok) throw new Error(applied.problem.detail);
      const { writes, claims, releases, references, shaken } = applied.value;
      expect(writes).toHaveLength(1);
      expect(isLive(writes[0]?.after)).toBe(true);
      expect([claims, releases, [...references.keys()], [...shaken]]).toEqual([[], [], [], []]);
    },
  );
});
