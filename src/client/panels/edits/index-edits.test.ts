import { describe, expect, it } from 'vitest';
import { editedProject } from './edited-project.fixture';
import {
  changeIndex,
  changeMethod,
  createIndex,
  elementText,
  readElement,
  retarget,
  storageProblem,
  withOptions,
} from './index-edits';
import { newId } from './new-id';
import { update } from './operations';

function withIndex() {
  const project = editedProject();
  const id = newId();
  const { columns, state, table, run } = project;
  run(createIndex(state, id, table, [{ columnId: columns.total }, { expression: 'abs(number)' }]));
  return { ...project, id, index: () => project.live(id, 'index') };
}

describe('index edits', () => {
  it('UI-117: an index of columns and expressions is named by the rules', () => {
    const { state, columns, run, live, index } = withIndex();
    expect(index().body.name).toBe('orders_total_expr_idx');
    run({ operations: [update(live(columns.number, 'column'), { name: 'count' })] });
    const { elements, columnRefs } = index().body;
    expect(elements.map((element) => elementText(state, element, columnRefs))).toEqual([
      'total',
      'abs(count)',
    ]);
  });

  it('UI-117: a predicate comes and goes; with its last element the index goes', () => {
    const { state, run, index } = withIndex();
    run(changeIndex(index(), { predicate: 'total > 0' }));
    expect(index().body.predicate).toBe('total > 0');
    run(changeIndex(index(), { predicate: null }));
    expect(index().body.predicate).toBeUndefined();
    run(changeIndex(index(), { elements: [] }));
    expect(state.ofKind('index')).toEqual([]);
  });

  it('UI-118: another access method drops what only the one before had', () => {
    const { table, columns, run, index } = withIndex();
    const options = { direction: 'desc', nulls: 'last', opclass: 'numeric_ops' } as const;
    run(
      changeIndex(index(), {
        elements: [withOptions({ columnId: columns.total }, options)],
        unique: true,
        include: [columns.tenant],
      }),
    );
    run(changeMethod(index(), 'gin'));
    expect(index().body).toMatchObject({ tableId: table, method: 'gin' });
    expect(index().body.elements).toEqual([{ columnId: columns.total }]);
    expect(index().body).not.toHaveProperty('unique');
    expect(index().body).not.toHaveProperty('include');
    run(changeMethod(index(), 'btree'));
    expect(index().body).not.toHaveProperty('method');
  });

  it('UI-119: a column’s name is that column, everything else has to be an expression', () => {
    const { state, table, columns } = editedProject();
    const read = (text: string) => readElement(state, table, text);
    expect(read(' total ')).toEqual({ ok: true, element: { columnId: columns.total } });
    expect(read('lower(total)')).toEqual({ ok: true, element: { expression: 'lower(total)' } });
    expect(read('totall')).toMatchObject({ ok: false, problem: expect.stringContaining('"totall"') });
    expect(read('lower(total')).toMatchObject({ ok: false });
  });

  it('UI-119: options of an element are kept beside each other; the usual ones are left out', () => {
    const descending = withOptions({ expression: 'x' }, { direction: 'desc', nulls: 'last' });
    expect(withOptions(descending, { opclass: 'text_ops' })).toEqual({
      expression: 'x',
      direction: 'desc',
      nulls: 'last',
      opclass: 'text_ops',
    });
    expect(withOptions(descending, { direction: 'asc', nulls: undefined })).toEqual({ expression: 'x' });
  });

  it('UI-206: storage parameters are a list of name=value', () => {
    for (const good of [
      '',
      ' fillfactor=70',
      'fastupdate = off, gin_pending_list_limit=64',
      "buffering='auto'",
    ]) {
      expect(storageProblem(good)).toBeNull();
    }
    for (const bad of ['70', 'fillfactor=', 'a=1); DROP TABLE x; --', 'a=1,', '(fillfactor=70)']) {
      expect(storageProblem(bad)).toMatch(/not a parameter/);
    }
  });

  it('UI-119: another column or expression in its place keeps all options', () => {
    const options = {
      direction: 'desc',
      nulls: 'last',
      opclass: 'text_ops',
      collation: '"de-x-icu"',
    } as const;
    const of = { columnId: 'a', ...options };
    expect(retarget(of, { columnId: 'b' })).toEqual({ columnId: 'b', ...options });
    expect(retarget(of, { expression: 'lower(x)' })).toEqual({ expression: 'lower(x)', ...options });
    expect(retarget({ expression: 'y', ...options }, { columnId: 'b' })).toEqual({
      columnId: 'b',
      ...options,
    });
  });
});
