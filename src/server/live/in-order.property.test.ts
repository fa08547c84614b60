import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incoherences } from '../../../test/fuzz/damage';
import { randomEdit } from '../../../test/simulation/edits';
import { SeededRandom } from '../../../test/simulation/random';
import { SimulatedServer } from '../../../test/simulation/server';
import type { LiveChange } from '../../core/protocol/change';
import { MemoryState } from '../../core/schema/memory-state';
import { toWire } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import type { Found } from './in-order';
import { InOrder } from './in-order';

const beginning = () => [...new SimulatedServer().state.states()];

/** The log of a project in which 40 random edits were tried. */
function logOf(seed: number): readonly Found[] {
  const server = new SimulatedServer();
  const random = new SeededRandom(seed);
  for (let step = 0; step < 40; step += 1) {
    const operations = randomEdit(server.state, random);
    if (!operations) continue;
    try {
      server.commit({ id: 'a', name: 'A' }, { id: random.uuid(), operations: operations.map(toWire) });
    } catch {
      // Refused: no row.
    }
  }
  return server.log.map((change) => ({ id: change.id, at: change.at, changes: [change] }));
}

/** What a reader shows who is given the rows in this order, and what was wrong with it on the way. */
function shownOf(rows: readonly Found[]) {
  const order = new InOrder(beginning(), []);
  const state = MemoryState.from(beginning());
  const shown: LiveChange[] = [];
  const damage: string[] = [];
  for (const row of rows) {
    for (const change of order.add([row])) {
      for (const record of change.records as readonly RecordState[]) state.replace(record);
      shown.push(change);
      damage.push(...incoherences(state));
    }
  }
  return { order, state, ids: shown.map(({ id }) => id), damage };
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('the order in which what was found is shown', () => {
  it('DSE-52: is sound after each change, whatever is found first, and in the end everything was shown once', () => {
    let late = 0;
    fc.assert(
      fc.property(seeds, fc.infiniteStream(fc.nat()), (seed, choices) => {
        const log = logOf(seed);
        const keys = new Map(log.map((row) => [row, choices.next().value ?? 0]));
        const found = log.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        const { order, state, ids, damage } = shownOf(found);
        expect(damage).toEqual([]);
        expect(order.isWaiting).toBe(false);
        expect(ids.toSorted()).toEqual(log.map(({ id }) => id).toSorted());
        expect([...state.records()].length).toBe([...shownOf(log).state.records()].length);
        if (ids.join() !== found.map(({ id }) => id).join()) late += 1;
      }),
      { numRuns: 60 },
    );
    // Otherwise nothing was ever held back, and this showed nothing.
    expect(late).toBeGreaterThan(20);
  });

  it('DSE-52: is that of the log when it is found in that of the log', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const log = logOf(seed);
        expect(shownOf(log).ids).toEqual(log.map(({ id }) => id));
      }),
      { numRuns: 30 },
    );
  });

  it('DSE-52: leaves out what was shown before, and what builds on a row that never comes waits', () => {
    const log = logOf(7);
    const order = new InOrder(beginning(), []);
    expect(order.add(log)).toHaveLength(log.length);
    expect(order.add(log)).toEqual([]);
    const [first, ...rest] = log;
    const without = new InOrder(beginning(), []);
    const shown = without.add(rest).map(({ id }) => id);
    const isTouched = (row: Found) =>
      row.changes.some(({ records }) =>
        records.some(({ id }) => first?.changes[0]?.records.some((record) => record.id === id)),
      );
    expect(rest.some(isTouched)).toBe(true);
    for (const row of rest.filter(isTouched)) expect(shown).not.toContain(row.id);
    expect(without.isWaiting).toBe(true);
  });
});
