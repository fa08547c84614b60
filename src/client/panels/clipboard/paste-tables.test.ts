import { describe, expect, it } from 'vitest';
import { Design } from '../../../core/schema/design.fixture';
import { MemoryState } from '../../../core/schema/memory-state';
import { must } from '../../../core/std/assert';
import { newId } from '../edits/new-id';
import { readClip } from './clip';
import { emptyProject, pasteInto } from './copies.fixture';
import { copyTables, sqlOf } from './copy-tables';
import { pasteTables } from './paste-tables';

/** `customers` ← `orders` with a status, a sequence of its own, a check, an index, a place and a colour. */
function shop(firstId = 1) {
  const design = new Design(firstId);
  const { state } = design;
  const status = design.add('enum', { namespaceId: design.public, name: 'status', labels: ['new', 'paid'] });
  const customers = design.table('customers', { id: 'bigint' });
  design.primaryKey(customers, 'customers_pkey', 'id');
  const orders = design.table('orders', { id: 'bigint', customer_id: 'bigint', total: 'numeric(12,2)' });
  design.column(orders, 'status', 'status', { typeId: status, default: { kind: 'literal', text: 'new' } });
  design.primaryKey(orders, 'orders_pkey', 'id');
  design.foreignKey('orders_customer_id_fkey', [orders, 'customer_id'], [customers, 'id']);
  design.check(orders, 'positive', 'orders.total > 0');
  design.add('index', {
    tableId: orders,
    name: 'by_total',
    elements: [{ columnId: must(design.columns(orders, 'total')[0], 'id') }],
  });
  const [id] = design.columns(orders, 'id');
  const sequence = design.add('sequence', {
    namespaceId: design.public,
    name: 'orders_id_seq',
    ownedByColumnId: must(id, 'id'),
  });
  design.change(must(id, 'id'), { default: { kind: 'sequence', sequenceId: sequence } });
  design.add('layout', { recordId: orders, x: 80, y: 160, color: 'blue' });
  return { design, state, customers, orders, status };
}

function clipOf(state: MemoryState, ...tableIds: string[]) {
  return must(
    copyTables(
      state,
      tableIds,
      (id) =>
        state.childrenOf(id, 'layout').map(({ body }) => ({ ...body, width: 200, height: 100 }))[0] ?? null,
    ),
    'a clip',
  );
}

const namesOf = (state: MemoryState, tableId: string) =>
  state
    .children(tableId)
    .flatMap(({ body }) => ('name' in body ? [body.name] : []))
    .sort();

describe('names of copies', () => {
  it('UI-179: follow their table, or are generated where they are taken', () => {
    const { state, orders } = shop();
    const { tableIds, label } = pasteInto(state, clipOf(state, orders));
    const [copy] = tableIds;
    expect(label).toBe('Paste orders_copy');
    expect(namesOf(state, must(copy, 'copy'))).toEqual(
      [
        'customer_id',
        'id',
        'orders_copy_customer_id_fkey',
        'orders_copy_pkey',
        'orders_copy_total_idx',
        'positive',
        'status',
        'total',
      ].sort(),
    );
    expect(state.ofKind('sequence').map(({ body }) => body.name)).toEqual(
      expect.arrayContaining(['orders_id_seq', 'orders_copy_id_seq']),
    );
    expect(state.childrenOf(must(copy, 'copy'), 'check')[0]?.body.expression).toBe('orders_copy.total > 0');
  });

  it('UI-179: count on, also from a copy of a copy, within 63 bytes', () => {
    const design = new Design();
    const { state } = design;
    const long = 'é'.repeat(31);
    const tables = [design.table('orders'), design.table(long)];
    const names = () =>
      state
        .ofKind('table')
        .map(({ body }) => body.name)
        .sort();
    const first = pasteInto(state, clipOf(state, ...tables));
    pasteInto(state, clipOf(state, ...first.tableIds));
    expect(names()).toEqual(
      [
        'orders',
        'orders_copy',
        'orders_copy2',
        long,
        `${'é'.repeat(29)}_copy`,
        `${'é'.repeat(28)}_copy2`,
      ].sort(),
    );
  });
});

describe('what copies lean on', () => {
  it('UI-180: in the same project is what the originals lean on', () => {
    const { state, customers, orders, status } = shop();
    const paste = pasteInto(state, clipOf(state, orders));
    const copy = must(paste.tableIds[0], 'copy');
    expect(paste.notices).toEqual([]);
    expect(state.childrenOf(copy, 'foreign-key')[0]?.body.referencedTableId).toBe(customers);
    expect(state.ofKind('enum').map(({ id }) => id)).toEqual([status]);
    const [id] = state.childrenOf(copy, 'column');
    const own = state.ofKind('sequence').find(({ body }) => body.ownedByColumnId === id?.id);
    expect(id?.body.default).toEqual({ kind: 'sequence', sequenceId: own?.id });
  });

  it('UI-180: between them is copied with them', () => {
    const { state, customers, orders } = shop();
    const [orderCopy, customerCopy] = pasteInto(state, clipOf(state, orders, customers)).tableIds;
    expect(state.childrenOf(must(orderCopy, 'copy'), 'foreign-key')[0]?.body.referencedTableId).toBe(
      customerCopy,
    );
  });

  it('UI-181: in another project is made, or left out with a sentence', () => {
    const { state, orders } = shop();
    const other = MemoryState.from([emptyProject()]);
    const { tableIds, notices } = pasteInto(other, clipOf(state, orders));
    expect(notices).toEqual([
      'Left out the foreign key orders_customer_id_fkey: there is no table customers here with the key that it goes to.',
    ]);
    expect(other.ofKind('enum').map(({ body }) => body.labels)).toEqual([['new', 'paid']]);
    expect(namesOf(other, must(tableIds[0], 'copy'))).toContain('by_total');
  });

  it('UI-181: in another project is found by name', () => {
    const { state, orders } = shop();
    const other = shop(500);
    other.design.change(other.status, { labels: ['paid', 'sent'] });
    other.design.change(must(other.design.columns(other.orders, 'status')[0], 'id'), { default: undefined });
    const { tableIds, notices } = pasteInto(other.state, clipOf(state, orders));
    const copy = must(tableIds[0], 'copy');
    expect(other.state.childrenOf(copy, 'foreign-key')[0]?.body.referencedTableId).toBe(other.customers);
    expect(other.state.childrenOf(copy, 'column')[3]?.body).toMatchObject({ typeId: other.status });
    expect(notices).toEqual([
      'The type status of this project is used, which is not the same.',
      'orders_copy.status has no default: "new" is no label of its type here.',
    ]);
  });

  it('UI-181: that has changed so much that a foreign key cannot be is left out', () => {
    const { design, state, customers, orders } = shop();
    const clip = clipOf(state, orders);
    for (const { id } of state.childrenOf(orders, 'foreign-key')) state.forget(id);
    design.change(must(design.columns(customers, 'id')[0], 'id'), { type: 'uuid' });
    expect(pasteInto(state, clip).notices).toHaveLength(1);
  });
});

describe('pasting', () => {
  it('UI-182: keeps colours, and how the tables stand to each other', () => {
    const { state, orders } = shop();
    const copy = must(
      pasteInto(state, clipOf(state, orders), { shift: { x: 8, y: -16 } }).tableIds[0],
      'copy',
    );
    expect(state.childrenOf(copy, 'layout')[0]?.body).toEqual({
      recordId: copy,
      x: 88,
      y: 144,
      color: 'blue',
    });
  });

  it('UI-183: refuses more than one edit can hold, with what to do', () => {
    const design = new Design();
    const wide = Object.fromEntries(Array.from({ length: 120 }, (_, place) => [`c${place}`, 'text']));
    const tables = Array.from({ length: 9 }, (_, place) => design.table(`t${place}`, wide));
    const options = { shift: { x: 0, y: 0 }, verb: 'Paste', newId } as const;
    const pasted = pasteTables(design.state, clipOf(design.state, ...tables), options);
    expect(pasted).toEqual({
      ok: false,
      problem:
        '9 tables with their columns, keys and places are 1,098 objects; at most 1,000 can be added at once. Copy fewer tables at a time.',
    });
  });

  it('UI-178: takes nothing that is not a clip', () => {
    expect(readClip('nonsense')).toMatchObject({ ok: false });
    expect(readClip('{"format":"versionzero-tables","version":2}')).toEqual({
      ok: false,
      problem: 'It was copied with a newer version of VersionZero. Reload this page, then paste again.',
    });
  });
});

describe('copied tables as SQL', () => {
  it('UI-184: say which foreign keys are left out, and bring their types', () => {
    const { state, orders } = shop();
    const sql = sqlOf(clipOf(state, orders));
    expect(sql).toMatch(
      /^-- orders\n-- Without the foreign key orders_customer_id_fkey: customers was not copied\.\n/,
    );
    expect(sql).toContain("CREATE TYPE status AS ENUM ('new', 'paid');");
    expect(sql).not.toContain('REFERENCES');
    expect(sql).not.toContain('customers (');
  });
});
