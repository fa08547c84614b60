import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sameJson } from '../../../src/core/std/canonical-json';
import { restoreTo } from '../../../src/server/projects/restore';
import { writePieces } from '../../../src/server/projects/stage';
import { create, tableOperations } from '../../support/operations';
import type { TestStore } from '../../support/store';
import { openTestStore } from '../../support/store';
import { Person } from '../person';
import { ada, ben, conflictsDuring } from '../setting';
import { aftermathOf } from './aftermath';
import type { NamedEdit } from './edits';
import { meetingEdits } from './edits';
import { changedBy } from './serial';
import type { Template } from './template';
import { openTemplate } from './template';

let store: TestStore;
let template: Template;
let projects: readonly string[];
/** Somebody who has begun something large, and somebody who edits meanwhile. */
let busy: Person;
let editor: Person;

beforeAll(async () => {
  store = await openTestStore();
  template = await openTemplate(store);
  projects = await template.copies(2 * meetingEdits.length);
  [busy, editor] = [new Person(store.url, ada), new Person(store.url, ben)];
});
afterAll(async () => {
  await Promise.all([busy.leave(), editor.leave()]);
  await store.close();
});

/** Lets each edit happen in a project of its own while something large stands still; gives what went wrong. */
async function duringEach(
  from: number,
  meanwhile: (projectId: string, edit: NamedEdit) => Promise<readonly string[]>,
): Promise<{ readonly met: Record<string, number>; readonly damage: readonly string[] }> {
  const damage: string[] = [];
  const met = await conflictsDuring(async () => {
    for (const [place, edit] of meetingEdits.entries()) {
      const found = await meanwhile(projects[from + place] ?? '', edit);
      damage.push(...found.map((line) => `${edit.name}: ${line}`));
    }
  });
  return { met, damage };
}

/** What is there afterwards: what the edit does by itself, `others` aside. */
async function differencesTo(projectId: string, edit: NamedEdit, others: ReadonlySet<string>) {
  const { changed, damage } = await aftermathOf(store, projectId, template.states);
  const expected = changedBy(template.states, [edit.way('editor')]);
  const its = [...changed].filter(([id]) => !others.has(id)).sort();
  return sameJson(its, [...expected].sort()) ? damage : [...damage, 'came to something else than by itself'];
}

/** What the edit has to be answered by itself. */
const isRefusedAlone = (edit: NamedEdit) => changedBy(template.states, [edit.way('editor')]).size === 0;

it('COM-206: each edit while an import is staged and not yet there: as if there were none, and no conflict', async () => {
  const { met, damage } = await duringEach(0, async (projectId, edit) => {
    const id = randomUUID();
    const pieces = [tableOperations('imported_a'), tableOperations('imported_b')].map(
      (table) => table.operations,
    );
    const request = { actor: ada, projectId, id, prefix: id.slice(0, 24) };
    const held = await busy.holdWork(/UPDATE jobs SET state = 'published'/, () =>
      writePieces(busy.pool, request, pieces),
    );
    const answer = await editor.send(projectId, ...edit.way('editor'));
    const imported = await held.goOn();
    const found = await differencesTo(
      projectId,
      edit,
      new Set(pieces.flat().map((operation) => operation.id)),
    );
    const isRight = answer.ok !== isRefusedAlone(edit) && imported.ok;
    return isRight ? found : [...found, JSON.stringify([answer, imported])];
  });
  expect(damage).toEqual([]);
  expect(met).toEqual({});
}, 120_000);

it('COM-206: each edit while a restore has the project frozen: told to come again, and then as ever', async () => {
  const { met, damage } = await duringEach(meetingEdits.length, async (projectId, edit) => {
    const notes = [1, 2].map((number) => create('note', { text: `Note ${number}` }));
    const moments: string[] = [];
    for (const note of notes) {
      const made = await busy.send(projectId, note);
      moments.push(made.ok ? made.value.id : '');
    }
    const back = { id: randomUUID(), to: moments[0] ?? '' };
    const held = await busy.holdWork(/UPDATE projects SET state = 'active'/, () =>
      restoreTo(busy.pool, ada, projectId, back),
    );
    const mutation = { id: randomUUID(), operations: edit.way('editor') };
    const early = await editor.commit(projectId, mutation);
    const restored = await held.goOn();
    const late = await editor.commit(projectId, mutation);
    const found = await differencesTo(projectId, edit, new Set(notes.map(({ id }) => id)));
    const isTold = !early.ok && early.problem.code === 'try-again';
    const isRight = isTold && restored.ok && late.ok !== isRefusedAlone(edit);
    return isRight ? found : [...found, JSON.stringify([early, restored, late])];
  });
  expect(damage).toEqual([]);
  expect(met).toEqual({});
}, 120_000);
