import { describe, expect, it } from 'vitest';
import { applyOperations } from '../../../core/schema/apply';
import type { MemoryState } from '../../../core/schema/memory-state';
import { MemoryState as Memory } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import type { RecordState } from '../../../core/schema/record';
import { must } from '../../../core/std/assert';
import { createColumn, moveColumn, setPrimaryKey, setUnique } from './column-edits';
import { expressionProblem, firstDefault, literalProblem, retypingProblem } from './default-edits';
import { connectColumns } from './foreign-key-edits';
import { newId } from './new-id';
import { renameColumn, renameTable } from './rename-edits';
import { createTable, deleteRecords, moveOnCanvas } from './table-edits';

const idOf = (digit: number) => `00000000-0000-4000-8000-${String(digit).padStart(12, '0')}`;

/** A project with its `public` schema, edited by the same rules as everywhere. */
function project() {
  const state: MemoryState = Memory.from([
    { id: idOf(1), kind: 'namespace', version: 1, parentId: null, body: { name: 'public' } } as RecordState,
  ]);
  const run = (edit: { readonly operations: readonly Operation[] }) => {
    const applied = applyOperations(state, edit.operations);
    if (!applied.ok) throw new Error(applied.problem.detail);
    for (const { after } of applied.value.writes) state.put(after);
  };
  const addTable = (): string => {
    const table = newId();
    run(createTable(state, { table, column: newId(), key: newId(), layout: newId() }, { x: 1, y: 2 }));
    return table;
  };
  const addColumn = (tableId: string, afterId?: string): string => {
    const id = newId();
    run(createColumn(state, id, tableId, afterId));
    return id;
  };
  const column = (id: string) => must(state.live(id, 'column'), `column ${id}`);
  const names = (tableId: string) => state.childrenOf(tableId, 'column').map(({ body }) => body.name);
  return { state, run, addTable, addColumn, column, names };
}

describe('table edits', () => {
  it('UI-30: a new table has an identity column as its primary key, a place and a free name', () => {
    const { state, addTable } = project();
    const [first, second] = [addTable(), addTable()];
    expect(state.live(first, 'table')?.body.name).toBe('new_table');
    expect(state.live(second, 'table')?.body.name).toBe('new_table_2');
    const [id] = state.childrenOf(first, 'column');
    expect(id?.body).toMatchObject({ name: 'id', type: 'bigint', nullable: false, identity: 'always' });
    expect(state.childrenOf(first, 'primary-key')[0]?.body.columnIds).toEqual([id?.id]);
    expect(state.childrenOf(first, 'layout')[0]?.body).toMatchObject({ x: 1, y: 2 });
  });

  it('UI-31: dragging writes where tables stand, in one mutation, and nothing else', () => {
    const { state, run, addTable } = project();
    const [a, b] = [addTable(), addTable()];
    const edit = moveOnCanvas(
      state,
      new Map([
        [a, { x: 10.26, y: 0 }],
        [b, { x: 5, y: 5 }],
      ]),
      newId,
    );
    expect(edit.operations.map(({ kind, verb }) => `${kind}.${verb}`)).toEqual([
      'layout.update',
      'layout.update',
    ]);
    run(edit);
    expect(state.childrenOf(a, 'layout')[0]?.body.x).toBe(10.5);
  });

  it('UI-32: deleting a table takes foreign keys of others along and counts them', () => {
    const { state, run, addTable, addColumn } = project();
    const [a, b] = [addTable(), addTable()];
    const reference = addColumn(b);
    const target = must(state.childrenOf(a, 'column')[0], 'id of a').id;
    run(setType(state, reference, 'bigint'));
    const connection = connectColumns(state, reference, target, newId);
    if (connection.kind !== 'edit') throw new Error(connection.kind);
    run(connection.edit);
    const edit = deleteRecords(state, [a]);
    expect(edit.summary).toBe('Deleted new_table and 1 foreign key');
    run(edit);
    expect(state.ofKind('foreign-key')).toHaveLength(0);
    expect(state.ofKind('table').map(({ id }) => id)).toEqual([b]);
  });

  it('UI-32: a column that falls with its table is not deleted twice', () => {
    const { state, addTable, addColumn } = project();
    const a = addTable();
    const edit = deleteRecords(state, [a, addColumn(a)]);
    expect(edit.operations).toHaveLength(1);
    expect(deleteRecords(state, [newId()]).operations).toEqual([]);
  });
});

function setType(state: MemoryState, id: string, type: string) {
  const { version } = must(state.live(id, 'column'), id);
  return { operations: [{ verb: 'update', kind: 'column', id, version, body: { type } } as const] };
}

describe('column edits', () => {
  it('UI-33: a column is added after the one it is asked for, with a free name', () => {
    const { addTable, addColumn, names } = project();
    const table = addTable();
    const first = addColumn(table);
    addColumn(table);
    addColumn(table, first);
    expect(names(table)).toEqual(['id', 'column_2', 'column_4', 'column_3']);
  });

  it('UI-34: moving a column writes that column only; to where it stands, nothing', () => {
    const { state, run, addTable, addColumn, column, names } = project();
    const table = addTable();
    const [first, second] = [addColumn(table), addColumn(table)];
    const edit = must(moveColumn(state, column(second), 0), 'move');
    expect(edit.operations).toHaveLength(1);
    run(edit);
    expect(names(table)).toEqual(['column_3', 'id', 'column_2']);
    expect(moveColumn(state, column(first), 2)).toBeNull();
    expect(moveColumn(state, column(first), 99)).toBeNull();
  });

  it('UI-35: the primary key comes and goes with its columns, and makes them NOT NULL', () => {
    const { state, run, addTable, addColumn, column } = project();
    const table = addTable();
    const added = addColumn(table);
    run(setPrimaryKey(state, column(added), true, newId));
    expect(state.childrenOf(table, 'primary-key')[0]?.body.columnIds).toHaveLength(2);
    expect(column(added).body.nullable).toBe(false);
    for (const { id } of state.childrenOf(table, 'column'))
      run(setPrimaryKey(state, column(id), false, newId));
    expect(state.childrenOf(table, 'primary-key')).toEqual([]);
  });

  it('UI-36: unique on one column comes and goes', () => {
    const { state, run, addTable, addColumn, column } = project();
    const table = addTable();
    const added = addColumn(table);
    run(setUnique(state, column(added), true, newId));
    expect(setUnique(state, column(added), true, newId).operations).toEqual([]);
    expect(state.childrenOf(table, 'unique')[0]?.body.columnIds).toEqual([added]);
    run(setUnique(state, column(added), false, newId));
    expect(state.childrenOf(table, 'unique')).toEqual([]);
  });
});

describe('connectColumns', () => {
  it('UI-37: without a key on the other side it offers to make one, and then connects', () => {
    const { state, run, addTable, addColumn } = project();
    const [a, b] = [addTable(), addTable()];
    const [from, to] = [addColumn(b), addColumn(a)];
    const connection = connectColumns(state, from, to, newId);
    if (connection.kind !== 'offer') throw new Error(connection.kind);
    expect(connection.offer).toBe('Make it unique and connect');
    run(connection.repaired);
    expect(state.ofKind('foreign-key')[0]?.body).toMatchObject({
      columnIds: [from],
      referencedColumnIds: [to],
    });
    expect(connectColumns(state, from, to, newId).kind).toBe('refused');
  });

  it('UI-37: with types that do not compare it offers to change the referencing one', () => {
    const { state, run, addTable, addColumn, column } = project();
    const [a, b] = [addTable(), addTable()];
    const from = addColumn(b);
    const to = must(state.childrenOf(a, 'column')[0], 'id of a').id;
    const connection = connectColumns(state, from, to, newId);
    if (connection.kind !== 'offer') throw new Error(connection.kind);
    expect(connection.offer).toBe('Change it to bigint');
    run(connection.repaired);
    expect(column(from).body.type).toBe('bigint');
    expect(state.ofKind('foreign-key')).toHaveLength(1);
  });

  it('UI-37: nothing connects to itself or to what is gone', () => {
    const { state, addTable, addColumn } = project();
    const from = addColumn(addTable());
    expect(connectColumns(state, from, from, newId).kind).toBe('refused');
    expect(connectColumns(state, from, newId(), newId).kind).toBe('refused');
  });
});

describe('names', () => {
  it('UI-44: constraints that were named after a placeholder follow when it gets a name, others stay', () => {
    const { state, run, addTable, addColumn, column } = project();
    const tableId = addTable();
    const columnId = addColumn(tableId);
    const table = () => must(state.live(tableId, 'table'), 'table');
    const held = () =>
      state.children(tableId).flatMap((child) => ('name' in child.body ? [child.body.name] : []));
    run(setUnique(state, column(columnId), true, newId));
    expect(held()).toEqual(expect.arrayContaining(['new_table_pkey', 'new_table_column_2_key']));
    run(renameColumn(state, column(columnId), 'email'));
    expect(held()).toContain('new_table_email_key');
    run(renameTable(state, table(), 'customers'));
    expect(held()).toEqual(expect.arrayContaining(['customers_pkey', 'customers_email_key']));
    run(renameTable(state, table(), 'clients'));
    run(renameColumn(state, column(columnId), 'mail'));
    expect(held()).toEqual(expect.arrayContaining(['customers_pkey', 'customers_email_key']));
  });
});

describe('defaults', () => {
  it('UI-46: a value begins as one that the type takes', () => {
    for (const type of [
      'integer',
      'numeric(12,2)',
      'boolean',
      'uuid',
      'jsonb',
      'date',
      'text',
      'varchar(20)',
    ]) {
      const first = firstDefault('literal', type, undefined);
      expect(first.kind === 'literal' && literalProblem(type, first.text), type).toBeNull();
      const computed = firstDefault('expression', type, undefined);
      expect(computed.kind === 'expression' && expressionProblem(computed.text), type).toBeNull();
    }
    expect(firstDefault('literal', 'bigint', { kind: 'literal', text: '7' })).toEqual({
      kind: 'literal',
      text: '7',
    });
  });

  it.each([
    ['integer', 'abc', 'whole number'],
    ['bigint', '', 'cannot be empty'],
    ['numeric(5,2)', '1,5', 'not a number'],
    ['boolean', 'maybe', 'neither true nor false'],
    ['uuid', '123', 'not a UUID'],
    ['jsonb', '{a}', 'not JSON'],
    ['date', '', 'cannot be empty'],
  ])('UI-46: a %s does not take “%s”', (type, text, problem) => {
    expect(literalProblem(type, text)).toContain(problem);
    expect(retypingProblem(type, { kind: 'literal', text })).toContain('Change or remove it first');
  });

  it('UI-46: what the type takes, and what only PostgreSQL can judge, is let through', () => {
    expect(literalProblem('integer', '-12')).toBeNull();
    expect(literalProblem('double precision', '1e-3')).toBeNull();
    expect(literalProblem('boolean', 'Yes')).toBeNull();
    expect(literalProblem('uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11')).toBeNull();
    expect(literalProblem('integer[]', '{}')).toBeNull();
    expect(literalProblem('text', '')).toBeNull();
    expect(literalProblem('date', 'next tuesday')).toBeNull();
  });

  it('UI-46: an expression has to be whole', () => {
    expect(expressionProblem("now() - interval '1 day'")).toBeNull();
    for (const text of ['now(', "'open", '1; DROP TABLE x', '/* open', ')(']) {
      expect(expressionProblem(text), text).toContain('not complete');
    }
  });
});
