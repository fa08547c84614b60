import { createHash } from 'node:crypto';
import type { Operation } from '../../../src/core/schema/operation';
import { create, remove } from '../../support/operations';

/** A UUID that stands for a name, the same in every run: what fails can be looked up. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const table = (name: string, rest: object = {}) => create('table', { name, ...rest }, idOf(name));
const column = (tableName: string, name: string, type: string, rest: object = {}) =>
  create('column', { tableId: idOf(tableName), name, type, ...rest }, idOf(`${tableName}.${name}`));
const columns = (tableName: string, ...names: readonly string[]) =>
  names.map((name) => idOf(`${tableName}.${name}`));
const key = (tableName: string, ...names: readonly string[]) =>
  create(
    'primary-key',
    { tableId: idOf(tableName), columnIds: columns(tableName, ...names) },
    idOf(`${tableName} key`),
  );

/**
 * The project in which all edits meet: at least one record of each kind, some that others rely on, some that
 * nothing relies on. `orders` refers to `users`; `targets` is there to be referred to; `lone` and `attic` have
 * nobody; `base` has an heir that has an heir, `far` has one, and `logs` a partition; `old` has been deleted.
 */
export const fixtureOperations: readonly (readonly Operation[])[] = [
  [
    create('namespace', { name: 'sales' }, idOf('sales')),
    create('namespace', { name: 'attic' }, idOf('attic')),
    create('enum', { name: 'mood', labels: ['sad', 'ok', 'glad'] }, idOf('mood')),
    create('enum', { name: 'idle', labels: ['a', 'b'] }, idOf('idle')),
    create('domain', { name: 'positive', type: 'integer' }, idOf('positive')),
    create('domain', { name: 'spare_domain', type: 'integer' }, idOf('spare_domain')),
    create('composite', { name: 'address', attributes: [{ name: 'city', type: 'text' }] }, idOf('address')),
    create('range', { name: 'span', type: 'integer' }, idOf('span')),
    create('sequence', { name: 'tickets' }, idOf('tickets')),
    create('sequence', { name: 'spares' }, idOf('spares')),
    table('users'),
    column('users', 'id', 'integer', { nullable: false }),
    column('users', 'email', 'text'),
    column('users', 'age', 'positive'),
    column('users', 'spare', 'text'),
    key('users', 'id'),
    create('unique', { tableId: idOf('users'), columnIds: columns('users', 'email') }, idOf('users unique')),
    table('orders'),
    column('orders', 'id', 'integer', { nullable: false }),
    column('orders', 'user_id', 'integer'),
    column('orders', 'note', 'text'),
    column('orders', 'mood', 'mood', { default: { kind: 'literal', text: 'ok' } }),
    column('orders', 'number', 'bigint', { default: { kind: 'sequence', sequenceId: idOf('tickets') } }),
    column('orders', 'total', 'integer'),
    column('orders', 'price', 'integer'),
    column('orders', 'twice', 'integer', { generated: { expression: 'price * 2', stored: true } }),
    key('orders', 'id'),
    create(
      'foreign-key',
      {
        tableId: idOf('orders'),
        columnIds: columns('orders', 'user_id'),
        referencedTableId: idOf('users'),
        referencedColumnIds: columns('users', 'id'),
      },
      idOf('orders foreign key'),
    ),
    create('check', { tableId: idOf('orders'), expression: 'total > 0' }, idOf('orders check')),
    create(
      'exclusion',
      { tableId: idOf('orders'), elements: [{ columnId: idOf('orders.total'), operator: '=' }] },
      idOf('orders exclusion'),
    ),
    create(
      'index',
      { tableId: idOf('orders'), elements: [{ columnId: idOf('orders.note') }] },
      idOf('orders index'),
    ),
    table('targets'),
    column('targets', 'id', 'integer', { nullable: false }),
    column('targets', 'code', 'text'),
    column('targets', 'x', 'integer'),
    key('targets', 'id'),
    create(
      'unique',
      { tableId: idOf('targets'), columnIds: columns('targets', 'code') },
      idOf('targets unique'),
    ),
    create(
      'index',
      { tableId: idOf('targets'), elements: [{ columnId: idOf('targets.x') }], unique: true },
      idOf('targets index'),
    ),
    table('lone'),
    column('lone', 'x', 'integer'),
    column('lone', 'y', 'integer'),
    table('base'),
    column('base', 'b', 'integer'),
    table('heir', { inherits: [idOf('base')] }),
    column('heir', 'h', 'integer'),
    table('grandchild', { inherits: [idOf('heir')] }),
    table('far'),
    column('far', 'f', 'integer'),
    table('far_child', { inherits: [idOf('far')] }),
    table('logs', {
      partitionBy: { strategy: 'range', elements: [{ columnId: idOf('logs.at') }] },
    }),
    column('logs', 'at', 'date', { nullable: false }),
    column('logs', 'line', 'text'),
    table('logs_2026', {
      partitionOf: { tableId: idOf('logs'), bound: "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')" },
    }),
    create(
      'verbatim',
      {
        tag: 'trigger',
        name: 'stamped',
        text: 'CREATE TRIGGER stamped',
        phase: 'after constraints',
        recordId: idOf('orders'),
      },
      idOf('stamped'),
    ),
    create('note', { text: 'Look' }, idOf('note')),
    create('area', { name: 'Shop' }, idOf('area')),
    create('layout', { recordId: idOf('orders'), x: 1, y: 2 }, idOf('orders layout')),
    create(
      'review-setting',
      { rule: 'no-primary-key', recordId: idOf('orders'), severity: 'info' },
      idOf('setting'),
    ),
    table('old'),
    column('old', 'o', 'integer'),
    column('orders', 'gone', 'integer'),
  ],
  [remove('table', idOf('old')), remove('column', idOf('orders.gone'))],
];
