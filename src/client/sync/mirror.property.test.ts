import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEdit } from '../../../test/simulation/edits';
import { SeededRandom } from '../../../test/simulation/random';
import { contentOf, SimulatedServer } from '../../../test/simulation/server';
import { fingerprintOf, printFingerprint } from '../../core/schema/fingerprint';
import { invert } from '../../core/schema/invert';
import type { Operation } from '../../core/schema/operation';
import { toWire } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import { Mirror } from './mirror';
import type { PendingMutation } from './pending';

/** A history of a project, deletions and what brings them back included; as a server logged it. */
function history(seed: number, length: number): SimulatedServer {
  const server = new SimulatedServer();
  const random = new SeededRandom(seed);
  for (let step = 0; step < length; step += 1) {
    const last = random.chance(0.2) ? random.pick(server.log) : undefined;
    const operations = last
      ? invert(last.operations as Parameters<typeof invert>[0], (id) => server.state.get(id)?.version)
      : randomEdit(server.state, random);
    if (operations && operations.length > 0) commit(server, random.uuid(), operations);
  }
  return server;
}

function commit(server: SimulatedServer, id: string, operations: readonly Operation[]): void {
  try {
    server.commit({ id: 'ada', name: 'Ada' }, { id, operations: operations.map(toWire) });
  } catch {
    // Refused: no history.
  }
}

const batchesOf = (server: SimulatedServer) =>
  server.log.map((change) => change.records as readonly RecordState[]);

const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('mirror', () => {
  it('SYNC-7: any order, repetition, loss and resend of batches ends in the same records', () => {
    fc.assert(
      fc.property(seeds, fc.infiniteStream(fc.nat()), (seed, choices) => {
        const server = history(seed, 25);
        const batches = batchesOf(server);
        const mirror = new Mirror(() => undefined);
        mirror.reset([...new SimulatedServer().state.states()], []);
        const chosen = () => choices.next().value ?? 0;
        // Whatever was delivered, lost or repeated before, everything comes once more in some order.
        for (let step = 0; step < batches.length && batches.length > 0; step += 1) {
          mirror.rebase(batches[chosen() % batches.length] ?? [], []);
        }
        const rest = [...batches];
        while (rest.length > 0) mirror.rebase(rest.splice(chosen() % rest.length, 1)[0] ?? [], []);
        expect(contentOf(mirror.shown)).toEqual(contentOf(server.state));
        expect(contentOf(mirror.confirmed)).toEqual(contentOf(server.state));
        expect(printFingerprint(fingerprintOf(mirror.shown.records()))).toBe(server.fingerprint());
      }),
      { numRuns: 60 },
    );
  });

  it('SYNC-8: pending edits leave no trace once they are gone, and only what differs is told', () => {
    fc.assert(
      fc.property(seeds, seeds, (seed, editSeed) => {
        const server = history(seed, 12);
        const random = new SeededRandom(editSeed);
        const shown = new Map<string, RecordState | undefined>();
        const mirror = new Mirror((before, after) => {
          const id = (after ?? before)?.id ?? '';
          expect(before).toBe(shown.get(id));
          shown.set(id, after);
        });
        mirror.reset([...new SimulatedServer().state.states()], []);
        for (const state of mirror.shown.states()) shown.set(state.id, state);
        let pending: readonly PendingMutation[] = [];
        for (const batch of batchesOf(server)) {
          const operations = randomEdit(mirror.shown, random);
          if (operations && mirror.apply(operations).ok) {
            pending = [...pending, pendingOf(random.uuid(), operations)];
          }
          if (random.chance(0.3)) pending = pending.slice(1);
          mirror.rebase(batch, pending);
        }
        for (const [id, state] of shown) expect(mirror.shown.get(id)).toBe(state);
        mirror.rebase([], []);
        expect(contentOf(mirror.shown)).toEqual(contentOf(server.state));
        expect(mirror.overlay.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('SYNC-115: a batch that was taken in already costs no second look at what is pending', () => {
    const server = history(3, 12);
    const mirror = new Mirror(() => undefined);
    mirror.reset([...new SimulatedServer().state.states()], []);
    const [first = [], ...others] = batchesOf(server);
    let looked = 0;
    const waiting: PendingMutation = {
      ...pendingOf(new SeededRandom(1).uuid(), []),
      get operations() {
        looked += 1;
        return [];
      },
    };
    const pending = [waiting];
    mirror.rebase(first, pending);
    expect(looked).toBe(1);
    mirror.rebase(first, pending);
    expect(looked).toBe(1);
    mirror.rebase(others[0] ?? [], pending);
    expect(looked).toBe(2);
  });

  it('SYNC-60: one wrong body, field or missing record makes the fingerprint differ', () => {
    fc.assert(
      fc.property(seeds, fc.nat(), fc.nat(2), (seed, which, how) => {
        const server = history(seed, 15);
        const records = [...server.state.records()];
        const place = which % records.length;
        const record = records[place];
        if (!isLive(record)) return;
        const planted: readonly RecordState[] = [
          { ...record, body: { ...record.body, comment: 'planted' } } as RecordState,
          { ...record, version: record.version + 1 },
          {
            id: record.id,
            kind: record.kind,
            version: record.version,
            parentId: record.parentId,
            deleted: true,
          },
        ];
        const mirror = new Mirror(() => undefined);
        mirror.reset([...records.slice(0, place), planted[how] ?? record, ...records.slice(place + 1)], []);
        expect(printFingerprint(fingerprintOf(mirror.shown.records()))).not.toBe(server.fingerprint());
      }),
    );
  });
});

function pendingOf(id: string, operations: readonly Operation[]): PendingMutation {
  return {
    id,
    operations,
    bases: operations.map(() => null),
    label: 'Edit',
    intent: { kind: 'edit', undoable: true },
    madeAt: 0,
  };
}
