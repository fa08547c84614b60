import type { KindEdits } from './edit';
import { add, derived, drop, plain, set, together, touches } from './edit';
import { idOf } from './fixture';

const ids = (...names: readonly string[]) => names.map(idOf);
const elements = (name: string, rest: object = {}) => ({ elements: [{ columnId: idOf(name), ...rest }] });

const onKey = (body: object) => plain('primary-key', 'targets key', body);
const onUnique = (body: object) => plain('unique', 'targets unique', body);
const onForeignKey = (body: object) => plain('foreign-key', 'orders foreign key', body);
const onCheck = (body: object) => plain('check', 'orders check', body);
const onExclusion = (body: object) => plain('exclusion', 'orders exclusion', body);
const onIndex = (body: object) => plain('index', 'orders index', body);

const foreignKey = (from: string, fromColumn: string, toColumn: string) =>
  add('foreign-key', {
    tableId: idOf(from),
    columnIds: ids(`${from}.${fromColumn}`),
    referencedTableId: idOf('targets'),
    referencedColumnIds: ids(`targets.${toColumn}`),
  });

export const keyEdits: KindEdits<'primary-key'> = {
  create: {
    'of a table without': add('primary-key', { tableId: idOf('lone'), columnIds: ids('lone.x') }),
    'anew in place of the old one': together(
      drop('primary-key', 'targets key'),
      add('primary-key', { tableId: idOf('targets'), columnIds: ids('targets.code') }),
    ),
  },
  update: {
    columnIds: touches({
      'more columns': set('primary-key', 'targets key', { columnIds: ids('targets.id', 'targets.code') }),
    }),
    name: touches({ 'to a name that others take': set('primary-key', 'targets key', { name: 'taken' }) }),
    include: touches({ 'a column': set('primary-key', 'targets key', { include: ids('targets.x') }) }),
    deferrable: touches({
      'which no foreign key can refer to': set('primary-key', 'targets key', { deferrable: true }),
    }),
    initiallyDeferred: touches({
      'and deferrable': set('primary-key', 'targets key', { deferrable: true, initiallyDeferred: true }),
    }),
    withoutOverlaps: onKey({ withoutOverlaps: true }),
    storage: onKey({ storage: 'fillfactor=70' }),
    tablespace: onKey({ tablespace: 'fast' }),
    comment: onKey({ comment: 'Key' }),
  },
  delete: { 'that others may refer to': drop('primary-key', 'targets key') },
};

export const uniqueEdits: KindEdits<'unique'> = {
  create: {
    'of one column': add('unique', { tableId: idOf('targets'), columnIds: ids('targets.x') }),
    'with a name that others take': add('unique', {
      tableId: idOf('users'),
      columnIds: ids('users.spare'),
      name: 'taken',
    }),
  },
  update: {
    columnIds: touches({
      others: set('unique', 'targets unique', { columnIds: ids('targets.x') }),
    }),
    name: touches({ 'to a name that others take': set('unique', 'targets unique', { name: 'taken' }) }),
    include: touches({ 'a column': set('unique', 'targets unique', { include: ids('targets.id') }) }),
    deferrable: touches({
      'which no foreign key can refer to': set('unique', 'targets unique', { deferrable: true }),
    }),
    initiallyDeferred: touches({
      'and deferrable': set('unique', 'targets unique', { deferrable: true, initiallyDeferred: true }),
    }),
    nullsNotDistinct: onUnique({ nullsNotDistinct: true }),
    withoutOverlaps: onUnique({ withoutOverlaps: true }),
    storage: onUnique({ storage: 'fillfactor=70' }),
    tablespace: onUnique({ tablespace: 'fast' }),
    comment: onUnique({ comment: 'One' }),
  },
  delete: { 'that others may refer to': drop('unique', 'targets unique') },
};

export const foreignKeyEdits: KindEdits<'foreign-key'> = {
  create: {
    'to a primary key': foreignKey('orders', 'total', 'id'),
    'to a unique constraint': foreignKey('orders', 'note', 'code'),
    'to a unique index': foreignKey('lone', 'x', 'x'),
  },
  update: {
    columnIds: touches({
      'another column': set('foreign-key', 'orders foreign key', { columnIds: ids('orders.total') }),
    }),
    referencedTableId: touches({
      'another table': set('foreign-key', 'orders foreign key', {
        referencedTableId: idOf('targets'),
        referencedColumnIds: ids('targets.id'),
      }),
    }),
    referencedColumnIds: touches({
      'of another key': set('foreign-key', 'orders foreign key', {
        referencedTableId: idOf('targets'),
        referencedColumnIds: ids('targets.x'),
      }),
    }),
    name: touches({
      'to a name that others take': set('foreign-key', 'orders foreign key', { name: 'orders_rule' }),
    }),
    onDelete: onForeignKey({ onDelete: 'cascade' }),
    onUpdate: onForeignKey({ onUpdate: 'cascade' }),
    onDeleteColumnIds: onForeignKey({ onDeleteColumnIds: ids('orders.user_id') }),
    match: onForeignKey({ match: 'full' }),
    period: onForeignKey({ period: true }),
    notValid: onForeignKey({ notValid: true }),
    notEnforced: onForeignKey({ notEnforced: true }),
    deferrable: onForeignKey({ deferrable: true }),
    initiallyDeferred: onForeignKey({ deferrable: true, initiallyDeferred: true }),
    comment: onForeignKey({ comment: 'Whose' }),
  },
  delete: { 'that keeps its target': drop('foreign-key', 'orders foreign key') },
};

export const checkEdits: KindEdits<'check'> = {
  create: {
    'with a name that others take': add('check', {
      tableId: idOf('orders'),
      expression: 'price > 0',
      name: 'orders_rule',
    }),
    'of a column that heirs have': add('check', { tableId: idOf('heir'), expression: 'b > h' }),
  },
  update: {
    expression: touches({ 'another column': set('check', 'orders check', { expression: 'price > 1' }) }),
    name: touches({ 'to a name that others take': set('check', 'orders check', { name: 'orders_rule' }) }),
    notValid: onCheck({ notValid: true }),
    noInherit: onCheck({ noInherit: true }),
    notEnforced: onCheck({ notEnforced: true }),
    comment: onCheck({ comment: 'Sure' }),
    columnRefs: derived,
  },
  delete: { it: drop('check', 'orders check') },
};

export const exclusionEdits: KindEdits<'exclusion'> = {
  create: {
    'of one column': add('exclusion', {
      tableId: idOf('orders'),
      ...elements('orders.price', { operator: '=' }),
    }),
  },
  update: {
    elements: touches({
      'another column': set('exclusion', 'orders exclusion', elements('orders.price', { operator: '=' })),
    }),
    name: touches({ 'to a name that others take': set('exclusion', 'orders exclusion', { name: 'taken' }) }),
    predicate: touches({
      'with a column': set('exclusion', 'orders exclusion', { predicate: 'note IS NOT NULL' }),
    }),
    include: touches({ 'a column': set('exclusion', 'orders exclusion', { include: ids('orders.note') }) }),
    method: onExclusion({ method: 'spgist' }),
    storage: onExclusion({ storage: 'fillfactor=70' }),
    tablespace: onExclusion({ tablespace: 'fast' }),
    deferrable: onExclusion({ deferrable: true }),
    initiallyDeferred: onExclusion({ deferrable: true, initiallyDeferred: true }),
    comment: onExclusion({ comment: 'Apart' }),
    columnRefs: derived,
  },
  delete: { it: drop('exclusion', 'orders exclusion') },
};

export const indexEdits: KindEdits<'index'> = {
  create: {
    'of one column': add('index', { tableId: idOf('orders'), ...elements('orders.price') }),
    'of an expression, with a name that others take': add('index', {
      tableId: idOf('targets'),
      elements: [{ expression: 'lower(code)' }],
      name: 'taken',
    }),
    'of a column from two tables above': add('index', {
      tableId: idOf('grandchild'),
      ...elements('base.b'),
    }),
    'of a partitioned table’s column': add('index', { tableId: idOf('logs_2026'), ...elements('logs.line') }),
  },
  update: {
    elements: touches({ 'another column': set('index', 'orders index', elements('orders.price')) }),
    name: touches({ 'to a name that others take': set('index', 'orders index', { name: 'taken' }) }),
    unique: touches({ 'no more': set('index', 'targets index', { unique: null }) }),
    predicate: touches({
      'which no foreign key can refer to': set('index', 'targets index', { predicate: 'code IS NOT NULL' }),
    }),
    include: touches({ 'a column': set('index', 'orders index', { include: ids('orders.total') }) }),
    method: onIndex({ method: 'hash' }),
    nullsNotDistinct: onIndex({ nullsNotDistinct: true }),
    storage: onIndex({ storage: 'fillfactor=70' }),
    tablespace: onIndex({ tablespace: 'fast' }),
    comment: onIndex({ comment: 'Fast' }),
    columnRefs: derived,
  },
  delete: { it: drop('index', 'orders index'), 'that others may refer to': drop('index', 'targets index') },
};
