import type { KindEdits } from './edit';
import { add, derived, drop, plain, set, touches } from './edit';
import { idOf } from './fixture';

const inSales = { namespaceId: idOf('sales') };
const onSequence = (body: object) => plain('sequence', 'tickets', body);

export const enumEdits: KindEdits<'enum'> = {
  create: { 'with a name that others take': add('enum', { name: 'colour', labels: ['red'] }) },
  update: {
    namespaceId: touches({ 'to another': set('enum', 'mood', inSales) }),
    name: touches({
      'of what columns have': set('enum', 'mood', { name: 'temper' }),
      'to a name that others take': set('enum', 'idle', { name: 'colour' }),
    }),
    labels: touches({
      'one less': set('enum', 'mood', { labels: ['ok', 'glad'] }),
      'one more': set('enum', 'mood', { labels: ['sad', 'ok', 'glad', 'mad'] }),
    }),
    owner: plain('enum', 'mood', { owner: 'boss' }),
    comment: plain('enum', 'mood', { comment: 'Felt' }),
  },
  delete: { 'that nothing uses': drop('enum', 'idle'), 'and what uses it': drop('enum', 'mood', true) },
};

export const domainEdits: KindEdits<'domain'> = {
  create: { 'with a name that others take': add('domain', { name: 'colour', type: 'text' }) },
  update: {
    namespaceId: touches({ 'to another': set('domain', 'positive', inSales) }),
    name: touches({ 'to a name that others take': set('domain', 'spare_domain', { name: 'colour' }) }),
    type: touches({ 'to another': set('domain', 'spare_domain', { type: 'uuid' }) }),
    typeId: derived,
    notNull: touches({ 'which columns rely on': set('domain', 'positive', { notNull: true }) }),
    collation: plain('domain', 'positive', { collation: '"C"' }),
    default: plain('domain', 'positive', { default: { kind: 'literal', text: '1' } }),
    checks: plain('domain', 'positive', { checks: [{ name: 'more', expression: 'VALUE > 0' }] }),
    owner: plain('domain', 'positive', { owner: 'boss' }),
    comment: plain('domain', 'positive', { comment: 'More' }),
  },
  delete: {
    'that nothing uses': drop('domain', 'spare_domain'),
    'and what uses it': drop('domain', 'positive', true),
  },
};

export const compositeEdits: KindEdits<'composite'> = {
  create: {
    'with an enum in it': add('composite', { name: 'bills', attributes: [{ name: 'm', type: 'idle' }] }),
  },
  update: {
    namespaceId: touches({ 'to another': set('composite', 'address', inSales) }),
    name: touches({ 'to a name that others take': set('composite', 'address', { name: 'bills' }) }),
    attributes: touches({
      'one of an enum': set('composite', 'address', {
        attributes: [
          { name: 'city', type: 'text' },
          { name: 'm', type: 'mood' },
        ],
      }),
    }),
    owner: plain('composite', 'address', { owner: 'boss' }),
    comment: plain('composite', 'address', { comment: 'Where' }),
  },
  delete: { 'that nothing uses': drop('composite', 'address') },
};

export const rangeEdits: KindEdits<'range'> = {
  create: { 'with a name that others take': add('range', { name: 'colour', type: 'integer' }) },
  update: {
    namespaceId: touches({ 'to another': set('range', 'span', inSales) }),
    name: touches({ 'to a name that others take': set('range', 'span', { name: 'colour' }) }),
    type: touches({ 'to a domain': set('range', 'span', { type: 'positive' }) }),
    typeId: derived,
    multirangeName: touches({ 'that others take': set('range', 'span', { multirangeName: 'colour' }) }),
    opclass: plain('range', 'span', { opclass: 'int4_ops' }),
    collation: plain('range', 'span', { collation: '"C"' }),
    subtypeDiff: plain('range', 'span', { subtypeDiff: 'int4range_subdiff' }),
    owner: plain('range', 'span', { owner: 'boss' }),
    comment: plain('range', 'span', { comment: 'From, to' }),
  },
  delete: { 'that nothing uses': drop('range', 'span') },
};

export const sequenceEdits: KindEdits<'sequence'> = {
  create: {
    'with a name that others take': add('sequence', { name: 'taken' }),
    'of a column': add('sequence', { name: 'owned', ownedByColumnId: idOf('users.spare') }),
  },
  update: {
    namespaceId: touches({ 'to another': set('sequence', 'spares', inSales) }),
    name: touches({ 'to a name that others take': set('sequence', 'spares', { name: 'taken' }) }),
    ownedByColumnId: touches({
      'a column': set('sequence', 'spares', { ownedByColumnId: idOf('users.spare') }),
    }),
    type: onSequence({ type: 'bigint' }),
    start: onSequence({ start: '5' }),
    increment: onSequence({ increment: '2' }),
    minimum: onSequence({ minimum: '1' }),
    maximum: onSequence({ maximum: '99' }),
    cache: onSequence({ cache: '10' }),
    cycle: onSequence({ cycle: true }),
    unlogged: onSequence({ unlogged: true }),
    owner: onSequence({ owner: 'boss' }),
    comment: onSequence({ comment: 'Next' }),
  },
  delete: {
    'that nothing uses': drop('sequence', 'spares'),
    'and the default that uses it': drop('sequence', 'tickets', true),
  },
};
