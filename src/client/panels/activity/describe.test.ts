import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../core/schema/change';
import { recordKinds } from '../../../core/schema/kinds';
import { MemoryState } from '../../../core/schema/memory-state';
import { describeChange } from './describe';
import { change, created, deleted, shopState, updated } from './log.fixture';
import { namesFrom } from './names';
import { textOf } from './phrase';

const sentence = (entry: AuditEntry, state = shopState()) =>
  textOf(describeChange(entry, namesFrom(state, [change('c', 0, [entry])])));

const key = { tableId: 'orders', columnIds: ['o-id', 'o-total'], name: 'orders_key' };
const foreignKey = {
  tableId: 'orders',
  columnIds: ['o-customer'],
  referencedTableId: 'customers',
  referencedColumnIds: ['c-id'],
  name: 'orders_customer_id_fkey',
};
const check = { tableId: 'orders', expression: 'total > 0', name: 'positive' };
const index = {
  tableId: 'orders',
  elements: [{ columnId: 'o-total', direction: 'desc', nulls: 'last' }, { expression: 'lower(note)' }],
  name: 'orders_idx',
};
const status = { namespaceId: 'sales', name: 'status', labels: ['new', 'paid'] };
const view = { tag: 'view', name: 'totals', text: 'CREATE VIEW totals AS SELECT 1', phase: 'after tables' };

/** Per kind a body, and what is said when it comes and goes. */
const comingAndGoing = {
  namespace: [{ name: 'audit' }, 'added schema audit', 'deleted schema audit'],
  table: [{ namespaceId: 'sales', name: 'lines' }, 'added table sales.lines', 'deleted table sales.lines'],
  column: [
    { tableId: 'orders', name: 'note', type: 'text' },
    'added column orders.note text',
    'deleted column orders.note',
  ],
  'primary-key': [
    key,
    'added primary key id, total to table orders',
    'deleted primary key id, total of table orders',
  ],
  unique: [
    key,
    'added unique constraint orders_key on orders id, total',
    'deleted unique constraint orders_key on orders',
  ],
  'foreign-key': [
    foreignKey,
    'added foreign key orders (customer_id) → customers (id)',
    'deleted foreign key orders (customer_id) → customers (id)',
  ],
  check: [
    check,
    'added check constraint positive on orders: total > 0',
    'deleted check constraint positive on orders',
  ],
  exclusion: [
    { tableId: 'orders', name: 'no_overlap', elements: [{ columnId: 'o-total', operator: '=' }] },
    'added exclusion constraint no_overlap on orders total with =',
    'deleted exclusion constraint no_overlap on orders',
  ],
  index: [
    index,
    'added index orders_idx on orders total desc nulls last, lower(note)',
    'deleted index orders_idx on orders',
  ],
  enum: [status, "added enum sales.status: 'new', 'paid'", 'deleted enum sales.status'],
  domain: [
    { namespaceId: 'public', name: 'email', type: 'text' },
    'added domain email text',
    'deleted domain email',
  ],
  composite: [
    { namespaceId: 'public', name: 'address' },
    'added composite type address',
    'deleted composite type address',
  ],
  range: [
    { namespaceId: 'public', name: 'price_range', type: 'numeric' },
    'added range type price_range numeric',
    'deleted range type price_range',
  ],
  sequence: [
    { namespaceId: 'public', name: 'numbers' },
    'added sequence numbers',
    'deleted sequence numbers',
  ],
  verbatim: [view, 'added view totals', 'deleted view totals'],
  note: [{ text: 'Ask\nAda' }, 'added note “Ask Ada”', 'deleted note “Ask Ada”'],
  area: [{ name: 'Billing' }, 'added area Billing', 'deleted area Billing'],
  'review-setting': [
    { rule: 'no-primary-key', recordId: 'orders', severity: 'ignored', reason: 'It is\na log' },
    'ignored no-primary-key at orders in the review: “It is a log”',
    'let the review report no-primary-key at orders again',
  ],
  layout: [{ recordId: 'orders', x: 1, y: 2 }, 'placed table orders', 'took away the place of table orders'],
} as const;

describe('what comes and goes', () => {
  it.each(recordKinds)('ACT-1: says that a %s was added and deleted', (kind) => {
    const [body, added, gone] = comingAndGoing[kind];
    expect(sentence(created(kind, 'x', body))).toBe(added);
    expect(sentence(deleted(kind, 'x', body))).toBe(gone);
  });
});

describe('what changes', () => {
  const column = (before: object, after: object) =>
    sentence(updated('column', 'o-total', { ...before }, { ...after }));

  it.each([
    ['namespace', 'sales', 'renamed schema trade → sales'],
    ['table', 'orders', 'renamed table trade → sales'],
    ['table', 'invoices', 'renamed table sales.trade → sales'],
    ['column', 'o-total', 'renamed column orders.trade → sales'],
  ] as const)('ACT-2: a renamed %s is told under both names', (kind, id, told) => {
    expect(sentence(updated(kind, id, { name: 'trade' }, { name: 'sales' }))).toBe(told);
  });

  it('ACT-2: a renamed thing that is gone is told by what the log knows', () => {
    const entry = updated('index', 'gone', { name: 'a' }, { name: 'b' });
    expect(sentence(entry)).toBe('renamed index a → b');
  });

  it('ACT-3: values are told from which to which', () => {
    expect(column({ type: 'integer', typeId: null }, { type: 'bigint', typeId: null })).toBe(
      'set type of column orders.total from integer to bigint',
    );
    expect(column({ comment: null }, { comment: 'Net' })).toBe('set comment of column orders.total to “Net”');
    expect(column({ comment: 'Net' }, { comment: null })).toBe(
      'removed comment “Net” of column orders.total',
    );
  });

  it('ACT-3: defaults are told as PostgreSQL writes them', () => {
    const literal = (text: string) => ({ default: { kind: 'literal', text } });
    expect(column({ default: null }, literal('0'))).toBe('set default of column orders.total to 0');
    expect(column(literal("it's"), { default: { kind: 'expression', text: 'now()' } })).toBe(
      "set default of column orders.total from 'it''s' to now()",
    );
    expect(column({ default: null }, { default: { kind: 'sequence', sequenceId: 'none' } })).toBe(
      'set default of column orders.total to the next of a deleted sequence',
    );
  });

  it('ACT-4: what is on or off is told by its word', () => {
    expect(column({ nullable: true }, { nullable: false })).toBe('made column orders.total NOT NULL');
    expect(column({ nullable: false }, { nullable: true })).toBe('made column orders.total nullable');
    expect(sentence(updated('index', 'i', { unique: null }, { unique: true }))).toMatch(
      /^made index .* unique$/,
    );
  });

  it('ACT-3: several fields stand in one sentence, the name first', () => {
    expect(column({ type: 'integer', name: 'sum' }, { type: 'bigint', name: 'total' })).toBe(
      'renamed column orders.sum → total, set type of column orders.total from integer to bigint',
    );
  });

  it('ACT-3: an absent action is told as the one that it stands for', () => {
    expect(sentence(updated('foreign-key', 'f', { onDelete: null }, { onDelete: 'cascade' }))).toContain(
      'from no action to cascade',
    );
  });

  it('ACT-3: columns are told by their names', () => {
    const entry = updated('unique', 'u', { columnIds: ['o-id'] }, { columnIds: ['o-id', 'o-total'] });
    expect(sentence(entry)).toContain('from id to id, total');
    expect(sentence(updated('table', 'orders', { namespaceId: 'public' }, { namespaceId: 'sales' }))).toBe(
      'moved table orders from schema public to sales',
    );
  });

  it('ACT-5: labels of an enum are told one by one', () => {
    const labels = (before: string[], after: string[]) =>
      sentence(updated('enum', 'e', { labels: before }, { labels: after, name: undefined }));
    expect(labels(['a'], ['a', 'b'])).toContain("added label 'b' to enum");
    expect(labels(['a', 'b'], ['b'])).toContain("removed label 'a' of enum");
    expect(labels(['a', 'b'], ['a', 'c'])).toContain("renamed label 'b' of enum");
    expect(labels(['a', 'b'], ['b', 'a'])).toContain("from 'a', 'b' to 'b', 'a'");
  });

  it('ACT-9: a partition is told with its table and bound, and how a table is divided by its columns', () => {
    const bound = 'FOR VALUES FROM (1) TO (9)';
    const body = { namespaceId: 'public', name: 'orders_p1', partitionOf: { tableId: 'orders', bound } };
    expect(sentence(created('table', 'x', body))).toBe(
      `added table orders_p1 as a partition of orders ${bound}`,
    );
    const partitionBy = { strategy: 'range', elements: [{ columnId: 'o-id' }] };
    expect(sentence(updated('table', 'orders', { partitionBy: null }, { partitionBy }))).toBe(
      'set partition key of table orders to range (id)',
    );
    expect(sentence(updated('table', 'orders', { inherits: null }, { inherits: ['customers'] }))).toBe(
      'set parents of table orders to customers',
    );
    expect(sentence(updated('table', 'orders', { rowSecurity: null }, { rowSecurity: true }))).toBe(
      'made table orders with row security',
    );
  });

  it('ACT-9: attributes and checks are told one by one', () => {
    const attributes = (before: object[], after: object[]) =>
      sentence(updated('composite', 'e', { attributes: before }, { attributes: after, name: undefined }));
    const [a, b] = [
      { name: 'a', type: 'text' },
      { name: 'b', type: 'date' },
    ];
    expect(attributes([a], [a, b])).toContain('added attribute b date to composite type');
    expect(attributes([a, b], [b])).toContain('removed attribute a of composite type');
    expect(attributes([a], [{ ...a, type: 'uuid' }])).toContain('set attribute a of');
    expect(attributes([a, b], [b, a])).toContain('changed the attributes of');
  });

  it('ACT-6: derived fields are told only when nothing else was changed', () => {
    const entry = updated('check', 'x', { columnRefs: { a: 'o-id' } }, { columnRefs: { b: 'o-id' } });
    expect(sentence(entry)).toContain('up to date with what it mentions');
  });

  it('ACT-7: places are told without figures', () => {
    const layout = (before: object, after: object) =>
      sentence(updated('layout', 'l-orders', { ...before }, { ...after }));
    expect(layout({ x: 0, y: 0 }, { x: 5, y: 7 })).toBe('moved table orders');
    expect(layout({ width: 1 }, { width: 2 })).toBe('resized table orders');
    expect(layout({ color: null }, { color: 'blue' })).toBe('set colour of table orders to blue');
    expect(column({ order: 'a0' }, { order: 'a1' })).toBe(
      'moved column orders.total to another place in its table',
    );
  });

  it('ACT-8: what nothing knows any more is told without a name', () => {
    const nothing = new MemoryState();
    expect(sentence(updated('column', 'x', { type: 'a' }, { type: 'b' }), nothing)).toBe(
      'set type of column ?.unnamed from a to b',
    );
  });

  it('ACT-3: long values are cut', () => {
    expect(column({ comment: null }, { comment: 'x'.repeat(5_000) }).length).toBeLessThan(200);
  });
});
