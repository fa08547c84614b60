import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../src/client/api/api';
import type { Notice } from '../../src/client/sync/notices';
import { createProjectStore } from '../../src/client/sync/project-store';
import type { ProjectStore } from '../../src/client/sync/store-contract';
import type { TestServer } from '../../src/server/http/test-server.fixture';
import { openTestServer } from '../../src/server/http/test-server.fixture';
import { randomEdit } from '../simulation/edits';
import { SeededRandom } from '../simulation/random';
import { change, fieldOf } from '../simulation/room';
import { contentOf } from '../simulation/server';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

/** A browser without a window: the app is called without a socket, cookies are kept. */
function browser(at: TestServer) {
  const cookies = new Map<string, string>();
  const link = { down: false, streams: 0 };
  const api = createApi({
    origin: 'http://localhost',
    headers: () => ({
      host: 'localhost',
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    }),
    fetch: async (input, init) => {
      if (link.down) throw new TypeError('no network');
      const request = new Request(input, init);
      link.streams += request.url.includes('/live') ? 1 : 0;
      const response = await at.app.request(request);
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      return response;
    },
  });
  return { api, link };
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await sleep(5);
}

const random = new SeededRandom(Number(process.env.SIMULATION_SEED ?? 11));

function enter(projectId: string, at: ReturnType<typeof browser>, me: string) {
  const notices: Notice[] = [];
  const store = createProjectStore({ projectId, api: at.api, uuid: random.uuid, me, clientId: me });
  store.subscribeNotices((notice) => notices.push(notice));
  store.start();
  return { store, notices, ...at };
}

/** Two people in one project, the second by a link. */
async function twoPeople(at: TestServer = server) {
  const [first, second] = [browser(at), browser(at)];
  const ada = await first.api.renameMe('Ada');
  const bob = await second.api.renameMe('Bob');
  const project = await first.api.createProject('Shop');
  const link = await first.api.createShareLink(project.id, 'editor');
  await second.api.acceptShareLink(link.key);
  const people = [enter(project.id, first, ada.id), enter(project.id, second, bob.id)] as const;
  await until(() => people.every(({ store }) => store.status().connection.kind === 'live'));
  return { people, projectId: project.id };
}

const isSaved = (store: ProjectStore) => store.status().pendingCount === 0;

describe('two people and a real server', () => {
  it('SYNC-1: whatever they do at the same time, both end with what is stored', async () => {
    const { people, projectId } = await twoPeople();
    for (let step = 0; step < 60; step += 1) {
      for (const { store } of people) {
        if (random.chance(0.15)) store.undo();
        const operations = randomEdit(store.state(), random);
        if (operations) store.mutate(operations);
      }
      await sleep(random.below(10));
    }
    await until(() => people.every(({ store }) => isSaved(store)));
    const { fingerprint } = await people[0].api.snapshot(projectId);
    await until(() => people.every(({ store }) => store.status().fingerprintShown === fingerprint));
    const [ada, bob] = people;
    expect(contentOf(ada.store.state())).toEqual(contentOf(bob.store.state()));
    expect(ada.store.state().ofKind('table').length).toBeGreaterThan(0);
    for (const { store, notices } of people) {
      expect(store.status()).toMatchObject({ bugs: 0, reloads: 0 });
      expect(notices.filter(({ kind }) => kind === 'storage-failed' || kind === 'reloaded')).toEqual([]);
      store.stop();
    }
  });

  it('SYNC-41: one field at one time: both hear of it, with both values, and one click restores', async () => {
    const { people } = await twoPeople();
    const [ada, bob] = people;
    const tableId = random.uuid();
    ada.store.mutate([{ verb: 'create', kind: 'table', id: tableId, body: { name: 'orders' } }]);
    await until(() => fieldOf(bob.store, tableId, 'name') === 'orders');
    ada.link.down = true;
    ada.store.mutate([change(ada.store, tableId, { name: 'sales' })]);
    bob.store.mutate([change(bob.store, tableId, { name: 'purchases' })]);
    await until(() => isSaved(bob.store));
    ada.link.down = false;
    await until(() => fieldOf(bob.store, tableId, 'name') === 'sales');
    await until(() => bob.notices.length > 0 && ada.notices.some(({ kind }) => kind === 'overwrote'));
    expect(ada.notices.find(({ kind }) => kind === 'overwrote')).toMatchObject({
      field: 'name',
      theirs: 'purchases',
      yours: 'sales',
      by: { name: 'Bob' },
    });
    expect(bob.notices).toMatchObject([
      { kind: 'was-overwritten', field: 'name', theirs: 'sales', yours: 'purchases', by: { name: 'Ada' } },
    ]);
    bob.store.restore(tableId, 'name', 'purchases');
    await until(() => fieldOf(ada.store, tableId, 'name') === 'purchases');
    expect(
      bob.store
        .people()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Ada', 'Bob']);
    for (const { store } of people) store.stop();
  });

  it('SYNC-22, PRE-16: while streams end and begin again nobody is offline, gone, told, or misses anything', async () => {
    const at = await openTestServer({ limits: { streamMs: 150 } });
    const { people, projectId } = await twoPeople(at);
    const [ada, bob] = people;
    const states = new Set<string>();
    const present = new Set<number>();
    await until(() => people.every(({ store }) => store.people().length === 2));
    for (const { store } of people) {
      store.subscribeStatus(({ connection }) => states.add(connection.kind));
      store.subscribePeople((event) => present.add(event.people.length));
    }
    await until(() => {
      const operations = randomEdit(ada.store.state(), random);
      if (operations) ada.store.mutate(operations);
      return people.every(({ link }) => link.streams > 8);
    });
    await until(() => people.every(({ store }) => isSaved(store)));
    const { fingerprint } = await bob.api.snapshot(projectId);
    await until(() => people.every(({ store }) => store.status().fingerprintShown === fingerprint));
    for (const { store } of people) expect(store.status()).toMatchObject({ bugs: 0, reloads: 0 });
    expect([...states]).toEqual(['live']);
    expect([...present]).toEqual([2]);
    expect(people.flatMap(({ notices }) => notices.map(({ kind }) => kind))).not.toContain('connection-lost');
    for (const { store } of people) store.stop();
    await at.close();
  });
});
