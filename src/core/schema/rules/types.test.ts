import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { create, remove, tableOperations, update } from '../../../../test/support/operations';
import { Project } from '../apply-project.fixture';

describe('types of the project', () => {
  it('SCH-40: domains, attributes and ranges hold the types that they build on by id', () => {
    const project = new Project();
    const [email, address, span] = [randomUUID(), randomUUID(), randomUUID()];
    project.do(
      create('domain', { name: 'email', type: 'VARCHAR(20)' }, email),
      create('composite', { name: 'address', attributes: [{ name: 'mail', type: 'email[]' }] }, address),
      create('range', { name: 'email_range', type: 'email' }, span),
    );
    expect(project.body(email).type).toBe('character varying(20)');
    expect(project.body(address).attributes).toEqual([{ name: 'mail', type: 'email[]', typeId: email }]);
    expect(project.body(span)).toMatchObject({ typeId: email, multirangeName: 'email_multirange' });
    expect(project.apply(remove('domain', email))).toMatchObject({
      ok: false,
      problem: { code: 'referenced' },
    });
  });

  it('SCH-34: a range claims the name of its multirange type, which stays', () => {
    const project = new Project();
    const span = randomUUID();
    project.do(create('range', { name: 'span', type: 'integer' }, span));
    project.do(update('range', span, 1, { name: 'period' }));
    expect(project.body(span)).toMatchObject({ name: 'period', multirangeName: 'span_multirange' });
    const taken = project.apply(create('domain', { name: 'span_multirange', type: 'text' }));
    expect(taken).toMatchObject({ ok: false, problem: { code: 'name-taken' } });
  });

  it('SCH-34: a range and its multirange type never have one name, whichever is renamed', () => {
    const project = new Project();
    const span = randomUUID();
    project.do(create('range', { name: 'span', type: 'integer' }, span));
    for (const body of [{ name: 'span_multirange' }, { multirangeName: 'span' }]) {
      const same = project.apply(update('range', span, 1, body));
      expect(same).toMatchObject({ ok: false, problem: { code: 'name-taken' } });
    }
  });

  it('SCH-34: a composite type is a relation, too', () => {
    const project = new Project();
    project.do(create('composite', { name: 'address', attributes: [] }));
    const taken = project.apply(create('sequence', { name: 'address' }));
    expect(taken).toMatchObject({ ok: false, problem: { code: 'name-taken' } });
  });

  it('SCH-50: of a domain counts what it is made of', () => {
    const project = new Project();
    const [a, b] = [tableOperations('a'), tableOperations('b')];
    const [number, mail] = [randomUUID(), randomUUID()];
    project.do(
      ...a.operations,
      ...b.operations,
      create('domain', { name: 'number', type: 'integer' }, number),
      create('domain', { name: 'mail', type: 'text' }, mail),
      update('column', b.xColumn, 1, { type: 'number' }),
    );
    const key = { tableId: b.tableId, columnIds: [b.xColumn], referencedTableId: a.tableId };
    project.do(create('foreign-key', { ...key, referencedColumnIds: [a.idColumn] }));
    const wrong = project.apply(update('column', b.xColumn, 2, { type: 'mail' }));
    expect(wrong).toMatchObject({ ok: false, problem: { code: 'referenced' } });
    expect(wrong.ok || wrong.problem.detail).toContain('needs types that can be compared');
  });

  it('SCH-55: the type of a domain stays while something uses the domain', () => {
    const project = new Project();
    const { operations, xColumn } = tableOperations('a');
    const number = randomUUID();
    project.do(
      ...operations,
      create('domain', { name: 'number', type: 'integer' }, number),
      update('column', xColumn, 1, { type: 'number' }),
    );
    const retyped = project.apply(update('domain', number, 1, { type: 'text' }));
    expect(retyped).toMatchObject({ ok: false, problem: { code: 'referenced' } });
    project.do(remove('column', xColumn, 2), update('domain', number, 1, { type: 'text' }));
  });
});

describe('exclusion constraints', () => {
  it('SCH-23: get the name that PostgreSQL gives, and hold their columns', () => {
    const project = new Project();
    const table = tableOperations('booking');
    const id = randomUUID();
    const elements = [{ columnId: table.xColumn, operator: '=' }];
    project.do(...table.operations, create('exclusion', { tableId: table.tableId, elements }, id));
    expect(project.body(id).name).toBe('booking_x_excl');
    project.do(remove('column', table.xColumn));
    expect(project.state.get(id)).toMatchObject({ deleted: true });
  });
});
