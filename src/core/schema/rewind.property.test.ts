import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEdit } from '../../../test/simulation/edits';
import { SeededRandom } from '../../../test/simulation/random';
import { contentOf, publicId, SimulatedServer } from '../../../test/simulation/server';
import { applyOperations } from './apply';
import type { ChangeEntry } from './change';
import { operationsTo, spelledIn } from './difference';
import { entriesOf, invert } from './invert';
import { MemoryState } from './memory-state';
import type { Operation } from './operation';
import type { SchemaRecord } from './record';
import { isLive } from './record';
import { Rewind } from './rewind';

/** What one mutation did, and the state behind it. */
type Step = { readonly entries: readonly ChangeEntry[]; readonly after: MemoryState };

/** A project in which things come, change, swap names, go and come back, with the state behind every edit. */
function history(seed: number, length: number): readonly Step[] {
  const state = MemoryState.from(new SimulatedServer().state.states());
  const random = new SeededRandom(seed);
  const steps: Step[] = [];
  const undos: (readonly Operation[])[] = [];
  while (steps.length < length) {
    const operations = random.chance(0.15) ? undos.pop() : anyEdit(state, random);
    const applied = operations && applyOperations(state, operations);
    if (!applied?.ok) continue;
    const { writes } = applied.value;
    for (const { after } of writes) state.replace(after);
    undos.push(invert(entriesOf(writes), (id) => state.get(id)?.version));
    const entries = writes.map(({ before, after }) => ({
      record: after,
      before: isLive(before) ? before.body : null,
    }));
    steps.push({ entries, after: MemoryState.from(state.states()) });
  }
  return steps;
}

function anyEdit(state: MemoryState, random: SeededRandom): readonly Operation[] | null {
  const create = (kind: SchemaRecord['kind'], body: Record<string, unknown>): Operation => ({
    verb: 'create',
    kind,
    id: random.uuid(),
    body,
  });
  const update = ({ id, kind, version }: SchemaRecord, body: Record<string, unknown>): Operation => ({
    verb: 'update',
    kind,
    id,
    version,
    body,
  });
  const [table, other] = [random.pick(state.ofKind('table')), random.pick(state.ofKind('table'))];
  const column = random.pick(state.ofKind('column'));
  const enumType = random.pick(state.ofKind('enum'));
  const namespace = random.pick(state.ofKind('namespace'));
  const name = `n${random.below(5)}`;
  switch (random.below(16)) {
    case 0:
      return [create('enum', { namespaceId: namespace?.id, name, labels: ['a', 'b'] })];
    case 1:
      return enumType
        ? [update(enumType, random.chance(0.5) ? { name } : { namespaceId: namespace?.id })]
        : null;
    case 2:
      return column && enumType ? [update(column, { type: enumType.body.name, default: null })] : null;
    case 3:
      return column
        ? [create('check', { tableId: column.body.tableId, expression: `${column.body.name} > 0` })]
        : null;
    case 4:
      return column
        ? [
            create('index', {
              tableId: column.body.tableId,
              elements: [{ expression: `abs(${column.body.name})` }],
            }),
          ]
        : null;
    case 5:
      return table && other && table !== other
        ? [update(table, { name: other.body.name }), update(other, { name: table.body.name })]
        : null;
    case 6:
      return [create('namespace', { name })];
    case 7:
      return table ? [update(table, { namespaceId: namespace?.id })] : null;
    case 8:
      return column
        ? [
            create('sequence', {
              namespaceId: namespace?.id,
              name: `${name}_seq`,
              ...(random.chance(0.5) ? { ownedByColumnId: column.id } : {}),
            }),
          ]
        : null;
    case 9:
      return swapColumns(state, random, update);
    default:
      return randomEdit(state, random);
  }
}

function swapColumns(
  state: MemoryState,
  random: SeededRandom,
  update: (record: SchemaRecord, body: Record<string, unknown>) => Operation,
): readonly Operation[] | null {
  const table = random.pick(state.ofKind('table'));
  const [first, second] = table ? state.childrenOf(table.id, 'column') : [];
  if (!first || !second) return null;
  return [update(first, { name: second.body.name }), update(second, { name: first.body.name })];
}

/** What a state says, whichever way it is spelled; places aside from versions, which only grow. */
function meaning(state: MemoryState) {
  return contentOf(state)
    .filter(isLive)
    .map((record) => {
      const { id, kind, parentId, body } = spelledIn(record, state);
      return { id, kind, parentId, body };
    });
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const length = 60;
const places = fc.integer({ min: 0, max: length - 1 });

describe('the state at a moment of the log', () => {
  it('ACT-60: is found by going back from the present one, whatever order the log is read in', () => {
    fc.assert(
      fc.property(seeds, places, fc.boolean(), (seed, place, isBackwards) => {
        const steps = history(seed, length);
        const rewind = new Rewind();
        const since = steps.slice(place + 1).flatMap(({ entries }) => entries);
        for (const entry of isBackwards ? since.reverse() : since) rewind.add(entry);
        const found = rewind.from(steps.at(-1)?.after ?? new MemoryState());
        const wanted = steps[place]?.after ?? new MemoryState();
        expect(found.ok && contentOf(found.value)).toEqual(contentOf(wanted));
      }),
      { numRuns: 60 },
    );
  });

  it('ACT-61: is not guessed where the log has a gap', () => {
    const steps = history(7, length);
    const entries = steps.flatMap((step) => step.entries);
    const present = steps.at(-1)?.after ?? new MemoryState();
    for (let missing = 0; missing < entries.length; missing += 5) {
      const kept = entries.filter((_, index) => index !== missing);
      const lost = entries[missing]?.record;
      // A record of which nothing else is known cannot be missed: there the gap is before the moment.
      const others = kept.filter(({ record }) => record.id === lost?.id);
      if (others.every(({ record }) => record.version > (lost?.version ?? 0))) continue;
      const rewind = new Rewind();
      for (const entry of kept) rewind.add(entry);
      expect(rewind.from(present)).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    }
  });

  it('ACT-62: comes back by operations that the ordinary rules accept, and is the same then', () => {
    fc.assert(
      fc.property(seeds, places, places, (seed, from, to) => {
        const steps = history(seed, length);
        const [present, wanted] = [steps[from]?.after, steps[to]?.after];
        if (!present || !wanted) return;
        // The later of the two has tombstones of all that the earlier one never had.
        const state = MemoryState.from(present.states());
        const applied = applyOperations(state, operationsTo(state, wanted));
        expect(applied).toMatchObject({ ok: true });
        if (!applied.ok) return;
        for (const { after } of applied.value.writes) state.replace(after);
        expect(meaning(state)).toEqual(meaning(wanted));
        expect(operationsTo(state, state)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('ACT-62: an expression goes back to the column that it meant, though another has that name since', () => {
    const id = (place: number) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
    const column = (place: number, name: string, version: number) =>
      ({
        id: id(place),
        kind: 'column',
        version,
        parentId: id(2),
        body: { tableId: id(2), name, type: 'integer', nullable: true, order: `a${place}` },
      }) as SchemaRecord;
    const check = (expression: string, meant: number, version: number) =>
      ({
        id: id(5),
        kind: 'check',
        version,
        parentId: id(2),
        body: { tableId: id(2), expression, name: 'positive', columnRefs: { total: id(meant) } },
      }) as SchemaRecord;
    const table = {
      id: id(2),
      kind: 'table',
      version: 1,
      parentId: publicId,
      body: { namespaceId: publicId, name: 'orders' },
    } as SchemaRecord;
    const namespace = new SimulatedServer().state.get(publicId);
    const common = [...(namespace ? [namespace] : []), table];
    const wanted = MemoryState.from([
      ...common,
      column(3, 'total', 1),
      column(4, 'sum', 1),
      check('total > 0', 3, 1),
    ]);
    const present = MemoryState.from([
      ...common,
      column(3, 'net', 2),
      column(4, 'total', 2),
      check('total > 0', 4, 2),
    ]);
    const applied = applyOperations(present, operationsTo(present, wanted));
    if (!applied.ok) throw new Error(applied.problem.detail);
    for (const { after } of applied.value.writes) present.replace(after);
    expect(present.live(id(5), 'check')?.body.columnRefs).toEqual({ total: id(3) });
  });
});
