import { describe, expect, it } from 'vitest';
import { create, remove, tableOperations, update } from '../../../test/support/operations';
import { Project } from './apply-project.fixture';
import type { Operation } from './operation';
import { isLive } from './record';

function withTable(name = 'orders') {
  const project = new Project();
  const table = tableOperations(name);
  project.do(...table.operations);
  return { project, ...table };
}

describe('operations', () => {
  it('SCH-25: a made-up name that somebody has gets the next number that nobody has; a chosen one is refused', () => {
    const { project, tableId } = withTable('new_table');
    const column = (name: string) => create('column', { tableId, name, type: 'text' });
    const numbered = (operation: Operation) => ({ ...operation, numbered: true });
    const table = create('table', { name: 'new_table' });
    const [seven, eight, ten] = [column('column_7'), column('column_7'), column('column_7')];
    project.do(numbered(seven), column('column_9'), numbered(eight), numbered(ten), numbered(table));
    const names = [seven, eight, ten, table].map(({ id }) => project.body(id)?.name);
    expect(names).toEqual(['column_7', 'column_8', 'column_10', 'new_table_2']);
    expect(project.apply(column('column_7'))).toMatchObject({ ok: false, problem: { code: 'name-taken' } });
  });

  it('SCH-1: a foreign key may come before its key in one mutation', () => {
    const project = new Project();
    const [a, b] = [tableOperations('a'), tableOperations('b')];
    const foreignKey = create('foreign-key', {
      tableId: a.tableId,
      columnIds: [a.xColumn],
      referencedTableId: b.tableId,
      referencedColumnIds: [b.idColumn],
    });
    project.do(
      ...a.operations,
      create('table', { name: 'b' }, b.tableId),
      ...b.operations.slice(1, 3),
      foreignKey,
      ...b.operations.slice(3),
    );
    expect(project.body(foreignKey.id)).toMatchObject({ name: 'a_x_fkey' });
  });

  it('SCH-1: refuses all when one is refused, and says which', () => {
    const { project, tableId } = withTable();
    const refused = project.apply(
      create('column', { tableId, name: 'y', type: 'text' }),
      update('column', 'nobody', 1, { name: 'z' }),
    );
    expect(refused).toMatchObject({ ok: false, problem: { code: 'not-found', pointer: '/operations/1' } });
  });

  it('SCH-2: one version per mutation, none for what changes nothing', () => {
    const { project, xColumn } = withTable();
    const twice = project.do(
      update('column', xColumn, 1, { name: 'y' }),
      update('column', xColumn, 1, { comment: 'why' }),
    );
    expect(twice.writes.map((write) => write.after.version)).toEqual([2]);
    const idle = project.do(update('column', xColumn, 2, { name: 'y' }));
    expect(idle.writes).toEqual([]);
    expect(idle.targets).toMatchObject([{ id: xColumn, version: 2 }]);
  });

  it('SCH-20: without a namespace an object goes to public, and where there is none it is asked for', () => {
    const { project, tableId } = withTable();
    const { namespaceId } = project.body(tableId);
    expect(project.state.get(String(namespaceId))).toMatchObject({ body: { name: 'public' } });
    project.do(update('namespace', String(namespaceId), 1, { name: 'app' }));
    expect(project.apply(create('table', { name: 'lines' }))).toMatchObject({
      problem: { code: 'invalid-operation', pointer: '/operations/0/body/namespaceId' },
    });
  });

  it('SCH-3: brings a deleted record back, but not a living one', () => {
    const { project, operations, tableId } = withTable();
    expect(project.apply(...operations)).toMatchObject({ problem: { code: 'already-exists' } });
    project.do(remove('table', tableId));
    project.do(...operations);
    expect(project.state.get(tableId)).toMatchObject({ version: 3, body: { name: 'orders' } });
  });

  it('SCH-4: null removes an optional field; a deleted record is not edited', () => {
    const { project, xColumn } = withTable();
    project.do(update('column', xColumn, 1, { comment: 'why' }));
    project.do(update('column', xColumn, 2, { comment: null }));
    expect(project.body(xColumn)).not.toHaveProperty('comment');
    project.do(remove('column', xColumn));
    expect(project.apply(update('column', xColumn, 4, { name: 'z' }))).toMatchObject({
      problem: { code: 'deleted' },
    });
  });

  it('SCH-5: tells field by field, and refuses when strict', () => {
    const { project, xColumn } = withTable();
    project.do(update('column', xColumn, 1, { name: 'theirs' }));
    const late = update('column', xColumn, 1, { name: 'mine', comment: 'c' });
    expect(project.apply({ ...late, strict: true } as Operation)).toMatchObject({
      problem: { code: 'changed-since' },
    });
    expect(project.do(late).merges).toMatchObject([
      { field: 'name', verdict: 'overwrote', theirs: 'theirs', yours: 'mine' },
    ]);
    const beside = project.do(update('column', xColumn, 2, { type: 'text' }));
    expect(beside.merges.map(({ field, verdict }) => [field, verdict])).toEqual([
      ['name', 'merged'],
      ['comment', 'merged'],
    ]);
  });

  it('SCH-6, SCH-8: a column takes what is its own table’s along, a second deletion is no error', () => {
    const { project, tableId, xColumn } = withTable();
    const unique = create('unique', { tableId, columnIds: [xColumn] });
    const check = create('check', { tableId, expression: 'x > 0' });
    const index = create('index', { tableId, elements: [{ expression: 'x + 1' }] });
    project.do(unique, check, index);
    project.do(remove('column', xColumn));
    for (const { id } of [unique, check, index]) expect(isLive(project.state.get(id))).toBe(false);
    expect(project.do(remove('column', xColumn)).writes).toEqual([]);
  });

  it('SCH-7: keeps what others need unless told to cascade', () => {
    const { project, idColumn } = withTable();
    const lines = tableOperations('lines');
    const foreignKey = create('foreign-key', {
      tableId: lines.tableId,
      columnIds: [lines.xColumn],
      referencedTableId: String(project.body(idColumn).tableId),
      referencedColumnIds: [idColumn],
    });
    project.do(...lines.operations, foreignKey);
    const refused = project.apply(remove('column', idColumn));
    expect(refused).toMatchObject({
      problem: { code: 'referenced', names: ['foreign key "lines.lines_x_fkey"'] },
    });
    project.do(remove('column', idColumn, 1, true));
    expect(isLive(project.state.get(foreignKey.id))).toBe(false);
    expect(isLive(project.state.get(lines.xColumn))).toBe(true);
  });

  it('SCH-7: dropping a sequence takes only the default away', () => {
    const { project, xColumn } = withTable();
    const sequence = create('sequence', { name: 'numbers' });
    project.do(
      sequence,
      update('column', xColumn, 1, { default: { kind: 'sequence', sequenceId: sequence.id } }),
    );
    expect(project.apply(remove('sequence', sequence.id))).toMatchObject({ problem: { code: 'referenced' } });
    project.do(remove('sequence', sequence.id, 1, true));
    expect(project.body(xColumn)).not.toHaveProperty('default');
  });

  it('SCH-9: a second place moves the first', () => {
    const { project, tableId } = withTable();
    const first = create('layout', { recordId: tableId, x: 1, y: 2 });
    project.do(first);
    project.do(create('layout', { recordId: tableId, x: 8, y: 9 }));
    expect(project.state.childrenOf(tableId, 'layout')).toMatchObject([
      { id: first.id, body: { x: 8, y: 9 } },
    ]);
  });
});

describe('what is filled in', () => {
  it('SCH-21: columns come last, in order', () => {
    const { project, tableId, idColumn, xColumn } = withTable();
    const y = create('column', { tableId, name: 'y', type: 'text' });
    project.do(y);
    expect(project.state.childrenOf(tableId, 'column').map((column) => column.id)).toEqual([
      idColumn,
      xColumn,
      y.id,
    ]);
  });

  it('SCH-22: serial becomes identity, and identity is not null', () => {
    const { project, tableId } = withTable();
    const serial = create('column', { tableId, name: 's', type: 'BIGSERIAL' });
    project.do(serial);
    expect(project.body(serial.id)).toMatchObject({
      type: 'bigint',
      identity: 'by default',
      nullable: false,
    });
  });

  it('SCH-23: generated names follow PostgreSQL and step aside', () => {
    const { project, tableId, xColumn, keyId } = withTable();
    const [first, second] = [1, 2].map(() => create('unique', { tableId, columnIds: [xColumn] }));
    if (!first || !second) throw new Error('two');
    project.do(first, second);
    expect([keyId, first.id, second.id].map((id) => project.body(id).name)).toEqual([
      'orders_pkey',
      'orders_x_key',
      'orders_x_key1',
    ]);
    project.do(update('table', tableId, 1, { name: 'invoices' }));
    expect(project.body(keyId).name).toBe('orders_pkey');
  });
});

describe('names', () => {
  it('SCH-30: an index may not have the name of a table, nor a type that of a table', () => {
    const { project, tableId, xColumn } = withTable();
    const index = create('index', { tableId, elements: [{ columnId: xColumn }], name: 'orders' });
    expect(project.apply(index)).toMatchObject({ problem: { code: 'name-taken' } });
    expect(project.apply(create('enum', { name: 'orders', labels: ['a'] }))).toMatchObject({
      problem: { code: 'name-taken' },
    });
    expect(project.apply(create('column', { tableId, name: 'x', type: 'text' }))).toMatchObject({
      problem: { code: 'name-taken' },
    });
  });

  it('SCH-31: one primary key', () => {
    const { project, tableId, xColumn } = withTable();
    const second = project.apply(create('primary-key', { tableId, columnIds: [xColumn], name: 'other' }));
    expect(second).toMatchObject({ problem: { code: 'name-taken', names: ['#pk'] } });
  });

  it('SCH-32: a table takes its index names to another namespace', () => {
    const { project, tableId } = withTable();
    const app = create('namespace', { name: 'app' });
    project.do(app, update('table', tableId, 1, { namespaceId: app.id }));
    project.do(...tableOperations('orders').operations);
    expect(project.state.ofKind('primary-key').map((key) => key.body.name)).toEqual([
      'orders_pkey',
      'orders_pkey',
    ]);
  });

  it('SCH-33: pg_ is PostgreSQL’s', () => {
    expect(new Project().apply(create('namespace', { name: 'pg_mine' }))).toMatchObject({
      problem: { code: 'invalid-name' },
    });
  });
});

describe('what is bound', () => {
  it('SCH-40: a type is spelled as PostgreSQL does, held by id, or refused', () => {
    const { project, tableId } = withTable();
    const state = create('enum', { name: 'state', labels: ['new'] });
    const column = create('column', { tableId, name: 's', type: 'State[]' });
    const number = create('column', { tableId, name: 'n', type: 'DECIMAL(8,2)' });
    project.do(state, column, number);
    expect(project.body(number.id).type).toBe('numeric(8,2)');
    expect(project.body(column.id)).toMatchObject({ type: 'state[]', typeId: state.id });
    project.do(update('enum', state.id, 1, { name: 'status' }));
    expect(project.apply(remove('enum', state.id))).toMatchObject({ problem: { code: 'referenced' } });
    expect(project.apply(create('column', { tableId, name: 'u', type: 'no_such' }))).toMatchObject({
      problem: { code: 'unknown-type' },
    });
  });

  it('SCH-41: a stale spelling is not taken for another column', () => {
    const { project, tableId, xColumn } = withTable();
    const index = create('index', { tableId, elements: [{ expression: 'x + 1' }], name: 'i' });
    project.do(index);
    project.do(update('column', xColumn, 1, { name: 'old_x' }));
    project.do(create('column', { tableId, name: 'x', type: 'integer' }));
    project.do(update('index', index.id, 1, { predicate: 'old_x > 0' }));
    expect(project.body(index.id)).toMatchObject({
      elements: [{ expression: 'old_x + 1' }],
      columnRefs: { old_x: xColumn },
    });
  });
});

describe('what is judged', () => {
  const foreignKeyTo = (
    from: ReturnType<typeof tableOperations>,
    to: ReturnType<typeof tableOperations>,
    column: string,
  ) =>
    create('foreign-key', {
      tableId: from.tableId,
      columnIds: [from.xColumn],
      referencedTableId: to.tableId,
      referencedColumnIds: [column],
    });

  it('SCH-50: a foreign key needs a key and comparable types', () => {
    const project = new Project();
    const [a, b] = [tableOperations('a'), tableOperations('b')];
    project.do(...a.operations, ...b.operations);
    expect(project.apply(foreignKeyTo(a, b, b.xColumn))).toMatchObject({
      problem: { code: 'no-matching-key' },
    });
    project.do(update('column', a.xColumn, 1, { type: 'uuid' }));
    expect(project.apply(foreignKeyTo(a, b, b.idColumn))).toMatchObject({
      problem: { code: 'type-mismatch' },
    });
    project.do(update('column', a.xColumn, 2, { type: 'bigint' }));
    project.do(foreignKeyTo(a, b, b.idColumn));
  });

  it('SCH-51: neither side may become something else, nor the key something narrower', () => {
    const project = new Project();
    const [a, b] = [tableOperations('a'), tableOperations('b')];
    project.do(...a.operations, ...b.operations, foreignKeyTo(a, b, b.idColumn));
    expect(project.apply(update('column', b.idColumn, 1, { type: 'uuid' }))).toMatchObject({
      problem: { code: 'referenced' },
    });
    expect(project.apply(update('column', a.xColumn, 1, { type: 'uuid' }))).toMatchObject({
      problem: { code: 'referenced' },
    });
    expect(project.apply(update('primary-key', b.keyId, 1, { columnIds: [b.xColumn] }))).toMatchObject({
      problem: { code: 'referenced' },
    });
    expect(project.apply(remove('primary-key', b.keyId))).toMatchObject({ problem: { code: 'referenced' } });
  });

  it('SCH-52: default, identity and expression exclude one another, also by merging', () => {
    const { project, xColumn } = withTable();
    project.do(update('column', xColumn, 1, { default: { kind: 'literal', text: '1' } }));
    const late = project.apply(update('column', xColumn, 1, { identity: 'always' }));
    expect(late).toMatchObject({ problem: { code: 'invalid-operation' } });
  });

  it('SCH-53: keys name columns of their own table, unique indexes are btrees', () => {
    const { project, tableId, xColumn } = withTable();
    const other = tableOperations('other');
    project.do(...other.operations);
    const wrong = [
      create('unique', { tableId, columnIds: [other.xColumn] }),
      create('index', { tableId, elements: [{ columnId: xColumn }], unique: true, method: 'gin' }),
      create('unique', { tableId, columnIds: [xColumn], initiallyDeferred: true }),
    ];
    for (const operation of wrong)
      expect(project.apply(operation)).toMatchObject({ problem: { code: 'invalid-operation' } });
  });

  it('SCH-54: a literal default of an enum is one of its labels', () => {
    const { project, tableId } = withTable();
    project.do(create('enum', { name: 'state', labels: ['new', 'done'] }));
    const column = (text: string) =>
      create('column', { tableId, name: 's', type: 'state', default: { kind: 'literal', text } });
    expect(project.apply(column('old'))).toMatchObject({ problem: { code: 'invalid-operation' } });
    project.do(column('new'));
    const state = project.state.ofKind('enum')[0];
    expect(project.apply(update('enum', state?.id ?? '', 1, { labels: ['done'] }))).toMatchObject({
      problem: { code: 'referenced' },
    });
  });
});
