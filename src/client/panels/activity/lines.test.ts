import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../core/schema/change';
import type { RecordKind } from '../../../core/schema/kinds';
import { linesOf } from './lines';
import { change, created, deleted, shopState, updated } from './log.fixture';
import { deletionsIn, namesFrom } from './names';
import { textOf } from './phrase';

function told(operations: readonly AuditEntry[]) {
  const one = change('c', 0, operations);
  return linesOf(one, namesFrom(shopState(), [one]));
}
const texts = (operations: readonly AuditEntry[]) => told(operations).map(({ phrase }) => textOf(phrase));

const lines = created('table', 'lines', { namespaceId: 'public', name: 'lines' });
const column = (id: string) => created('column', id, { tableId: 'lines', name: id, type: 'text' });
const parts = [
  column('a'),
  column('b'),
  created('primary-key', 'k', { tableId: 'lines', columnIds: ['a'], name: 'k' }),
  created('layout', 'l', { recordId: 'lines', x: 0, y: 0 }),
];
const key = (id: string, tableId: string) => ({
  tableId,
  columnIds: [id],
  referencedTableId: 'orders',
  referencedColumnIds: ['o-id'],
  name: 'fk',
});

describe('linesOf', () => {
  it('ACT-10: a table is told with what came with it', () => {
    expect(texts([lines, ...parts])).toEqual(['added table lines with 2 columns']);
    expect(texts([lines, ...parts, created('foreign-key', 'f', key('a', 'lines'))])).toEqual([
      'added table lines with 2 columns and 1 foreign key',
    ]);
  });

  it('ACT-10: and with what fell with it; what others lost is told beside it', () => {
    const gone = [lines, ...parts].map(({ kind, recordId, after }) => deleted(kind, recordId, after ?? {}));
    const others = deleted('foreign-key', 'f', {
      ...key('o-customer', 'orders'),
      referencedTableId: 'lines',
    });
    expect(texts([...gone, others])).toEqual([
      'deleted table lines with 2 columns',
      'deleted foreign key orders (customer_id) → lines (id)',
    ]);
  });

  it('ACT-13: names that follow their table or column are not told beside it', () => {
    const rename = (kind: RecordKind, id: string, before: string, after: string) =>
      updated(kind, id, { name: before }, { name: after });
    const table = rename('table', 'orders', 'sales', 'orders');
    const key = rename('primary-key', 'o-key', 'sales_pkey', 'orders_pkey');
    expect(texts([table, key])).toEqual(['renamed table sales → orders']);
    expect(
      texts([
        rename('column', 'o-total', 'sum', 'total'),
        rename('unique', 'o-key', 'orders_sum_key', 'orders_total_key'),
      ]),
    ).toHaveLength(1);
    // By itself, or to another name, it is somebody's wish.
    expect(texts([key])).toHaveLength(1);
    expect(texts([table, rename('primary-key', 'o-key', 'sales_pkey', 'main_key')])).toHaveLength(2);
    expect(texts([rename('table', 'customers', 'sales', 'orders'), key])).toHaveLength(2);
  });

  it('ACT-11: moves of one edit are one line, and known as such', () => {
    const moves = ['l-orders', 'l-x'].map((id) => updated('layout', id, { x: 0 }, { x: 1 }));
    expect(texts(moves)).toEqual(['moved 2 objects']);
    expect(told(moves.slice(0, 1))).toMatchObject([{ isMove: true, targetId: 'orders' }]);
    const coloured = updated('layout', 'l-orders', { color: null }, { color: 'red' });
    expect(told([coloured])).toMatchObject([{ isMove: false, targetId: 'orders' }]);
  });

  it('ACT-12: a large edit is told in numbers, with its lines inside', () => {
    const tables = Array.from({ length: 20 }, (_, at) =>
      created('table', `t${at}`, { namespaceId: 'public', name: `t${at}` }),
    );
    const [all, ...others] = told([...tables, column('x')]);
    expect(others).toEqual([]);
    expect(textOf(all?.phrase ?? [])).toBe('added 20 tables and 1 column');
    expect(all?.parts).toHaveLength(21);
    expect(all?.targetId).toBeNull();
  });
});

describe('namesFrom', () => {
  it('ACT-8: what is there is called as it is now, what is gone as it was last called', () => {
    const log = [
      change('3', 3, [deleted('column', 'gone', { tableId: 'orders', name: 'newest', type: 'text' })]),
      change('2', 2, [updated('column', 'gone', { name: 'old' }, { name: 'newest' })]),
      change('1', 1, [updated('column', 'o-total', { name: 'sum' }, { name: 'was' })]),
    ];
    const nameOf = namesFrom(shopState(), log);
    expect(nameOf('o-total')).toMatchObject({ title: 'orders.total', isGone: false });
    expect(nameOf('gone')).toMatchObject({ title: 'orders.newest', isGone: true });
    expect(nameOf('never')).toBeUndefined();
    expect(deletionsIn(log).get('gone')?.at).toBe(log[0]?.at);
  });
});
