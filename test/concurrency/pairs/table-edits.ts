import { create } from '../../support/operations';
import type { KindEdits } from './edit';
import { add, derived, drop, plain, set, together, touches } from './edit';
import { idOf } from './fixture';

const onTable = (body: object) => plain('table', 'orders', body);
const onColumn = (body: object) => plain('column', 'orders.price', body);

/** A table with a column and a key, ids and all anew. */
const wholeTable = (name: string) => (who: string) => {
  const [tableId, columnId] = [idOf(`${who} ${name}`), idOf(`${who} ${name}.id`)];
  return [
    create('table', { name }, tableId),
    create('column', { tableId, name: 'id', type: 'integer', nullable: false }, columnId),
    create('primary-key', { tableId, columnIds: [columnId] }, idOf(`${who} ${name} key`)),
  ];
};

export const namespaceEdits: KindEdits<'namespace'> = {
  create: { 'a new one': add('namespace', { name: 'trade' }) },
  update: {
    name: touches({ 'to a name that others create': set('namespace', 'attic', { name: 'trade' }) }),
    owner: plain('namespace', 'sales', { owner: 'boss' }),
    comment: plain('namespace', 'sales', { comment: 'Sold' }),
  },
  delete: { 'an empty one': drop('namespace', 'attic'), 'with all in it': drop('namespace', 'sales', true) },
};

export const tableEdits: KindEdits<'table'> = {
  create: {
    'with a key': wholeTable('bills'),
    'in another namespace': add('table', { name: 'orders', namespaceId: idOf('sales') }),
    'in an empty namespace': add('table', { name: 'chest', namespaceId: idOf('attic') }),
    'a partition': add('table', {
      name: 'logs_2027',
      partitionOf: { tableId: idOf('logs'), bound: "FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')" },
    }),
    'an heir': add('table', { name: 'child', inherits: [idOf('lone')] }),
    'again after its deletion': () => [create('table', { name: 'old' }, idOf('old'))],
    'anew under the name of one that goes': together(drop('table', 'orders'), wholeTable('orders')),
  },
  update: {
    namespaceId: touches({
      'to another': set('table', 'orders', { namespaceId: idOf('sales') }),
      'to an empty one': set('table', 'lone', { namespaceId: idOf('attic') }),
    }),
    name: touches({
      'to a name that others create': set('table', 'orders', { name: 'bills' }),
      swapped: together(
        set('table', 'users', { name: 'targets' }),
        set('table', 'targets', { name: 'users' }),
      ),
    }),
    partitionBy: touches({
      'by list': set('table', 'lone', {
        partitionBy: { strategy: 'list', elements: [{ columnId: idOf('lone.x') }] },
      }),
    }),
    partitionOf: touches({
      'another bound': set('table', 'logs_2026', {
        partitionOf: { tableId: idOf('logs'), bound: 'DEFAULT' },
      }),
      detached: set('table', 'logs_2026', { partitionOf: null }),
    }),
    inherits: touches({
      'from a table': set('table', 'lone', { inherits: [idOf('heir')] }),
      'from what others make inherit from it': set('table', 'base', { inherits: [idOf('lone')] }),
      'no more': set('table', 'heir', { inherits: null }),
      'to the end of a chain': set('table', 'base', { inherits: [idOf('far_child')] }),
      'the other way round': set('table', 'far', { inherits: [idOf('heir')] }),
    }),
    unlogged: onTable({ unlogged: true }),
    accessMethod: onTable({ accessMethod: 'heap2' }),
    tablespace: onTable({ tablespace: 'fast' }),
    storage: onTable({ storage: 'fillfactor=70' }),
    rowSecurity: onTable({ rowSecurity: true }),
    forceRowSecurity: onTable({ forceRowSecurity: true }),
    owner: onTable({ owner: 'boss' }),
    comment: onTable({ comment: 'Ordered' }),
    columnRefs: derived,
  },
  delete: {
    'one that nothing needs': drop('table', 'lone'),
    'one that others may refer to': drop('table', 'targets'),
    'one with everything about it': drop('table', 'orders'),
    'and what needs it': drop('table', 'users', true),
    'with its partitions': drop('table', 'logs'),
  },
};

export const columnEdits: KindEdits<'column'> = {
  create: {
    'of a built-in type': add('column', { tableId: idOf('orders'), name: 'extra', type: 'text' }),
    'of an enum, with a label': add('column', {
      tableId: idOf('users'),
      name: 'humour',
      type: 'mood',
      default: { kind: 'literal', text: 'sad' },
    }),
    'of an enum that nothing uses': add('column', { tableId: idOf('users'), name: 'idle', type: 'idle' }),
    'of a domain': add('column', { tableId: idOf('lone'), name: 'd', type: 'spare_domain' }),
    'of a composite, as an array': add('column', { tableId: idOf('lone'), name: 'a', type: 'address[]' }),
    'of a range': add('column', { tableId: idOf('lone'), name: 's', type: 'span' }),
    'that heirs have too': add('column', { tableId: idOf('base'), name: 'more', type: 'text' }),
    'that a partition would have': add('column', { tableId: idOf('logs_2026'), name: 'own', type: 'text' }),
    'again after its deletion': () => [
      create('column', { tableId: idOf('orders'), name: 'gone', type: 'text' }, idOf('orders.gone')),
    ],
    'anew under the name of one that goes': together(
      drop('column', 'users.spare'),
      add('column', { tableId: idOf('users'), name: 'spare', type: 'uuid' }),
    ),
  },
  update: {
    name: touches({
      'that expressions name': set('column', 'orders.price', { name: 'cost' }),
      'to a name that others create': set('column', 'orders.total', { name: 'extra' }),
      swapped: together(
        set('column', 'targets.x', { name: 'code' }),
        set('column', 'targets.code', { name: 'x' }),
      ),
    }),
    type: touches({
      'of what others may refer to': set('column', 'targets.id', { type: 'uuid' }),
      'to one that cannot be compared': set('column', 'targets.code', { type: 'uuid' }),
      'of what may refer to others': set('column', 'orders.total', { type: 'text' }),
      'to an enum': set('column', 'users.spare', { type: 'idle' }),
    }),
    typeId: derived,
    nullable: touches({ no: set('column', 'lone.x', { nullable: false }) }),
    default: touches({
      'a label': set('column', 'orders.mood', { default: { kind: 'literal', text: 'sad' } }),
      'a sequence': set('column', 'lone.x', { default: { kind: 'sequence', sequenceId: idOf('spares') } }),
    }),
    identity: touches({
      'which is never null': set('column', 'lone.x', { identity: 'always', nullable: false }),
    }),
    identityOptions: plain('column', 'lone.y', { identityOptions: { start: '5' } }),
    generated: touches({
      'from another column': set('column', 'orders.twice', {
        generated: { expression: 'total * 2', stored: true },
      }),
      'on heirs from their parent’s': set('column', 'heir.h', {
        generated: { expression: 'b + 1', stored: true },
      }),
    }),
    collation: touches({ 'of what an index has': set('column', 'orders.note', { collation: '"C"' }) }),
    notNullName: touches({
      'that a check may have': set('column', 'orders.id', { notNullName: 'orders_rule' }),
    }),
    order: touches({
      'to the front': set('column', 'orders.price', { order: 'Zz0001V' }),
      'another, to the front': set('column', 'orders.note', { order: 'Zz0002V' }),
    }),
    storage: onColumn({ storage: 'plain' }),
    compression: onColumn({ compression: 'pglz' }),
    statistics: onColumn({ statistics: 100 }),
    options: onColumn({ options: 'n_distinct=-0.5' }),
    notNullNoInherit: onColumn({ notNullNoInherit: true }),
    comment: onColumn({ comment: 'Paid' }),
    columnRefs: derived,
  },
  delete: {
    'that nothing names': drop('column', 'users.spare'),
    'with its check and its exclusion': drop('column', 'orders.total'),
    'that an index has': drop('column', 'orders.note'),
    'that others may refer to': drop('column', 'targets.id'),
    'of a unique constraint': drop('column', 'targets.code'),
    'and what needs it': drop('column', 'users.id', true),
    'that heirs have too': drop('column', 'base.b'),
  },
};
