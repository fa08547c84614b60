import { describe, expect, it } from 'vitest';
import { applyOperations } from './apply';
import { entriesOf, invert } from './invert';
import { MemoryState } from './memory-state';
import type { Operation } from './operation';

const publicId = '00000000-0000-4000-8000-000000000001';
const id = (place: number) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;

function create(kind: Operation['kind'], place: number, body: Readonly<Record<string, unknown>>): Operation {
  return { verb: 'create', kind, id: id(place), body };
}

/**
 * Two tables with a foreign key, an enum, a generated column, a check, an owned sequence and a layout; a partitioned
 * table with partitions, an heir, and types over types. What is relied on has the higher ids where that is possible.
 */
const everything: readonly Operation[] = [
  create('enum', 10, { namespaceId: publicId, name: 'mood', labels: ['sad', 'ok'] }),
  create('table', 11, { namespaceId: publicId, name: 'people' }),
  create('sequence', 12, { namespaceId: publicId, name: 'people_id_seq', ownedByColumnId: id(13) }),
  create('column', 13, {
    tableId: id(11),
    name: 'id',
    type: 'integer',
    default: { kind: 'sequence', sequenceId: id(12) },
  }),
  create('column', 14, { tableId: id(11), name: 'mood', type: 'mood' }),
  create('column', 15, {
    tableId: id(11),
    name: 'twice',
    type: 'integer',
    generated: { expression: 'id * 2', stored: true },
  }),
  create('primary-key', 16, { tableId: id(11), columnIds: [id(13)] }),
  create('check', 17, { tableId: id(11), expression: 'id > 0' }),
  create('layout', 18, { recordId: id(11), x: 1, y: 2 }),
  create('table', 20, { namespaceId: publicId, name: 'pets' }),
  create('column', 21, { tableId: id(20), name: 'owner', type: 'integer' }),
  create('foreign-key', 22, {
    tableId: id(20),
    columnIds: [id(21)],
    referencedTableId: id(11),
    referencedColumnIds: [id(13)],
  }),
  create('table', 39, {
    namespaceId: publicId,
    name: 'events',
    partitionBy: { strategy: 'range', elements: [{ columnId: id(34) }] },
  }),
  create('column', 34, { tableId: id(39), name: 'day', type: 'date' }),
  create('table', 38, {
    namespaceId: publicId,
    name: 'events_of_2026',
    partitionOf: { tableId: id(39), bound: "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')" },
  }),
  create('table', 37, { namespaceId: publicId, name: 'puppies', inherits: [id(20)] }),
  create('table', 36, { namespaceId: publicId, name: 'small_puppies', inherits: [id(37)] }),
  create('domain', 42, { namespaceId: publicId, name: 'price', type: 'numeric' }),
  create('composite', 41, {
    namespaceId: publicId,
    name: 'offer',
    attributes: [{ name: 'a', type: 'price' }],
  }),
  create('domain', 40, { namespaceId: publicId, name: 'best_offer', type: 'offer' }),
];

function empty(): MemoryState {
  return MemoryState.from([
    { id: publicId, kind: 'namespace', version: 1, parentId: null, body: { name: 'public' } },
  ]);
}

/** Applies and gives the inverse; throws the reason when it is refused. */
function apply(state: MemoryState, operations: readonly Operation[]): readonly Operation[] {
  const applied = applyOperations(state, operations);
  if (!applied.ok) throw new Error(`${applied.problem.code}: ${applied.problem.detail}`);
  for (const { after } of applied.value.writes) state.replace(after);
  return invert(entriesOf(applied.value.writes), (record) => state.get(record)?.version);
}

const bodies = (state: MemoryState) =>
  [...state.records()].map(({ version: _version, ...rest }) => rest).sort((a, b) => (a.id < b.id ? -1 : 1));

describe('invert', () => {
  it('SYNC-54: takes back whatever was created, and the inverse of that brings it all again', () => {
    const state = empty();
    const undo = apply(state, everything);
    const full = bodies(state);
    expect(full).toHaveLength(everything.length + 1);
    const redo = apply(state, undo);
    expect(bodies(state)).toHaveLength(1);
    apply(state, redo);
    expect(bodies(state)).toEqual(full);
  });

  it.each([
    [
      'a table with all that leans on it',
      { verb: 'delete', kind: 'table', id: id(11), version: 1, cascade: true },
    ],
    ['a column', { verb: 'delete', kind: 'column', id: id(13), version: 1, cascade: true }],
    [
      'a sequence that gives a default',
      { verb: 'delete', kind: 'sequence', id: id(12), version: 1, cascade: true },
    ],
    ['an enum', { verb: 'delete', kind: 'enum', id: id(10), version: 1, cascade: true }],
    ['a schema', { verb: 'delete', kind: 'namespace', id: publicId, version: 1, cascade: true }],
    ['a rename', { verb: 'update', kind: 'column', id: id(13), version: 1, body: { name: 'number' } }],
    ['a comment', { verb: 'update', kind: 'table', id: id(11), version: 1, body: { comment: 'new' } }],
    ['a type', { verb: 'update', kind: 'column', id: id(14), version: 1, body: { type: 'text' } }],
  ] satisfies readonly (readonly [string, Operation])[])('SYNC-54: takes back %s', (_what, operation) => {
    const state = empty();
    apply(state, everything);
    const before = bodies(state);
    const undo = apply(state, [operation]);
    expect(bodies(state)).not.toEqual(before);
    apply(state, undo);
    expect(bodies(state)).toEqual(before);
  });

  it('SYNC-50: an expression means the columns again that it meant, though its text never changed', () => {
    const state = empty();
    const [partition, check, day] = [id(38), id(50), id(51)];
    apply(state, [...everything, create('check', 50, { tableId: partition, expression: 'day > now()' })]);
    const before = bodies(state);
    const undo = apply(state, [
      { verb: 'update', kind: 'table', id: partition, version: 1, body: { partitionOf: null } },
      create('column', 51, { tableId: partition, name: 'day', type: 'date' }),
      { verb: 'update', kind: 'check', id: check, version: 1, body: { columnRefs: { day } } },
    ]);
    expect(state.live(check, 'check')?.body.columnRefs).toEqual({ day });
    const redo = apply(state, undo);
    expect(bodies(state)).toEqual(before);
    apply(state, redo);
    expect(state.live(check, 'check')?.body.columnRefs).toEqual({ day });
  });

  it('SYNC-55: is strict about everything that somebody else could have changed', () => {
    const state = empty();
    const undo = apply(state, everything);
    expect(undo.every((operation) => operation.verb === 'delete' && operation.strict)).toBe(true);
    const column = state.live(id(14), 'column');
    if (!column) throw new Error('not there');
    state.replace({ ...column, version: 2 });
    expect(applyOperations(state, undo)).toMatchObject({ ok: false, problem: { code: 'changed-since' } });
  });
});
