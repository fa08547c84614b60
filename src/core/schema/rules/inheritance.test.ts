import { describe, expect, it } from 'vitest';
import { create, remove, tableOperations, update } from '../../../../test/support/operations';
import { Project } from '../apply-project.fixture';
import { columnsOf } from '../inheritance';
import { isLive } from '../record';

/** `events`, partitioned by `x`, with one partition. */
function partitioned() {
  const project = new Project();
  const [tableId, idColumn, xColumn] = [uuid('events'), uuid('events.id'), uuid('events.x')];
  const partition = uuid('events_1');
  project.do(
    create(
      'table',
      { name: 'events', partitionBy: { strategy: 'range', elements: [{ columnId: xColumn }] } },
      tableId,
    ),
    create('column', { tableId, name: 'id', type: 'integer' }, idColumn),
    create('column', { tableId, name: 'x', type: 'integer' }, xColumn),
    create('table', { name: 'events_1', partitionOf: { tableId, bound: 'DEFAULT' } }, partition),
  );
  return { project, tableId, idColumn, xColumn, partition };
}

/** An id that tells in a failure what it is of. */
function uuid(name: string): string {
  const hex = [...name].map((character) => character.charCodeAt(0).toString(16)).join('');
  return `${hex.slice(0, 8).padEnd(8, '0')}-0000-4000-8000-${hex.slice(8, 32).padEnd(12, '0').slice(-12)}`;
}

describe('partitions', () => {
  it('SCH-45: have the columns of their partitioned table, in keys, indexes and expressions', () => {
    const { project, partition, idColumn, xColumn } = partitioned();
    const [index, check] = [uuid('index'), uuid('check')];
    project.do(
      create('index', { tableId: partition, elements: [{ columnId: idColumn }] }, index),
      create('check', { tableId: partition, expression: 'x > 0' }, check),
    );
    expect(project.body(index).name).toBe('events_1_id_idx');
    expect(project.body(check).columnRefs).toEqual({ x: xColumn });
    expect(columnsOf(partition, project.state).map(({ body }) => body.name)).toEqual(['id', 'x']);
  });

  it('SCH-45: take no columns of their own', () => {
    const { project, partition } = partitioned();
    const refused = project.apply(create('column', { tableId: partition, name: 'y', type: 'integer' }));
    expect(refused).toMatchObject({ ok: false, problem: { code: 'invalid-operation' } });
    const { tableId, operations } = tableOperations('other');
    project.do(...operations);
    const attached = project.apply(
      update('table', tableId, 1, { partitionOf: { tableId: partitioned().tableId, bound: 'DEFAULT' } }),
    );
    expect(attached).toMatchObject({ ok: false, problem: { detail: /columns of its own/ } });
  });

  it('SCH-46: go with their table; its columns take what names them along', () => {
    const { project, tableId, partition, idColumn } = partitioned();
    const index = uuid('index');
    project.do(create('index', { tableId: partition, elements: [{ columnId: idColumn }] }, index));
    project.do(remove('column', idColumn));
    expect(isLive(project.state.get(index))).toBe(false);
    project.do(remove('table', tableId));
    expect(isLive(project.state.get(partition))).toBe(false);
  });

  it('SCH-47: are only of partitioned tables, whose keys contain the partition key', () => {
    const { project, tableId, idColumn, xColumn } = partitioned();
    const plain = tableOperations('plain');
    project.do(...plain.operations);
    const wrong = { name: 'p', partitionOf: { tableId: plain.tableId, bound: 'DEFAULT' } };
    expect(project.apply(create('table', wrong))).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining('not partitioned') },
    });
    expect(project.apply(create('primary-key', { tableId, columnIds: [idColumn] }))).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining('has to contain all columns') },
    });
    project.do(create('primary-key', { tableId, columnIds: [idColumn, xColumn] }));
    const repartitioned = { strategy: 'list', elements: [{ expression: 'id + x' }] };
    expect(project.apply(update('table', tableId, 1, { partitionBy: repartitioned }))).toMatchObject({
      ok: false,
      problem: { code: 'referenced', detail: expect.stringContaining('has to contain all columns') },
    });
  });
});

describe('inheritance', () => {
  it('SCH-45: parents come first; a column declared again stands in the place of the inherited one', () => {
    const project = new Project();
    const parent = tableOperations('parent');
    const heir = uuid('heir');
    project.do(
      ...parent.operations,
      create('table', { name: 'heir', inherits: [parent.tableId] }, heir),
      create('column', { tableId: heir, name: 'own', type: 'text' }),
      create('column', { tableId: heir, name: 'id', type: 'integer', comment: 'mine' }),
    );
    const columns = columnsOf(heir, project.state);
    expect(columns.map(({ body }) => body.name)).toEqual(['id', 'x', 'own']);
    expect(columns[0]?.body).toMatchObject({ tableId: heir, comment: 'mine' });
  });

  it('SCH-46: a parent stays while others inherit from it', () => {
    const project = new Project();
    const parent = tableOperations('parent');
    const heir = uuid('heir');
    project.do(...parent.operations, create('table', { name: 'heir', inherits: [parent.tableId] }, heir));
    expect(project.apply(remove('table', parent.tableId))).toMatchObject({
      ok: false,
      problem: { code: 'referenced' },
    });
    project.do(remove('table', parent.tableId, 1, true));
    expect(isLive(project.state.get(heir))).toBe(false);
  });

  it('SCH-47: a table goes on inheriting what its indexes and checks name', () => {
    const project = new Project();
    const parent = tableOperations('parent');
    const heir = uuid('heir');
    project.do(
      ...parent.operations,
      create('table', { name: 'heir', inherits: [parent.tableId] }, heir),
      create('check', { tableId: heir, expression: 'x > 0' }),
    );
    expect(project.apply(update('table', heir, 1, { inherits: null }))).toMatchObject({
      ok: false,
      problem: { code: 'referenced' },
    });
  });

  it('SCH-47: nobody is above itself', () => {
    const project = new Project();
    const [a, b] = [tableOperations('a'), tableOperations('b')];
    project.do(...a.operations, ...b.operations, update('table', b.tableId, 1, { inherits: [a.tableId] }));
    expect(project.apply(update('table', a.tableId, 1, { inherits: [b.tableId] }))).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining('inherit from itself') },
    });
  });
});

describe('a table further above', () => {
  it('SCH-48: stays above while what is below relies on one of its columns', () => {
    const project = new Project();
    const [top, middle, bottom] = [
      tableOperations('top'),
      tableOperations('middle'),
      tableOperations('bottom'),
    ];
    project.do(...top.operations, ...middle.operations, ...bottom.operations);
    project.do(
      update('table', middle.tableId, 1, { inherits: [top.tableId] }),
      update('table', bottom.tableId, 1, { inherits: [middle.tableId] }),
      create('index', { tableId: bottom.tableId, elements: [{ columnId: top.xColumn }] }, uuid('index')),
    );
    const apart = update('table', middle.tableId, 2, { inherits: null });
    expect(project.apply(apart)).toMatchObject({ ok: false, problem: { code: 'referenced' } });
    project.do(remove('index', uuid('index')), apart);
    expect(columnsOf(bottom.tableId, project.state).map(({ body }) => body.name)).toEqual(['id', 'x']);
  });
});
