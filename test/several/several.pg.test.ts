import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { randomEdit } from '../simulation/edits';
import { SeededRandom } from '../simulation/random';
import { fieldOf } from '../simulation/room';
import { contentOf } from '../simulation/server';
import type { Person, Server, Several } from './setting';
import { isLive, openProject, openSeveral, roundRobin, seenBy, until } from './setting';

const random = new SeededRandom(Number(process.env.SIMULATION_SEED ?? 23));

let several: Several;
let first: Server;
let second: Server;
let open: readonly Person[] = [];

beforeAll(async () => {
  several = await openSeveral();
  [first, second] = await Promise.all([several.start(), several.start()]);
});

afterEach(() => {
  for (const { store } of open) store.stop();
  open = [];
});

afterAll(() => several.close());

async function enter(routes: Parameters<typeof openProject>[1]) {
  const entered = await openProject(random, routes);
  open = entered.people;
  return entered;
}

/** Everybody does something at random, again and again. */
async function edit(people: readonly Person[], steps: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    for (const { store } of people) {
      if (random.chance(0.15)) store.undo();
      const operations = randomEdit(store.state(), random);
      if (operations) store.mutate(operations);
    }
    await sleep(random.below(20));
  }
}

/** Everything is saved, everybody shows what is stored, and each edit that was acknowledged is in the log once. */
async function expectOneState(projectId: string, people: readonly Person[]): Promise<void> {
  await until('everything is saved', () => people.every(({ store }) => store.status().pendingCount === 0));
  const [witness] = people;
  if (witness === undefined) throw new Error('nobody');
  const { fingerprint } = await witness.api.snapshot(projectId);
  await until('everybody shows what is stored', () =>
    people.every(({ store }) => store.status().fingerprintShown === fingerprint),
  );
  for (const { store, notices } of people) {
    expect(contentOf(store.state())).toEqual(contentOf(witness.store.state()));
    expect(store.status()).toMatchObject({ bugs: 0, reloads: 0 });
    expect(notices.filter(({ kind }) => kind === 'storage-failed' || kind === 'reloaded')).toEqual([]);
  }
  const logged = await logOf(witness, projectId);
  expect(new Set(logged).size).toBe(logged.length);
  for (const { acknowledged } of people) expect(logged).toEqual(expect.arrayContaining([...acknowledged]));
}

async function logOf({ api }: Person, projectId: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let before: string | null = null;
  do {
    const page = await api.changes(projectId, { limit: 100, ...(before === null ? {} : { before }) });
    ids.push(...page.changes.map(({ id }) => id));
    before = page.next;
  } while (before !== null);
  return ids;
}

const everybodySees = (people: readonly Person[], names: readonly string[]) =>
  until(`everybody sees ${names.join(', ')}`, () =>
    people.every((person) => seenBy(person).join() === names.join()),
  );

/** A person of a server that died is forgotten after 30 s. */
describe('several servers of one database', { timeout: 120_000 }, () => {
  it('SEV-1: people on different servers edit, import and see each other as on one', async () => {
    const { projectId, people } = await enter({ ada: () => first, bob: () => second });
    const [ada, bob] = people;
    if (ada === undefined || bob === undefined) throw new Error('nobody');
    await everybodySees(people, ['ada', 'bob']);
    const tableId = random.uuid();
    ada.store.mutate([{ verb: 'create', kind: 'table', id: tableId, body: { name: 'orders' } }]);
    await until('the table is there', () => fieldOf(bob.store, tableId, 'name') === 'orders');
    await bob.api.presence(projectId, {
      clientId: bob.id,
      cursor: { x: 7, y: 8 },
      selection: [tableId],
      editing: { recordId: tableId, field: 'name' },
    });
    const bobAsSeen = () => ada.store.people().find(({ id }) => id === bob.id);
    await until('the cursor is there', () => bobAsSeen()?.cursor?.x === 7);
    expect(bobAsSeen()).toMatchObject({ selection: [tableId], editing: { field: 'name' } });
    await bob.api.importSql(projectId, 'CREATE TABLE imported (id bigint PRIMARY KEY);');
    await until('the import is there', () =>
      ada.store
        .state()
        .ofKind('table')
        .some(({ body }) => body.name === 'imported'),
    );
    await edit(people, 30);
    await expectOneState(projectId, people);
    bob.store.stop();
    await everybodySees([ada], ['ada']);
  });

  it('SEV-1: whichever server each request goes to', async () => {
    const route = roundRobin([first, second]);
    const { projectId, people } = await enter({ ada: route, bob: route, cy: route });
    await everybodySees(people, ['ada', 'bob', 'cy']);
    for (let x = 1; x <= 9; x += 1) {
      await Promise.all(
        people.map(({ api, id }) =>
          api.presence(projectId, { clientId: id, cursor: { x, y: 0 }, sentAt: x }),
        ),
      );
    }
    await until('all cursors are where they were last', () =>
      people.every(({ store }) => store.people().every(({ cursor }) => cursor?.x === 9)),
    );
    await edit(people, 30);
    await expectOneState(projectId, people);
    await everybodySees(people, ['ada', 'bob', 'cy']);
    const [ada, bob, cy] = people;
    cy?.store.stop();
    await everybodySees(
      [ada, bob].filter((one) => one !== undefined),
      ['ada', 'bob'],
    );
  });

  it('SEV-4: nothing is missed while connections that listen are cut', async () => {
    const { projectId, people } = await enter({ ada: () => first, bob: () => second });
    const editing = edit(people, 60);
    for (let times = 0; times < 3; times += 1) {
      await several.database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'versionzero notifications' AND datname = current_database()`,
      );
      await sleep(random.below(300));
    }
    await editing;
    await expectOneState(projectId, people);
    await everybodySees(people, ['ada', 'bob']);
    const [ada, bob] = people;
    let x = 0;
    await until('a cursor is seen again', async () => {
      x += 1;
      await ada?.api.presence(projectId, { clientId: ada.id, cursor: { x, y: 0 } });
      return bob?.store.people().some(({ id, cursor }) => id === ada?.id && cursor !== null) === true;
    });
  });

  it('SEV-7: when one is killed while all edit, the others go on and nothing acknowledged is lost', async () => {
    const dying = await several.start();
    let adaAt = dying;
    const { projectId, people } = await enter({ ada: () => adaAt, bob: () => second, cy: () => dying });
    const [ada, bob] = people;
    if (ada === undefined || bob === undefined) throw new Error('nobody');
    await everybodySees(people, ['ada', 'bob', 'cy']);
    const editing = edit([ada, bob], 80);
    await until('both have edited', () => [ada, bob].every(({ acknowledged }) => acknowledged.size > 5));
    dying.process.signal('SIGKILL');
    await dying.process.ended;
    // The proxy finds out, and sends Ada elsewhere. Cy does not come back.
    adaAt = first;
    await editing;
    await until('Ada is live again', () => isLive(ada));
    await expectOneState(projectId, [ada, bob]);
    await everybodySees([ada, bob], ['ada', 'bob']);
  });
});
