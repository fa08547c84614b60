import { describe, expect, it } from 'vitest';
import { scopes } from '../../../core/schema/names';
import { editedProject } from './edited-project.fixture';
import { newId } from './new-id';
import {
  createdName,
  createFunction,
  createView,
  rewriteStatement,
  statementProblem,
} from './verbatim-edits';

describe('statements kept as text', () => {
  it('UI-340: a new view and a new function have free names, which a view holds', () => {
    const { state, publicId, run, live } = editedProject();
    const ids = [newId(), newId(), newId(), newId()] as const;
    run(createView(state, ids[0]));
    run(createView(state, ids[1]));
    expect(live(ids[1], 'verbatim').body).toMatchObject({ tag: 'view', name: 'public.new_view_2' });
    expect(state.holder(scopes.relations(publicId), 'new_view')).toBe(ids[0]);
    run(createFunction(state, ids[2]));
    run(createFunction(state, ids[3]));
    expect(live(ids[3], 'verbatim').body.name).toBe('public.new_function_2');
  });

  it('UI-341: what a statement is called, and holds as a name, follows its text', () => {
    const { state, publicId, run, live } = editedProject();
    const id = newId();
    run(createView(state, id));
    run(rewriteStatement(state, live(id, 'verbatim'), 'CREATE VIEW public.totals AS SELECT 1;\n'));
    expect(live(id, 'verbatim').body).toMatchObject({
      name: 'public.totals',
      text: 'CREATE VIEW public.totals AS SELECT 1',
    });
    expect(state.holder(scopes.relations(publicId), 'totals')).toBe(id);
    expect(state.holder(scopes.relations(publicId), 'new_view')).toBeUndefined();
  });

  it('UI-341: a view cannot take the name of a table', () => {
    const { state, run, refusal, live } = editedProject();
    const id = newId();
    run(createView(state, id));
    const edit = rewriteStatement(state, live(id, 'verbatim'), 'CREATE VIEW orders AS SELECT 1');
    expect(refusal(edit)).toMatch(/orders/);
  });

  it.each([
    ['CREATE OR REPLACE VIEW a.b AS SELECT 1', 'view', { namespace: 'a', name: 'b' }],
    [
      '-- old\nCREATE MATERIALIZED VIEW IF NOT EXISTS "X y" AS SELECT 1',
      'materialized view',
      { namespace: null, name: 'X y' },
    ],
    [
      'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN a',
      'function',
      { namespace: null, name: 'f' },
    ],
    ['ALTER TABLE a ADD b int', 'alter table', null],
    ['CREATE TABLE a (b int)', 'view', null],
  ])('UI-341: %j as a %s is called %j', (text, tag, name) => {
    expect(createdName(text, tag)).toEqual(name);
  });

  it('UI-342: nothing, too much and an open quote are refused', () => {
    expect(statementProblem(' ')).toMatch(/empty/);
    expect(statementProblem('x'.repeat(900_001))).toMatch(/900,000/);
    expect(statementProblem("SELECT 'a")).toMatch(/not closed/);
    expect(statementProblem('SELECT $$a$$; SELECT 1')).toBeNull();
  });
});
