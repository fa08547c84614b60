import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../src/core/protocol/records';
import type { Operation } from '../../src/core/schema/operation';
import { sameJson } from '../../src/core/std/canonical-json';
import type { Problem } from '../../src/core/std/problem';
import type { Result } from '../../src/core/std/result';
import type { ProjectService } from '../../src/server/projects/project-service';
import {
  acceptShareLink,
  createShareLink,
  deleteProject,
  renameProject,
  restoreProject,
} from '../../src/server/projects/projects';
import { restoreTo, undoChange } from '../../src/server/projects/restore';
import { writePieces } from '../../src/server/projects/stage';
import { StorageError } from '../../src/server/storage/storage-error';
import { storedStates } from '../fuzz/damage';
import { World } from '../fuzz/world';
import { tableOperations } from '../support/operations';
import type { Random } from '../support/random';
import { seeded } from '../support/random';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import type { Follower } from './follow';
import { follow } from './follow';
import { Person } from './person';
import { ada, conflictsDuring, expectSound, invite } from './setting';

const crowd = 50;
const roundsEach = 10;
/** One in so many rounds of a person is something else than an edit. */
const otherwise = 12;

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

type Setting = {
  readonly projectId: string;
  readonly world: World;
  /** Ids of changes that were acknowledged, which can be taken back or come back to. */
  readonly changes: string[];
};

/** One thing that a person does; gives the id of the change that it made, if it is one. */
type Doing = (person: Person, setting: Setting, random: Random) => Promise<Result<string | null, Problem>>;

const commit: Doing = async (person, { projectId, world }, random) => {
  const { operations, table } = world.next(random);
  const id = randomUUID();
  const answer = await person.commit(projectId, { id, operations });
  if (answer.ok) world.learn(operations, table);
  return answer.ok ? { ok: true, value: id } : answer;
};

const takeBack =
  (how: typeof restoreTo): Doing =>
  async (person, { projectId, changes }, random) => {
    const id = randomUUID();
    const to = random.pick(changes.slice(-20));
    const answer = await how(person.pool, person.actor, projectId, { id, to });
    return answer.ok ? { ok: true, value: id } : answer;
  };

/** In two pieces, the second of which refers to the first. */
const importPieces: Doing = async (person, { projectId, world }) => {
  const id = randomUUID();
  const tables = [tableOperations(`i_${id.slice(0, 8)}`), tableOperations(`j_${id.slice(0, 8)}`)];
  const request = { actor: person.actor, projectId, id, prefix: id.slice(0, 24) };
  const pieces: readonly (readonly Operation[])[] = tables.map(({ operations }) => operations);
  const answer = await writePieces(person.pool, request, pieces);
  for (const table of answer.ok ? tables : []) world.learn(table.operations, table);
  return answer.ok ? { ok: true, value: id } : answer;
};

/** Into the trash and out again: meanwhile there is no such project for the others. */
const trash: Doing = async (person, { projectId }) => {
  const deleted = await deleteProject(person.pool, ada, projectId);
  if (!deleted.ok) return deleted;
  const restored = await restoreProject(person.pool, ada, projectId);
  return restored.ok ? { ok: true, value: null } : restored;
};

const share: Doing = async (person, { projectId }) => {
  const link = await createShareLink(person.pool, ada, projectId, 'editor');
  if (!link.ok) return link;
  const accepted = await acceptShareLink(person.pool, { id: randomUUID(), name: 'Guest' }, link.value.key);
  return accepted.ok ? { ok: true, value: null } : accepted;
};

const rename: Doing = async (person, { projectId }) => {
  const renamed = await renameProject(person.pool, ada, projectId, `Renamed by ${person.actor.name}`);
  return renamed.ok ? { ok: true, value: null } : renamed;
};

/** Everything that can be done with a project, null for what only reads, or makes another one. */
const doings: { readonly [Method in keyof ProjectService]: Doing | null } = {
  commit,
  importSql: importPieces,
  restoreTo: takeBack(restoreTo),
  undoChange: takeBack(undoChange),
  deleteProject: trash,
  restoreProject: trash,
  renameProject: rename,
  createShareLink: share,
  acceptShareLink: share,
  createProject: null,
  listProjects: null,
  listTrash: null,
  getProject: null,
  snapshot: null,
  differences: null,
  thumbnail: null,
  changeLog: null,
  previewRestore: null,
  exportSql: null,
  prove: null,
};
const others = Object.entries(doings).flatMap(([name, doing]) =>
  doing === null || doing === commit ? [] : [{ name, doing }],
);

/** What those who come too late, or while others have the project to themselves, are told. */
const expectedRefusals: ReadonlySet<string> = new Set([
  ...['not-found', 'deleted', 'referenced', 'no-matching-key', 'type-mismatch', 'invalid-operation'],
  ...['name-taken', 'already-exists', 'unknown-type', 'try-again', 'changed-since'],
]);

/** What came of it all. */
type Tally = { readonly done: Map<string, number>; readonly surprises: string[] };

it('COM-205: fifty people on connections of their own do everything at once', async () => {
  const projectId = await store.newProject();
  const actors: readonly Actor[] = Array.from({ length: crowd }, (_, place) => ({
    id: `person-${place}`,
    name: `Person ${place}`,
  }));
  await invite(store.pool, projectId, actors);
  const setting: Setting = { projectId, world: new World(), changes: [] };
  const people = actors.map((actor) => new Person(store.url, actor, { settings: [] }));
  const follower = await follow(store, projectId);
  const first = await commit(people[0] ?? never(), setting, seeded(1));
  if (first.ok && first.value) setting.changes.push(first.value);
  const tally: Tally = { done: new Map(), surprises: [] };
  const met = await conflictsDuring(async () => {
    await Promise.all(people.map((person, place) => live(person, setting, seeded(100 + place), tally)));
  });
  expect(tally.surprises).toEqual([]);
  expect(others.filter(({ name }) => !tally.done.has(name))).toEqual([]);
  expect(tally.done.get('commit')).toBeGreaterThan((crowd * roundsEach) / 3);
  // Otherwise nobody got in anybody's way, and nothing was shown.
  expect(Object.keys(met).length).toBeGreaterThan(0);
  await expectAllTold(follower, setting);
  await Promise.all([follower.close(), ...people.map((person) => person.leave())]);
  await expectSound(store, projectId);
}, 120_000);

/** Does one thing after the other, as fast as it is answered. */
async function live(person: Person, setting: Setting, random: Random, tally: Tally): Promise<void> {
  for (let round = 0; round < roundsEach; round += 1) {
    const { name, doing } = random.below(otherwise) === 0 ? other(random, tally) : edit;
    const answer = await patiently(() => doing(person, setting, random));
    if (answer.ok) {
      tally.done.set(name, (tally.done.get(name) ?? 0) + 1);
      if (answer.value !== null) setting.changes.push(answer.value);
    } else if (!expectedRefusals.has(answer.problem.code))
      tally.surprises.push(JSON.stringify(answer.problem));
  }
}

const edit = { name: 'commit', doing: commit };

/** What nobody has managed yet goes first: some are refused more often than not, such as taking back. */
function other(random: Random, { done }: Tally): (typeof others)[number] {
  const undone = others.filter(({ name }) => !done.has(name));
  return random.pick(undone.length > 0 ? undone : others);
}

/**
 * In such a crowd somebody can lose every try; then nothing was written, and they begin again. So do those who
 * are told to, while others have the project to themselves.
 */
async function patiently(work: () => ReturnType<Doing>): ReturnType<Doing> {
  for (let left = 60; ; left -= 1) {
    try {
      const answer = await work();
      if (answer.ok || answer.problem.code !== 'try-again' || left === 0) return answer;
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind !== 'too-many-conflicts' || left === 0) throw error;
    }
    await sleep(5);
  }
}

/** Who follows was told everything that was acknowledged, and shows what is stored. */
async function expectAllTold(follower: Follower, { projectId, changes }: Setting): Promise<void> {
  await follower.until(changes);
  expect(follower.reader.damage).toEqual([]);
  const stored = await storedStates(store.direct, projectId);
  expect(stored.filter((state) => !sameJson(follower.reader.state.get(state.id), state))).toEqual([]);
}

function never(): never {
  throw new Error('There are people.');
}
