import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/core/protocol/records';
import type { Operation } from '../../src/core/schema/operation';
import type { Mutation } from '../../src/server/projects/project-service';
import { StorageError } from '../../src/server/storage/storage-error';
import { create, remove, tableOperations, update } from '../support/operations';
import type { Random } from '../support/random';
import { seeded } from '../support/random';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import type { Answer } from './person';
import { conflictsDuring, expectSound, invite } from './setting';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const people: readonly Actor[] = Array.from({ length: 14 }, (_, place) => ({
  id: `person-${place}`,
  name: `Person ${place}`,
}));
const roundsEach = 16;

type Table = ReturnType<typeof tableOperations>;
/** What everybody works on: one table that all meet at, and one of each person's own. */
type Setting = {
  readonly projectId: string;
  readonly shared: Table;
  readonly sharedColumns: readonly string[];
  readonly own: readonly Table[];
};
/** The next mutation of one person. */
type Habit = (round: number, random: Random) => readonly Operation[];

describe('ten people who edit different things', () => {
  it('COM-30: never meet: no SQLSTATE of any kind, nobody retries, all is sound', async () => {
    const setting = await prepare();
    const answers: Answer[] = [];
    const met = await conflictsDuring(async () => {
      answers.push(...(await work(setting, peaceful(setting))));
    });
    expect(met).toEqual({});
    expect(answers).toHaveLength(10 * roundsEach);
    expect(answers.filter((answer) => !answer.ok || answer.value.retries > 0)).toEqual([]);
    await expectSound(store, setting.projectId);
  });

  it('COM-31: while others drop and retype what they use: all are answered, and nothing dangles', async () => {
    const setting = await prepare();
    const made: Made = { columns: [...setting.sharedColumns], keys: [], foreignKeys: [], tables: [] };
    const habits = [...peaceful(setting, made), ...destructive(setting, made)];
    let answers: readonly Answer[] = [];
    const met = await conflictsDuring(async () => {
      answers = await work(setting, habits);
    });
    expect(answers).toHaveLength(14 * roundsEach);
    expect(answers.filter((answer) => answer.ok).length).toBeGreaterThan(5 * roundsEach);
    // Otherwise nobody got in anybody's way, and nothing was shown.
    expect(Object.keys(met).length).toBeGreaterThan(0);
    expect(codesOf(answers).filter((code) => !expectedRefusals.has(code))).toEqual([]);
    await expectSound(store, setting.projectId);
  });
});

/** What those who come too late are told; anything else would be a guess about what happened. */
const expectedRefusals: ReadonlySet<string> = new Set([
  'not-found',
  'deleted',
  'referenced',
  'no-matching-key',
  'type-mismatch',
  'invalid-operation',
  'name-taken',
  'already-exists',
]);

async function prepare(): Promise<Setting> {
  const projectId = await store.newProject();
  await invite(store.pool, projectId, people);
  const shared = tableOperations('users');
  const columns = Array.from({ length: 4 }, (_, place) =>
    create('column', { tableId: shared.tableId, name: `field_${place}`, type: 'integer' }),
  );
  const own = people.map((_, place) => tableOperations(`own_${place}`));
  const operations = [...shared.operations, ...columns, ...own.flatMap((table) => table.operations)];
  const actor = people[0] ?? never();
  const answer = await store.commit(actor, projectId, { id: randomUUID(), operations });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return { projectId, shared, sharedColumns: columns.map((column) => column.id), own };
}

/** Everybody goes on as fast as they are answered. */
async function work({ projectId }: Setting, habits: readonly Habit[]): Promise<readonly Answer[]> {
  const all = habits.map(async (next, place) => {
    const answers: Answer[] = [];
    const random = seeded(1 + place);
    for (let round = 0; round < roundsEach; round += 1) {
      const mutation = { id: randomUUID(), operations: next(round, random) };
      answers.push(await sendUntilAnswered(projectId, people[place] ?? never(), mutation));
    }
    return answers;
  });
  return (await Promise.all(all)).flat();
}

/**
 * Whoever drops what several others add to without a pause can lose every try; the store then says that
 * nothing was written, and the same mutation may be sent again. A rule that disagrees with a constraint
 * would fail each time, and with it the test.
 */
async function sendUntilAnswered(projectId: string, actor: Actor, mutation: Mutation): Promise<Answer> {
  for (let left = 5; ; left -= 1) {
    try {
      return await store.commit(actor, projectId, mutation);
    } catch (error) {
      if (!(error instanceof StorageError) || left === 0) throw error;
    }
  }
}

/** What others made that can be taken away again. */
type Made = { columns: string[]; keys: string[]; foreignKeys: string[]; tables: string[] };
const untold = (): Made => ({ columns: [], keys: [], foreignKeys: [], tables: [] });

/** Ten people, no two of whom touch one record. */
function peaceful({ shared, sharedColumns, own }: Setting, made: Made = untold()): readonly Habit[] {
  const ownTable = (place: number) => own[place] ?? never();
  const editOwn =
    (place: number): Habit =>
    (round) => [
      update('table', ownTable(place).tableId, round + 1, { name: `own_${place}_${round}` }),
      update('column', ownTable(place).xColumn, round + 1, { type: round % 2 ? 'text' : 'uuid' }),
    ];
  const editColumn =
    (place: number): Habit =>
    (round) => {
      const changes = [{ name: `field_${place}_${round}` }, { type: round % 4 > 1 ? 'bigint' : 'uuid' }];
      return [update('column', sharedColumns[place] ?? never(), round + 1, changes[round % 2] ?? never())];
    };
  const addColumn =
    (place: number): Habit =>
    (round) => {
      const body = { tableId: shared.tableId, name: `added_${place}_${round}`, type: 'text' };
      const column = create('column', body);
      made.columns.push(column.id);
      return [column];
    };
  const renameShared: Habit = (round) => [
    update('table', shared.tableId, round + 1, { name: `users_${round}`, comment: `Round ${round}` }),
  ];
  const addForeignKey =
    (place: number): Habit =>
    (round) => {
      const { tableId } = ownTable(place);
      const column = create('column', { tableId, name: `users_id_${round}`, type: 'integer' });
      const foreignKey = create('foreign-key', {
        tableId,
        columnIds: [column.id],
        referencedTableId: shared.tableId,
        referencedColumnIds: [shared.idColumn],
      });
      made.foreignKeys.push(foreignKey.id);
      return [column, foreignKey];
    };
  const createTable: Habit = (round) => {
    const table = tableOperations(`new_${round}`);
    made.tables.push(table.tableId);
    made.keys.push(table.keyId);
    return table.operations;
  };
  const [a, b, c, d, e, f, g, h] = [0, 1, 0, 1, 0, 1, 7, 8];
  const editors = [editOwn(a), editOwn(b), editColumn(c), editColumn(d), addColumn(e), addColumn(f)];
  return [...editors, renameShared, addForeignKey(g), addForeignKey(h), createTable];
}

/** Four people who take away and retype what the others have made, and put some of it back. */
function destructive({ shared, sharedColumns, own }: Setting, made: Made): readonly Habit[] {
  const some = (random: Random, ids: readonly string[], other: string) =>
    ids.length === 0 ? other : random.pick(ids.slice(-3));
  const dropKey: Habit = (round) =>
    round % 2 === 0
      ? [remove('primary-key', shared.keyId, 1, round % 4 === 0)]
      : [create('primary-key', { tableId: shared.tableId, columnIds: [shared.idColumn] }, shared.keyId)];
  const retype: Habit = (round, random) => {
    const id = random.pick([shared.idColumn, ...sharedColumns, own[7]?.xColumn ?? never()]);
    return [update('column', id, 1 + round, { type: random.pick(['integer', 'uuid']) })];
  };
  const dropColumn: Habit = (_, random) => [remove('column', some(random, made.columns, shared.xColumn))];
  const dropTable: Habit = (round, random) => {
    if (round % 5 === 4) return [remove('table', shared.tableId, 1, true)];
    if (round % 5 === 0 && round > 0) return shared.operations;
    const lost = some(random, made.foreignKeys, shared.tableId);
    return round % 2
      ? [remove('foreign-key', lost)]
      : [remove('table', some(random, made.tables, lost), 1, true)];
  };
  return [dropKey, retype, dropColumn, dropTable];
}

function codesOf(answers: readonly Answer[]): readonly string[] {
  return answers.flatMap((answer) => (answer.ok ? [] : [answer.problem.code]));
}

function never(): never {
  throw new Error('There are enough of them.');
}
