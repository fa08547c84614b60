import { describe, expect, it } from 'vitest';
import { editedProject } from './edited-project.fixture';
import { newId } from './new-id';
import { create } from './operations';
import {
  addParent,
  boundFrom,
  boundProblem,
  changeBound,
  createPartition,
  moveParent,
  nextBound,
  removeParent,
  setPartitionBy,
} from './partition-edits';
import { deleteRecords } from './table-edits';

/** `orders`, partitioned by its number. */
function partitioned(strategy: 'range' | 'hash' = 'range') {
  const project = editedProject();
  const { run, live, table, columns } = project;
  const orders = () => live(table, 'table');
  run(setPartitionBy(orders(), { strategy, elements: [{ columnId: columns.number, direction: 'desc' }] }));
  return { ...project, orders };
}

describe('partition edits', () => {
  it('UI-330: a table is partitioned by columns without an order, and no longer with the last one', () => {
    const { orders, run, columns } = partitioned();
    expect(orders().body.partitionBy).toEqual({
      strategy: 'range',
      elements: [{ columnId: columns.number }],
    });
    run(setPartitionBy(orders(), { strategy: 'range', elements: [] }));
    expect(orders().body).not.toHaveProperty('partitionBy');
  });

  it('UI-331: FOR VALUES may be left out of a bound, and another form is refused', () => {
    expect(boundFrom(" from ('a') to ('b') ")).toBe("FOR VALUES from ('a') to ('b')");
    expect(boundFrom('for values in (1)')).toBe('FOR VALUES in (1)');
    expect(boundFrom('default')).toBe('DEFAULT');
    expect(boundProblem('range', 'FROM (1) TO (MAXVALUE)')).toBeNull();
    expect(boundProblem('range', 'IN (1)')).toMatch(/not a bound/);
    expect(boundProblem('list', "IN ('a', NULL)")).toBeNull();
    expect(boundProblem('list', "IN ('a'); DROP TABLE x")).toMatch(/not a bound/);
    expect(boundProblem('hash', 'WITH (MODULUS 4, REMAINDER 3)')).toBeNull();
    expect(boundProblem('hash', 'DEFAULT')).toMatch(/no default/);
    expect(boundProblem('list', 'DEFAULT')).toBeNull();
  });

  it('UI-332: partitions have free names in the schema of their table, and other bounds', () => {
    const { state, orders, run, live, publicId } = partitioned();
    const [first, rest] = [newId(), newId()];
    run(createPartition(state, first, orders(), 'FROM (1) TO (9)'));
    run(createPartition(state, rest, orders(), 'DEFAULT'));
    expect(live(first, 'table').body).toMatchObject({
      namespaceId: publicId,
      name: 'orders_p1',
      partitionOf: { tableId: orders().id, bound: 'FOR VALUES FROM (1) TO (9)' },
    });
    expect(live(rest, 'table').body.name).toBe('orders_default');
    run(changeBound(live(first, 'table'), 'FROM (1) TO (99)'));
    expect(live(first, 'table').body.partitionOf?.bound).toBe('FOR VALUES FROM (1) TO (99)');
  });

  it('UI-333: the next remainder is known', () => {
    const { state, orders, run } = partitioned('hash');
    expect(nextBound(state, orders())).toBe('WITH (MODULUS 4, REMAINDER 0)');
    run(createPartition(state, newId(), orders(), 'WITH (MODULUS 2, REMAINDER 1)'));
    expect(nextBound(state, orders())).toBe('WITH (MODULUS 2, REMAINDER 0)');
    run(createPartition(state, newId(), orders(), nextBound(state, orders())));
    expect(nextBound(state, orders())).toBe('');
  });

  it('UI-334: deleting says how many partitions and heirs go, too', () => {
    const { state, orders, run } = partitioned();
    for (const bound of ['FROM (1) TO (2)', 'FROM (2) TO (3)']) {
      run(createPartition(state, newId(), orders(), bound));
    }
    const edit = deleteRecords(state, [orders().id]);
    expect(edit.summary).toBe('Deleted orders and 2 partitions');
    run(edit);
    expect(state.ofKind('table')).toEqual([]);
  });

  it('UI-335: parents come, change places and go; the last leaves no trace', () => {
    const { state, table, run, live, refusal } = editedProject();
    const [base, other] = [newId(), newId()];
    run({ operations: [create('table', base, { name: 'base' }), create('table', other, { name: 'other' })] });
    const orders = () => live(table, 'table');
    run(addParent(state, orders(), base));
    run(addParent(state, orders(), other));
    run(moveParent(orders(), 1, 0));
    expect(orders().body.inherits).toEqual([other, base]);
    expect(refusal(addParent(state, live(base, 'table'), table))).toMatch(/inherit/);
    run(removeParent(orders(), 0));
    run(removeParent(orders(), 0));
    expect(orders().body).not.toHaveProperty('inherits');
  });
});
