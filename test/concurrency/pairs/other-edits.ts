import type { KindEdits } from './edit';
import { add, drop, plain, set, touches } from './edit';
import { idOf } from './fixture';

const onVerbatim = (body: object) => plain('verbatim', 'stamped', body);
const onLayout = (body: object) => plain('layout', 'orders layout', body);
const onSetting = (body: object) => plain('review-setting', 'setting', body);
const view = { tag: 'view', name: 'open', text: 'CREATE VIEW open', phase: 'after tables' };

export const verbatimEdits: KindEdits<'verbatim'> = {
  create: {
    'with a type': add('verbatim', { ...view, definesType: { namespaceId: idOf('sales'), name: 'open' } }),
    'about a table': add('verbatim', { ...view, recordId: idOf('targets') }),
  },
  update: {
    definesType: touches({
      'that others take': set('verbatim', 'stamped', {
        definesType: { namespaceId: idOf('sales'), name: 'open' },
      }),
    }),
    definesRelation: touches({
      'that others take': set('verbatim', 'stamped', {
        definesRelation: { namespaceId: idOf('sales'), name: 'orders' },
      }),
    }),
    tag: onVerbatim({ tag: 'rule' }),
    name: onVerbatim({ name: 'stamp' }),
    text: onVerbatim({ text: 'CREATE TRIGGER stamp' }),
    phase: onVerbatim({ phase: 'after tables' }),
    order: onVerbatim({ order: 'a1' }),
  },
  delete: { it: drop('verbatim', 'stamped') },
};

export const noteEdits: KindEdits<'note'> = {
  create: { 'a new one': add('note', { text: 'Here' }) },
  update: { text: plain('note', 'note', { text: 'There' }), color: plain('note', 'note', { color: 'red' }) },
  delete: { it: drop('note', 'note') },
};

export const areaEdits: KindEdits<'area'> = {
  create: { 'a new one': add('area', { name: 'Store' }) },
  update: { name: plain('area', 'area', { name: 'Mall' }), color: plain('area', 'area', { color: 'red' }) },
  delete: { it: drop('area', 'area') },
};

export const layoutEdits: KindEdits<'layout'> = {
  create: {
    'of what has none': add('layout', { recordId: idOf('users'), x: 5, y: 5 }),
    'of what has one': add('layout', { recordId: idOf('orders'), x: 6, y: 6 }),
  },
  update: {
    x: onLayout({ x: 9 }),
    y: onLayout({ y: 9 }),
    width: onLayout({ width: 90 }),
    height: onLayout({ height: 90 }),
    color: onLayout({ color: 'red' }),
    arranged: onLayout({ arranged: true }),
  },
  delete: { it: drop('layout', 'orders layout') },
};

export const reviewSettingEdits: KindEdits<'review-setting'> = {
  create: {
    'of a table': add('review-setting', { rule: 'no-primary-key', recordId: idOf('lone'), severity: 'info' }),
    'of all': add('review-setting', { rule: 'no-primary-key', severity: 'ignored' }),
  },
  update: {
    rule: touches({ another: set('review-setting', 'setting', { rule: 'other' }) }),
    severity: onSetting({ severity: 'ignored' }),
    reason: onSetting({ reason: 'So be it' }),
  },
  delete: { it: drop('review-setting', 'setting') },
};
