import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incoherences } from '../../../test/fuzz/damage';
import { randomEdit } from '../../../test/simulation/edits';
import { SeededRandom } from '../../../test/simulation/random';
import { SimulatedServer } from '../../../test/simulation/server';
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

/** What a reader shows, and what was wrong with it on the way. */
class Shown {
  readonly ids = new Set<string>();
  readonly damage: string[] = [];
  readonly state = MemoryState.from(beginning());
  order = new InOrder(beginning(), []);

  find(rows: readonly Found[]): void {
    for (const change of this.order.add(rows)) {
      for (const record of change.records as readonly RecordState[]) this.state.put(record);
      if (this.ids.has(change.id)) this.damage.push(`${change.id} twice`);
      this.ids.add(change.id);
      this.damage.push(...incoherences(this.state));
    }
  }
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('the order in which what was found is shown', () => {
  it('DSE-52: is sound after each change, whatever comes late, and in the end everything was shown once', () => {
    const counts = { runs: 0, heldBack: 0, startedOver: 0 };
    fc.assert(
      fc.property(seeds, fc.infiniteStream(fc.nat(9)), (seed, choices) => {
        const log = logOf(seed);
        const late = new Set(log.filter(() => (choices.next().value ?? 0) < 2));
        const shown = new Shown();
        counts.runs += 1;
        for (const [place, row] of log.entries()) {
          if (!late.has(row)) shown.find([row]);
          if (!shown.order.isWaiting) continue;
          counts.heldBack += 1;
          // A sweep: of what is committed so far nothing is missing then.
          shown.find(log.slice(0, place).filter((one) => !shown.order.has(one.id)));
          if (shown.order.isWaiting) break;
        }
        if (!shown.order.isWaiting) shown.find(log.filter((one) => !shown.order.has(one.id)));
        expect(shown.damage).toEqual([]);
        if (shown.order.isWaiting) counts.startedOver += 1;
        else expect(shown.ids.size).toBe(log.length);
      }),
      { numRuns: 100 },
    );
    // Otherwise nothing was ever held back, or everybody always started over, and this showed nothing.
    expect(counts.heldBack).toBeGreaterThan(counts.runs / 2);
    expect(counts.startedOver).toBeLessThan(counts.runs / 4);
  });

  it('DSE-52: is that of the log when it is found in that of the log', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const log = logOf(seed);
        const shown = new Shown();
        for (const row of log) shown.find([row]);
        expect([...shown.ids]).toEqual(log.map(({ id }) => id));
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
