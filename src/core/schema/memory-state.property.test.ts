import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEdit } from '../../../test/simulation/edits';
import { SeededRandom } from '../../../test/simulation/random';
import { SimulatedServer } from '../../../test/simulation/server';
import { MemoryState } from './memory-state';
import { claimsOf } from './names';
import { toWire } from './operation';
import type { RecordState } from './record';

/** All that the indexes answer about a state, in an order that can be compared. */
function answers(state: MemoryState) {
  const ids = [...state.states()].map(({ id }) => id).sort();
  const names = [...state.records()].flatMap((record) =>
    claimsOf(record, state).map(({ scope, name }) => [scope, name, state.holder(scope, name)]),
  );
  return {
    referrers: ids.map((id) => [
      id,
      ...state
        .referrers(id)
        .map((record) => record.id)
        .sort(),
    ]),
    names: names.map(String).sort(),
    children: ids.map((id) => [
      id,
      ...state
        .children(id)
        .map((record) => record.id)
        .sort(),
    ]),
  };
}

function history(seed: number): readonly RecordState[] {
  const server = new SimulatedServer();
  const random = new SeededRandom(seed);
  for (let step = 0; step < 30; step += 1) {
    const operations = randomEdit(server.state, random);
    if (!operations) continue;
    try {
      server.commit({ id: 'a', name: 'A' }, { id: random.uuid(), operations: operations.map(toWire) });
    } catch {
      // Refused: no history.
    }
  }
  return server.log.flatMap((change) => change.records as readonly RecordState[]);
}

describe('memory state', () => {
  it('SYNC-9: its indexes, kept up record by record in any order, are those of the same state built anew', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.infiniteStream(fc.nat()), (seed, choices) => {
        const states = [...new SimulatedServer().state.states(), ...history(seed)];
        const kept = new MemoryState();
        kept.holder('any', 'name');
        kept.referrers('any');
        for (let step = 0; step < states.length * 2; step += 1) {
          const state = states[(choices.next().value ?? 0) % states.length];
          if (!state) continue;
          if ((choices.next().value ?? 0) % 10 === 0) kept.forget(state.id);
          else kept.replace(state);
        }
        const anew = MemoryState.from(kept.states());
        const found = answers(kept);
        const wanted = answers(anew);
        expect(found.referrers).toEqual(wanted.referrers);
        expect(found.children).toEqual(wanted.children);
        // In the middle of things two records can have one name; whoever has it, it is known as taken.
        expect(found.names.map((entry) => entry.split(',').slice(0, 2))).toEqual(
          wanted.names.map((entry) => entry.split(',').slice(0, 2)),
        );
        for (const state of states) kept.put(state);
        const complete = MemoryState.from(kept.states());
        expect(answers(kept)).toEqual(answers(complete));
      }),
      { numRuns: 100 },
    );
  });
});
