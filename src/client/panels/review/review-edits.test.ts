import { describe, expect, it } from 'vitest';
import { review } from '../../../core/review/review';
import { must } from '../../../core/std/assert';
import { editedProject } from '../edits/edited-project.fixture';
import { newId } from '../edits/new-id';
import { fixEdit, forgetSetting, ignore, setSeverity, settingFor } from './review-edits';

/** `orders` has no primary key. */
function reviewed() {
  const project = editedProject();
  const found = () => review(project.state.records());
  const noKey = () => found().findings.find(({ rule }) => rule === 'no-primary-key');
  return { ...project, found, noKey };
}

describe('edits of the review', () => {
  it('REV-23: ignoring, with its reason, is one record, and taking it back removes it', () => {
    const { state, run, noKey, table, live } = reviewed();
    const target = must(noKey(), 'the finding');
    const id = newId();
    run(ignore(state, id, target, '  It is a log. '));
    expect(noKey()).toBeUndefined();
    expect(live(id, 'review-setting').body).toEqual({
      rule: 'no-primary-key',
      recordId: table,
      severity: 'ignored',
      reason: 'It is a log.',
    });
    run(ignore(state, newId(), target, 'Another reason.'));
    expect(live(id, 'review-setting').body.reason).toBe('Another reason.');
    run(forgetSetting(live(id, 'review-setting')));
    expect(noKey()).toEqual(target);
  });

  it('REV-24: a rule’s severity is changed for the project, over what was decided before', () => {
    const { state, run, noKey } = reviewed();
    run(ignore(state, newId(), { rule: 'no-primary-key', recordId: null, name: '' }, 'Not here.'));
    expect(noKey()).toBeUndefined();
    run(setSeverity(state, newId(), 'no-primary-key', 'error'));
    expect(noKey()?.severity).toBe('error');
    expect(settingFor(state, 'no-primary-key', null)?.body).toEqual({
      rule: 'no-primary-key',
      severity: 'error',
    });
  });

  it('REV-21: a fix is worked out against the state of now, and is none when nothing is left to do', () => {
    const { state, run, noKey, columns } = reviewed();
    const target = must(noKey(), 'the finding');
    // Somebody edits the table between the review and the click.
    run({
      operations: [{ verb: 'update', kind: 'column', id: columns.number, version: 1, body: { name: 'id' } }],
    });
    const edit = must(fixEdit(state, target, newId), 'a fix');
    expect(edit.label).toBe('Make (id) the primary key: orders');
    run(edit);
    expect(noKey()).toBeUndefined();
    expect(fixEdit(state, target, newId)).toBeNull();
  });
});
