import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../core/schema/operation';
import type { Outcome } from '../../sync/outcome';
import { mentionedIn } from '../../sync/pending';
import { textOf } from '../activity/phrase';
import { editedProject } from '../edits/edited-project.fixture';
import { create, remove, update } from '../edits/operations';
import { againEdit, isBack, isPossible } from './outcome-edits';
import { namesIn, outcomeRows, replacedValues, sentencesOf, shownFor, textOfOutcome } from './outcome-rows';
import { countOutcomes, countWords } from './outcome-words';

const ben = { id: 'b', name: 'Ben' };
const head = { label: 'Edit', at: 0, waited: true, isTold: true };

/** A project in which `orders.total` was to be renamed, and the table was dropped before. */
function refusedInDropped() {
  const project = editedProject();
  const { state, columns, table, live, run } = project;
  const operation = update(live(columns.total, 'column'), { name: 'sum', comment: 'All of it' });
  const mentioned = mentionedIn([operation], state);
  const outcome: Extract<Outcome, { kind: 'refused' }> = {
    ...head,
    id: 'r',
    kind: 'refused',
    problem: { code: 'deleted', detail: 'This column has been deleted.', recordId: columns.total },
    operations: [operation],
    entries: [
      {
        type: 'column.update',
        recordId: columns.total,
        kind: 'column',
        before: { name: 'total' },
        after: { name: 'sum' },
      },
    ],
    mentioned,
  };
  const drop = () => run({ operations: [remove(live(table, 'table'), { cascade: true })] });
  return { ...project, outcome, drop };
}

describe('what became of edits, as rows', () => {
  it('UI-361: what wants to be looked at comes first, each kind in its order; saved ones are a number', () => {
    const kinds = ['applied', 'merged', 'refused', 'overwrote', 'refused', 'was-overwritten'] as const;
    const outcomes = kinds.map((kind, at) => ({ ...head, id: `${at}`, kind }) as unknown as Outcome);
    const keys = outcomeRows(outcomes).map(({ key }) => key);
    expect(keys).toEqual(['refused', '2', '4', 'overwrote', '3', 'was-overwritten', '5', 'merged', '1']);
    expect(countWords(countOutcomes(outcomes))).toBe(
      '1 edit saved, 1 merged with others’ edits, 4 need a look',
    );
    expect(countWords({ saved: 0, merged: 2, toLookAt: 1 })).toBe(
      '2 edits merged with others’ edits, 1 needs a look',
    );
  });

  it('UI-362: an edit of something that is gone says what it was about, and its text can be taken along', () => {
    const { state, outcome, table, drop } = refusedInDropped();
    expect(shownFor(outcome, state)).toBe(outcome.operations[0]?.id);
    drop();
    const nameOf = namesIn([outcome], state);
    expect(sentencesOf(outcome, nameOf).phrases.map(textOf)).toEqual(['renamed column orders.total → sum']);
    expect(textOfOutcome(outcome, nameOf).split('\n')).toEqual([
      'Edit',
      'This column has been deleted.',
      '',
      'update column orders.total',
      '  name: sum',
      '  comment: All of it',
    ]);
    expect(shownFor(outcome, state)).toBeNull();
    expect(nameOf(table)?.isGone).toBe(true);
  });

  it('UI-362: it can be tried again exactly when what is there now allows it', () => {
    const { state, outcome, columns, live, run, drop } = refusedInDropped();
    run({ operations: [update(live(columns.number, 'column'), { name: 'sum' })] });
    expect(isPossible(againEdit(outcome, state), state)).toBe(false);
    run({ operations: [update(live(columns.number, 'column'), { name: 'number' })] });
    run({ operations: [update(live(columns.total, 'column'), { comment: 'Newer' })] });
    const again = againEdit(outcome, state);
    expect(isPossible(again, state)).toBe(true);
    expect(again.operations).toMatchObject([{ version: live(columns.total, 'column').version }]);
    run(again);
    expect(live(columns.total, 'column').body).toMatchObject({ name: 'sum', comment: 'All of it' });
    drop();
    expect(isPossible(againEdit(outcome, state), state)).toBe(false);
  });

  it('UI-362: of a value that was replaced both are said, and the lost one can be brought back', () => {
    const { state, columns, live, run } = editedProject();
    const field = { recordId: columns.total, field: 'type', theirs: 'bigint', yours: 'text', by: ben };
    const outcome: Outcome = { ...head, id: 'o', kind: 'overwrote', overwritten: [field], merged: [] };
    const [value] = replacedValues(outcome, namesIn([outcome], state));
    if (!value) throw new Error('nothing');
    expect(value).toMatchObject({
      what: 'type of orders.total',
      mine: 'text',
      theirs: 'bigint',
      lost: 'bigint',
    });
    expect(isBack(value, state)).toBe(false);
    run({ operations: [update(live(columns.total, 'column'), { type: 'bigint' })] });
    expect(isBack(value, state)).toBe(true);
    const was: Outcome = { ...head, id: 'w', kind: 'was-overwritten', overwritten: [field] };
    expect(replacedValues(was, namesIn([was], state))[0]?.lost).toBe('text');
  });

  it('UI-362: of a deletion it is said what of others fell with it, by its name and with its text', () => {
    const { state, table, live, run } = editedProject();
    const operations = [remove(live(table, 'table'), { cascade: true })];
    const mentioned = mentionedIn(operations, state);
    const before = { tableId: table, name: 'memo', type: 'text', comment: 'By Ben' };
    const entry = { type: 'column.delete', recordId: 'm', kind: 'column', before, after: null } as const;
    run({ operations });
    const outcome: Outcome = {
      ...head,
      id: 'd',
      label: 'Delete orders',
      kind: 'took-along',
      fallen: [entry],
      mentioned,
    };
    const nameOf = namesIn([outcome], state);
    expect(sentencesOf(outcome, nameOf).phrases.map(textOf)).toEqual(['deleted column orders.memo']);
    expect(textOfOutcome(outcome, nameOf)).toContain('comment: By Ben');
    expect(shownFor(outcome, state)).toBeNull();
    expect(countOutcomes([outcome])).toEqual({ saved: 0, merged: 0, toLookAt: 1 });
  });

  it('UI-362: of a refused creation what it belongs to is shown', () => {
    const { state, table } = editedProject();
    const operation: Operation = create('column', 'new', { tableId: table, name: 'total', type: 'text' });
    const outcome: Outcome = {
      ...head,
      id: 'c',
      kind: 'refused',
      problem: { code: 'name-taken', detail: 'Taken.', recordId: 'new' },
      operations: [operation],
      entries: [],
      mentioned: mentionedIn([operation], state),
    };
    expect(shownFor(outcome, state)).toBe(table);
  });
});
