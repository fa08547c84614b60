import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDesign } from '../schema/arbitrary.fixture';
import type { BodyOf } from '../schema/bodies';
import { Design } from '../schema/design.fixture';
import type { RecordId } from '../schema/ids';
import { MemoryState } from '../schema/memory-state';
import type { RecordState } from '../schema/record';
import type { Comparison } from './compare';
import { columnOrders, compareObjects, objectsOf } from './compare';
import type { ComparedKind } from './facts';
import { rules } from './facts';

const owner = 'postgres';

function compared(wanted: MemoryState, found: MemoryState): Comparison {
  const objects = { wanted: objectsOf(wanted, owner), found: objectsOf(found, owner) };
  const { differences, mismatches } = compareObjects(objects.wanted, objects.found);
  return { differences: [...differences, ...columnOrders(wanted, found, objects)], mismatches };
}

function copyOf(state: MemoryState): MemoryState {
  return MemoryState.from(state.states());
}

/** One record of each kind. */
function oneOfEach() {
  const design = new Design();
  const app = design.namespace('app');
  const status = design.add('enum', { namespaceId: app, name: 'status', labels: ['new', 'done'] });
  const sequence = design.add('sequence', { namespaceId: app, name: 'numbers' });
  const parent = design.table('parent', { id: 'bigint', during: 'tstzrange' });
  const table = design.table(
    'orders',
    { id: 'bigint', name: 'text', size: 'integer', during: 'tstzrange' },
    app,
  );
  const [id = '', name = '', size = '', during = ''] = design.columns(table, 'id', 'name', 'size', 'during');
  const [parentId = '', parentDuring = ''] = design.columns(parent, 'id', 'during');
  const ids: { readonly [Kind in ComparedKind]: RecordId } = {
    namespace: app,
    table,
    column: name,
    'primary-key': design.primaryKey(table, 'orders_pkey', 'id'),
    unique: design.add('unique', { tableId: table, name: 'orders_name_key', columnIds: [name] }),
    'foreign-key': design.foreignKey('orders_id_fkey', [table, 'id'], [parent, 'id'], {
      onDelete: 'set null',
    }),
    check: design.check(table, 'orders_check', 'size > 0'),
    exclusion: design.add('exclusion', {
      tableId: table,
      name: 'orders_excl',
      elements: [{ columnId: during, operator: '&&' }],
    }),
    index: design.add('index', { tableId: table, name: 'orders_idx', elements: [{ columnId: size }] }),
    enum: status,
    domain: design.add('domain', { namespaceId: app, name: 'positive', type: 'integer' }),
    composite: design.add('composite', {
      namespaceId: app,
      name: 'pair',
      attributes: [{ name: 'a', type: 'integer' }],
    }),
    range: design.add('range', { namespaceId: app, name: 'floats', type: 'double precision' }),
    sequence,
  };
  return { design, ids, parent, columns: { id, name, size, during, parentId, parentDuring }, status };
}

const { design, ids, parent, columns } = oneOfEach();

/** For every field that is compared, another value. A field that is missing here fails the test below. */
const changes: { readonly [Kind in ComparedKind]: Partial<BodyOf<Kind>> } = {
  namespace: { owner: 'app', comment: 'hers' },
  table: {
    unlogged: true,
    partitionBy: { strategy: 'range', elements: [{ columnId: columns.id }] },
    partitionOf: { tableId: parent, bound: 'DEFAULT' },
    inherits: [parent],
    accessMethod: 'columnar',
    tablespace: 'fast',
    storage: 'fillfactor=70',
    rowSecurity: true,
    forceRowSecurity: true,
    owner: 'app',
    comment: 'hers',
  },
  column: {
    type: 'character varying(10)',
    nullable: false,
    default: { kind: 'literal', text: 'x' },
    identity: 'always',
    identityOptions: { start: '7' },
    generated: { expression: 'size + 1', stored: true },
    collation: '"C"',
    storage: 'external',
    compression: 'lz4',
    statistics: 7,
    options: 'n_distinct=-0.5',
    notNullName: 'named',
    notNullNoInherit: true,
    comment: 'hers',
  },
  'primary-key': {
    columnIds: [columns.size],
    include: [columns.name],
    withoutOverlaps: true,
    storage: 'fillfactor=70',
    tablespace: 'fast',
    deferrable: true,
    initiallyDeferred: true,
    comment: 'hers',
  },
  unique: {
    columnIds: [columns.size],
    include: [columns.id],
    nullsNotDistinct: true,
    withoutOverlaps: true,
    storage: 'fillfactor=70',
    tablespace: 'fast',
    deferrable: true,
    initiallyDeferred: true,
    comment: 'hers',
  },
  'foreign-key': {
    columnIds: [columns.size],
    referencedTableId: ids.table,
    referencedColumnIds: [columns.parentDuring],
    onDelete: 'set default',
    onUpdate: 'cascade',
    onDeleteColumnIds: [columns.id],
    match: 'full',
    period: true,
    notValid: true,
    notEnforced: true,
    deferrable: true,
    initiallyDeferred: true,
    comment: 'hers',
  },
  check: { expression: 'size > 1', noInherit: true, notValid: true, notEnforced: true, comment: 'hers' },
  exclusion: {
    elements: [{ columnId: columns.during, operator: '=' }],
    method: 'spgist',
    predicate: 'size > 0',
    include: [columns.name],
    storage: 'fillfactor=70',
    tablespace: 'fast',
    deferrable: true,
    initiallyDeferred: true,
    comment: 'hers',
  },
  index: {
    elements: [{ columnId: columns.size, direction: 'desc' }],
    method: 'hash',
    unique: true,
    predicate: 'size > 0',
    include: [columns.name],
    nullsNotDistinct: true,
    storage: 'fillfactor=70',
    tablespace: 'fast',
    comment: 'hers',
  },
  enum: { labels: ['done', 'new'], owner: 'app', comment: 'hers' },
  domain: {
    type: 'bigint',
    collation: '"C"',
    default: { kind: 'literal', text: '1' },
    notNull: true,
    checks: [{ name: 'positive_check', expression: 'VALUE > 0' }],
    owner: 'app',
    comment: 'hers',
  },
  composite: { attributes: [{ name: 'a', type: 'text' }], owner: 'app', comment: 'hers' },
  range: {
    type: 'integer',
    opclass: 'int4_ops',
    collation: '"C"',
    subtypeDiff: 'float8mi',
    multirangeName: 'many_floats',
    owner: 'app',
    comment: 'hers',
  },
  sequence: {
    type: 'integer',
    start: '7',
    increment: '2',
    minimum: '-3',
    maximum: '99',
    cache: '10',
    cycle: true,
    ownedByColumnId: columns.id,
    unlogged: true,
    owner: 'app',
    comment: 'hers',
  },
};

const kinds = Object.keys(rules) as readonly ComparedKind[];
const comparedFields = kinds.flatMap((kind) =>
  Object.entries(rules[kind]).flatMap(([field, rule]) =>
    typeof rule === 'string' ? [] : [[kind, field] as const],
  ),
);

/** Fields that bring another one along. */
const together: Readonly<Record<string, readonly string[]>> = {
  'column.identity': ['identity'],
  'primary-key.initiallyDeferred': ['deferrable', 'initiallyDeferred'],
  'unique.initiallyDeferred': ['deferrable', 'initiallyDeferred'],
  'foreign-key.initiallyDeferred': ['deferrable', 'initiallyDeferred'],
  'exclusion.initiallyDeferred': ['deferrable', 'initiallyDeferred'],
  // What is first follows from the lowest where nothing is said.
  'column.identity+': ['nullable', 'identity'],
};

function changed(id: RecordId, patch: Readonly<Record<string, unknown>>): MemoryState {
  const state = copyOf(design.state);
  const record = state.get(id);
  if (record && 'body' in record)
    state.replace({ ...record, body: { ...record.body, ...patch } } as RecordState);
  return state;
}

describe('comparing a design with a database', () => {
  it('PRV-2: finds nothing in a design and itself', () => {
    expect(compared(design.state, copyOf(design.state))).toEqual({ differences: [], mismatches: [] });
  });

  it.each(comparedFields)('PRV-3: %s: another %s is found, and nothing else', (kind, field) => {
    const change: Readonly<Record<string, unknown>> = changes[kind];
    expect(Object.keys(change), 'a value to change it to').toContain(field);
    const found = changed(ids[kind], { [field]: change[field] });
    const { differences, mismatches } = compared(design.state, found);
    const key = kind === 'column' && field === 'identity' ? 'column.identity+' : `${kind}.${field}`;
    expect(differences).toEqual([]);
    expect(mismatches.map((one) => one.field)).toEqual(together[key] ?? [field]);
    expect(new Set(mismatches.map(({ wanted }) => wanted.recordId))).toEqual(new Set([ids[kind]]));
  });

  it.each(kinds.filter((kind) => !['namespace', 'table', 'column', 'enum'].includes(kind)))(
    'PRV-2: %s: one under another name is one too few and one too many',
    (kind) => {
      const { differences, mismatches } = compared(design.state, changed(ids[kind], { name: 'another' }));
      expect(mismatches).toEqual([]);
      expect(differences.map((one) => [one.kind, one.wanted, one.found])).toEqual([
        [kind, 'there', undefined],
        [kind, undefined, 'there'],
      ]);
    },
  );

  it('PRV-4: columns in another order are one difference of their table', () => {
    const { differences, mismatches } = compared(design.state, changed(columns.id, { order: 'zz' }));
    expect(mismatches).toEqual([]);
    expect(differences).toEqual([
      expect.objectContaining({
        kind: 'table',
        name: 'app.orders',
        field: 'order',
        wanted: 'id, name, size, during',
        found: 'name, size, during, id',
      }),
    ]);
  });

  it('PRV-2: ids do not matter', () => {
    fc.assert(
      fc.property(arbitraryDesign(), (state) => {
        const states = JSON.stringify([...state.states()]);
        const other = MemoryState.from(
          JSON.parse(states.replaceAll('00000000-0000-4000-8000', '00000000-0000-4000-9000')),
        );
        expect(compared(state, other)).toEqual({ differences: [], mismatches: [] });
      }),
      { numRuns: 30 },
    );
  });
});
