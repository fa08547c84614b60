import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isLive } from '../../src/core/schema/record';
import { randomEdit } from '../simulation/edits';
import { SeededRandom } from '../simulation/random';
import { fieldOf } from '../simulation/room';
import { contentOf } from '../simulation/server';
import type { Balancer } from './balancer';
import { openBalancer } from './balancer';
import type { Person, Server, Several } from './setting';
import { isConnected, openProject, openSeveral, seenBy, until } from './setting';

const random = new SeededRandom(Number(process.env.SIMULATION_SEED ?? 23));

let several: Several;
let first: Server;
let second: Server;
let open: readonly Person[] = [];
let balancers: readonly Balancer[] = [];

beforeAll(async () => {
  several = await openSeveral();
  [first, second] = await Promise.all([several.start(), several.start()]);
});

afterEach(async () => {
  for (const { store } of open) store.stop();
  for (const balancer of balancers) await balancer.close();
  open = [];
  balancers = [];
});

afterAll(() => several.close());

async function openBalancerTo(servers: readonly Server[]): Promise<Balancer> {
  const balancer = await openBalancer(servers.map(({ address }) => address));
  balancers = [...balancers, balancer];
  return balancer;
}

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

/** What somebody is shown, whatever the versions it came to. */
function schemaOf({ store }: Person): readonly unknown[] {
  return contentOf(store.state())
    .filter(isLive)
    .map(({ id, kind, body }) => ({ id, kind, body }));
}

const everybodySees = (people: readonly Person[], names: readonly string[]) =>
  until(`everybody sees ${names.join(', ')}`, () =>
    people.every((person) => seenBy(person).join() === names.join()),
  );

describe('several servers of one database', { timeout: 120_000 }, () => {
  it('SEV-1: people of different servers edit, point, import and see each other as on one', async () => {
    const balancer = await openBalancerTo([first, second]);
    const { projectId, people } = await enter({ ada: () => balancer, bob: () => balancer });
    const [ada, bob] = people;
    if (ada === undefined || bob === undefined) throw new Error('nobody');
    expect([first, second].map(({ address }) => balancer.streamsTo(address))).toEqual([1, 1]);
    await everybodySees(people, ['ada', 'bob']);
    const tableId = random.uuid();
    ada.store.mutate([{ verb: 'create', kind: 'table', id: tableId, body: { name: 'orders' } }]);
    await until('the table is there', () => fieldOf(bob.store, tableId, 'name') === 'orders');
    const selection = [tableId];
    await bob.api.presence(projectId, {
      clientId: bob.id,
      selection,
      editing: { recordId: tableId, field: 'name' },
    });
    for (let x = 1; x <= 9; x += 1) {
      await bob.api.presence(projectId, { clientId: bob.id, cursor: { x, y: 8 }, sentAt: x });
    }
    const bobAsSeen = () => ada.store.people().find(({ id }) => id === bob.id);
    await until('the cursor is where it was last', () => bobAsSeen()?.cursor?.x === 9);
    expect(bobAsSeen()).toMatchObject({ selection, editing: { field: 'name' } });
    await bob.api.importSql(projectId, 'CREATE TABLE imported (id bigint PRIMARY KEY);');
    await until('the import is there', () =>
      ada.store
        .state()
        .ofKind('table')
        .some(({ body }) => body.name === 'imported'),
    );
    await edit(people, 40);
    await expectOneState(projectId, people);
    bob.store.stop();
    await everybodySees([ada], ['ada']);
  });

  it('SEV-1: what is thrown away and restored on one server is so on all', async () => {
    const { projectId, people } = await enter({ ada: () => first, bob: () => second });
    const [ada, bob] = people;
    if (ada === undefined || bob === undefined) throw new Error('nobody');
    await edit(people, 10);
    await expectOneState(projectId, people);
    const before = await bob.api.snapshot(projectId);
    await ada.api.deleteProject(projectId);
    await expect(bob.api.snapshot(projectId)).rejects.toMatchObject({ problem: { code: 'not-found' } });
    await until('Bob is told', () => !isConnected(bob));
    await ada.api.restoreProject(projectId);
    expect(await bob.api.snapshot(projectId)).toMatchObject({ fingerprint: before.fingerprint });
    bob.store.start();
    await until('Bob is back', () => isConnected(bob));
  });

  it('SEV-1: the project is brought back to a moment on one server, on all and for edits on the way', async () => {
    const { projectId, people } = await enter({ ada: () => first, bob: () => second });
    const [ada, bob] = people;
    if (ada === undefined || bob === undefined) throw new Error('nobody');
    await edit(people, 15);
    await expectOneState(projectId, people);
    const then = schemaOf(ada);
    const { changes } = await ada.api.changes(projectId, { limit: 1 });
    const back = `/projects/${projectId}/changes/${changes[0]?.id}/restore`;
    await edit(people, 15);
    await expectOneState(projectId, people);
    expect(schemaOf(ada)).not.toEqual(then);
    expect(await bob.post(back, { id: random.uuid() })).toBe(200);
    await expectOneState(projectId, people);
    expect(schemaOf(ada)).toEqual(then);
    const editing = edit(people, 20);
    expect(await ada.post(back, { id: random.uuid() })).toBe(200);
    await editing;
    await expectOneState(projectId, people);
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

  it('SEV-8: one that stands still for longer than a transaction may misses nothing and holds nobody up', async () => {
    const { projectId, people } = await enter({ ada: () => first, bob: () => second });
    const [ada, bob] = people;
    if (ada === undefined || bob === undefined) throw new Error('nobody');
    const editing = edit(people, 40);
    await until('both have edited', () => people.every(({ acknowledged }) => acknowledged.size > 3));
    // In the middle of whatever it is doing: what it holds, PostgreSQL takes away after 5 s.
    first.process.signal('SIGSTOP');
    const before = bob.acknowledged.size;
    await sleep(6_000);
    first.process.signal('SIGCONT');
    await editing;
    expect(bob.acknowledged.size).toBeGreaterThan(before);
    await expectOneState(projectId, people);
  });

  it('SEV-7: when one is killed while both edit, both go on and nothing acknowledged is lost', async () => {
    const dying = await several.start();
    const balancer = await openBalancerTo([dying, second]);
    const { projectId, people } = await enter({ ada: () => balancer, bob: () => balancer, cy: () => dying });
    const [ada, bob] = people;
    if (ada === undefined || bob === undefined) throw new Error('nobody');
    await everybodySees(people, ['ada', 'bob', 'cy']);
    expect(balancer.streamsTo(second.address)).toBe(1);
    const editing = edit([ada, bob], 80);
    await until('both have edited', () => [ada, bob].every(({ acknowledged }) => acknowledged.size > 5));
    const before = [ada, bob].map(({ acknowledged }) => acknowledged.size);
    dying.process.signal('SIGKILL');
    await dying.process.ended;
    await editing;
    // Somebody who has not noticed yet that the server is gone is connected, too.
    await until('both are live at the other', () => balancer.streamsTo(second.address) === 2);
    await until('both are live', () => [ada, bob].every(isConnected));
    await expectOneState(projectId, [ada, bob]);
    for (const [place, { acknowledged }] of [ada, bob].entries()) {
      expect(acknowledged.size).toBeGreaterThan(before[place] ?? 0);
    }
    // Cy was at the server that died, and does not come back.
    await everybodySees([ada, bob], ['ada', 'bob']);
  });
});
