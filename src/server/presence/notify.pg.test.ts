import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import type { Person } from '../../core/protocol/presence';
import type { Notifications } from '../storage/notifications';
import { openNotifications } from '../storage/notifications';
import { createNotifyPresence } from './notify';
import type { Presence, PresenceOptions, PresentActor } from './presence';
import { presenceContract } from './presence-contract';

const ada: PresentActor = { id: 'ada', name: 'Ada', color: '#b42318' };

let project: string;
let database: TestDatabase;
/** Three servers of one database. */
let servers: readonly [Notifications, Notifications, Notifications];
const opened: { close(): unknown }[] = [];

const connect = (): Notifications => openNotifications(database.pool, { hereEveryMs: 300 });

beforeAll(async () => {
  database = await createTestDatabase();
  servers = [connect(), connect(), connect()];
  await eventually(() => expect(servers.map(({ peers }) => peers)).toEqual([2, 2, 2]));
});

beforeEach(() => {
  project = randomUUID();
});

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

afterAll(async () => {
  for (const server of servers) await server.close();
  await database.drop();
});

function presenceAt(server: Notifications, options: PresenceOptions = {}): Presence {
  const presence = createNotifyPresence(server, { intervalMs: 20, ...options });
  opened.push(presence);
  return presence;
}

function personAt(presence: Presence): Person | undefined {
  return presence.people(project)[0];
}

function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000, interval: 5 });
}

describe('presence by NOTIFY, on one server', () => {
  presenceContract((options) => {
    const presence = createNotifyPresence(servers[0], options);
    return { told: presence, shown: presence };
  });
});

describe('presence by NOTIFY, told on one server and shown on another', () => {
  presenceContract((options) => ({
    told: createNotifyPresence(servers[0], options),
    shown: createNotifyPresence(servers[1], options),
  }));
});

describe('presence of several servers', () => {
  it('PRE-7: what one server hears part by part, and another too, is one person everywhere', async () => {
    const all = servers.map((server) => presenceAt(server));
    const [first, second] = all;
    first?.enter(project, ada, 'tab');
    await eventually(() => expect(all.map(personAt)).toMatchObject([{}, {}, {}]));
    second?.put(project, ada, { clientId: 'tab', selection: ['r'], cursor: { x: 1, y: 1 } });
    await eventually(() => expect(all.map((one) => personAt(one)?.selection)).toEqual([['r'], ['r'], ['r']]));
    first?.put(project, ada, { clientId: 'tab', cursor: { x: 2, y: 2 } });
    await eventually(() => expect(all.map((one) => personAt(one)?.cursor?.x)).toEqual([2, 2, 2]));
    expect(all.map((one) => personAt(one)?.selection)).toEqual([['r'], ['r'], ['r']]);
    second?.put(project, ada, { clientId: 'tab', leaving: true });
    await eventually(() => expect(all.map(personAt)).toEqual([undefined, undefined, undefined]));
  });

  it('PRE-7: of two places the one sent later stands, whichever server heard it and when', async () => {
    const all = servers.map((server) => presenceAt(server));
    all[0]?.enter(project, ada, 'tab');
    await eventually(() => expect(all.map(personAt)).toMatchObject([{}, {}, {}]));
    for (let sentAt = 1; sentAt <= 30; sentAt += 1) {
      all[sentAt % 3]?.put(project, ada, { clientId: 'tab', cursor: { x: sentAt, y: 0 }, sentAt });
    }
    await eventually(() => expect(all.map((one) => personAt(one)?.cursor?.x)).toEqual([30, 30, 30]));
    // Told after the last of the above, by each of the servers: had one of them the last word, it would show.
    for (const [place, one] of all.entries()) one.put(project, { ...ada, id: `${place}` }, { sentAt: 1 });
    await eventually(() => expect(all.map((one) => one.people(project).length)).toEqual([4, 4, 4]));
    expect(all.map((one) => personAt(one)?.cursor?.x)).toEqual([30, 30, 30]);
  });

  it('PRE-8: a server that begins is told who is here, and tells whom it has', async () => {
    const first = presenceAt(servers[0], { ttlMs: 600_000 });
    first.enter(project, ada, 'tab');
    const late = connect();
    const newcomer = presenceAt(late, { ttlMs: 600_000 });
    newcomer.put(project, { ...ada, id: 'bob', name: 'Bob' }, {});
    opened.push(late);
    await eventually(() =>
      expect(
        newcomer
          .people(project)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(['ada', 'bob']),
    );
    await eventually(() =>
      expect(
        first
          .people(project)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(['ada', 'bob']),
    );
  });

  it('PRE-9: who watches stays; when the server is gone so are its people', async () => {
    const dying = connect();
    opened.push(dying);
    await eventually(() => expect(dying.peers).toBe(3));
    const [first, second] = [presenceAt(dying, { ttlMs: 900 }), presenceAt(servers[1], { ttlMs: 900 })];
    first.enter(project, ada, 'tab');
    second.put(project, { ...ada, id: 'bob', name: 'Bob' }, {});
    await eventually(() => expect(second.people(project)).toHaveLength(2));
    await eventually(() => {
      first.touch(project, 'ada', 'tab');
      expect(second.people(project).map(({ id }) => id)).toEqual(['ada']);
    });
    await dying.close();
    await eventually(() => expect(second.people(project)).toEqual([]));
  });

  it('PRE-10: a stream that ends on one server takes nobody away who watches on another', async () => {
    const [first, second, third] = servers.map((server) => presenceAt(server, { ttlMs: 600_000 }));
    first?.enter(project, ada, 'tab');
    second?.enter(project, ada, 'tab');
    await eventually(() => expect(third?.people(project)).toHaveLength(1));
    first?.leave(project, 'ada', 'tab');
    expect(first?.people(project)).toEqual([]);
    await eventually(() => expect(first?.people(project)).toHaveLength(1));
    expect(second?.people(project)).toHaveLength(1);
    await eventually(() => expect(third?.people(project)).toHaveLength(1));
    second?.leave(project, 'ada', 'tab');
    await eventually(() => expect(third?.people(project)).toEqual([]));
    await eventually(() => expect(first?.people(project)).toEqual([]));
  });

  it('PRE-11: somebody who drags more than a message holds is seen, with as much as fits', async () => {
    const [told, shown] = [presenceAt(servers[0]), presenceAt(servers[1])];
    const ids = Array.from(
      { length: 200 },
      (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    );
    const dragging = ids.map((id) => ({ id, x: 1234.5678, y: -8765.4321 }));
    told.put(project, ada, { selection: ids, dragging, cursor: { x: 1, y: 2 } });
    await eventually(() => expect(personAt(shown)?.dragging.length).toBeGreaterThan(50));
    const person = personAt(shown);
    expect(person).toMatchObject({ name: 'Ada', cursor: { x: 1, y: 2 } });
    expect(dragging).toEqual(expect.arrayContaining(person?.dragging ?? []));
    expect(person?.selection.length).toBeGreaterThan(150);
    expect(personAt(told)?.dragging).toHaveLength(200);
  });
});
