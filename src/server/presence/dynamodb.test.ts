import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gateway } from '../../../test/dynamodb/gateway';
import { startGateway } from '../../../test/dynamodb/gateway';
import type { GlobalTable } from '../../../test/dynamodb/global-table';
import { startGlobalTable } from '../../../test/dynamodb/global-table';
import type { TestTable } from '../../../test/dynamodb/table';
import { startTestTable } from '../../../test/dynamodb/table';
import type { Person, PresenceEvent } from '../../core/protocol/presence';
import { presenceEventSchema } from '../../core/protocol/presence';
import { createDynamoPresence } from './dynamodb';
import { openPresenceTable } from './dynamodb-table.lazy';
import type { Presence, PresentActor } from './presence';
import { presenceContract } from './presence-contract';
import type { PresenceTable } from './presence-table';

const ada: PresentActor = { id: 'ada', name: 'Ada', color: '#b42318' };
const bob: PresentActor = { id: 'bob', name: 'Bob', color: '#175cd3' };
const longTtl = { ttlMs: 600_000 };

let table: TestTable;
let gateway: Gateway;
let project: string;
const opened: { close(): void }[] = [];
const reports: string[] = [];

beforeAll(async () => {
  table = await startTestTable();
  gateway = await startGateway(table.port);
});

beforeEach(() => {
  project = randomUUID();
  reports.length = 0;
});

afterEach(() => {
  gateway.isThrottling = false;
  for (const one of opened.splice(0)) one.close();
});

afterAll(async () => {
  await gateway.stop();
  await table.stop();
});

/** A server; they share nothing but the table. */
function server(options: { ttlMs?: number; intervalMs?: number } = {}): Presence {
  const open = async () => openPresenceTable({ ...table.config, endpoint: gateway.endpoint });
  const report = (line: string) => void reports.push(line);
  const presence = createDynamoPresence(open, { ...longTtl, intervalMs: 20, report, ...options });
  opened.push(presence);
  return presence;
}

function directly(): PresenceTable {
  const direct = openPresenceTable(table.config);
  opened.push(direct);
  return direct;
}

function watch(presence: Presence) {
  const events: PresenceEvent[] = [];
  const end = presence.subscribe(project, ({ json }) =>
    events.push(presenceEventSchema.parse(JSON.parse(json))),
  );
  return { events, end };
}

/** Requests about the project of this test. */
function countOf(...actions: readonly string[]): number {
  return gateway.requests.filter(({ action, body }) => actions.includes(action) && body.includes(project))
    .length;
}

const writes = ['UpdateItem', 'PutItem', 'DeleteItem'] as const;

function personAt(presence: Presence): Person | undefined {
  return presence.people(project)[0];
}

function idsAt(presence: Presence): readonly string[] {
  return presence.people(project).map(({ id }) => id);
}

function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000, interval: 5 });
}

describe('presence in DynamoDB, on one server', () => {
  presenceContract((options) => {
    const presence = server(options);
    return { told: presence, shown: presence };
  });
});

describe('presence in DynamoDB, told on one server and shown on another', () => {
  presenceContract((options) => ({ told: server(options), shown: server(options) }));
});

describe('PRE-29: presence in DynamoDB, told in one Region and shown in another', () => {
  let globalTable: GlobalTable;
  beforeAll(async () => {
    globalTable = await startGlobalTable(() => 60);
  });
  afterAll(() => globalTable.stop());
  presenceContract((options) => {
    const [here, there] = globalTable.regions;
    return {
      told: createDynamoPresence(async () => openPresenceTable(here), options),
      shown: createDynamoPresence(async () => openPresenceTable(there), options),
    };
  });
});

describe('presence of several servers by DynamoDB', () => {
  it('PRE-20: a value that the client set earlier loses, and what else came with it is kept', async () => {
    const [first, second, third] = [server(), server(), server()];
    first.put(project, ada, { clientId: 'tab', cursor: { x: 10, y: 0 }, sentAt: 10 });
    await eventually(() => expect(countOf('UpdateItem')).toBe(1));
    second.put(project, ada, { clientId: 'tab', cursor: { x: 5, y: 0 }, selection: ['r'], sentAt: 5 });
    const both = { cursor: { x: 10 }, selection: ['r'] };
    for (const one of [first, second, third]) {
      await eventually(() => expect(one.people(project)).toMatchObject([both]));
    }
    const [stored] = await directly().read(project, Date.now(), true);
    expect(stored).toMatchObject({ id: 'ada', clientId: 'tab', told: both });
  });

  it('PRE-20: of updates that overtake each other the one sent last stands, whichever server it came to', async () => {
    const all = [server(), server(), server()];
    const order = Array.from({ length: 30 }, (_, place) => ((place * 7) % 30) + 1);
    for (const sentAt of order) {
      all[sentAt % 3]?.put(project, ada, { clientId: 'tab', cursor: { x: sentAt, y: 0 }, sentAt });
    }
    await eventually(() => expect(all.map((one) => personAt(one)?.cursor?.x)).toEqual([30, 30, 30]));
    await eventually(async () => {
      const [stored] = await directly().read(project, Date.now(), true);
      expect(stored).toMatchObject({ told: { cursor: { x: 30 } } });
    });
  });

  it('PRE-20: takes numbers and names that a table could not', async () => {
    const [told, shown] = [server(), server()];
    const clientId = 'a#b\ud800"';
    told.put(project, ada, { clientId, cursor: { x: 1e300, y: 5e-324 }, sentAt: 1e300 });
    await eventually(() =>
      expect(shown.people(project)).toMatchObject([{ clientId, cursor: { x: 1e300, y: 5e-324 } }]),
    );
  });

  it('PRE-10: a stream that ends on one server takes nobody away who watches on another', async () => {
    const [first, second, third] = [server(), server(), server()];
    first.enter(project, ada, 'tab');
    await eventually(() => expect(idsAt(third)).toEqual(['ada']));
    second.enter(project, ada, 'tab');
    await eventually(() => expect(countOf('UpdateItem')).toBe(2));
    first.leave(project, 'ada', 'tab');
    expect(first.people(project)).toEqual([]);
    await eventually(() => expect(idsAt(first)).toEqual(['ada']));
    expect(idsAt(third)).toEqual(['ada']);
    second.leave(project, 'ada', 'tab');
    await eventually(() => expect(idsAt(third)).toEqual([]));
    await eventually(() => expect(idsAt(first)).toEqual([]));
  });

  it('PRE-10: who was taken out all the same is written again by the server where they watch', async () => {
    const [first, second, third] = [server(), server(), server()];
    first.enter(project, ada, 'tab');
    first.put(project, ada, { clientId: 'tab', selection: ['r'] });
    watch(first);
    await eventually(() => expect(personAt(third)?.selection).toEqual(['r']));
    second.enter(project, ada, 'tab');
    // Refused once, as the second does not know yet what was selected; then done.
    await eventually(() => expect(countOf('UpdateItem')).toBe(3));
    second.leave(project, 'ada', 'tab');
    await eventually(() => expect(countOf('DeleteItem')).toBe(1));
    await eventually(() => expect(countOf('UpdateItem')).toBe(4));
    await eventually(async () =>
      expect(await directly().read(project, Date.now(), true)).toMatchObject([
        { id: 'ada', told: { selection: ['r'] } },
      ]),
    );
  });

  it('PRE-24: a goodbye on one server is one on all, until the client speaks again', async () => {
    const [first, second, third] = [server(), server(), server()];
    first.enter(project, ada, 'tab');
    second.put(project, ada, { clientId: 'tab', selection: ['r'] });
    await eventually(() => expect(personAt(third)?.selection).toEqual(['r']));
    first.put(project, ada, { clientId: 'tab', leaving: true });
    await eventually(() => expect([second, third].map(idsAt)).toEqual([[], []]));
    second.touch(project, 'ada', 'tab');
    second.put(project, bob, {});
    await eventually(() => expect([first, second, third].map(idsAt)).toEqual([['bob'], ['bob'], ['bob']]));
    second.put(project, ada, { clientId: 'tab', cursor: { x: 1, y: 1 } });
    await eventually(() => expect(third.people(project).find(({ id }) => id === 'ada')?.cursor?.x).toBe(1));
  });
});

describe('what presence asks of DynamoDB', () => {
  it('PRE-21: writes nothing when nothing changed', async () => {
    const presence = server();
    presence.enter(project, ada, 'tab');
    presence.put(project, ada, { clientId: 'tab', cursor: { x: 1, y: 1 } });
    await eventually(() => expect(countOf(...writes)).toBe(1));
    for (let round = 1; round <= 5; round += 1) {
      presence.touch(project, 'ada', 'tab');
      presence.put(project, ada, { clientId: 'tab', cursor: { x: 1, y: 1 }, selection: [] });
      presence.put(project, bob, { cursor: { x: round, y: 0 } });
      // Ada's, had there been any, would be due no later than Bob's.
      await eventually(() => expect(countOf(...writes)).toBeGreaterThanOrEqual(1 + round));
    }
    expect(countOf(...writes)).toBe(6);
  });

  it('PRE-21: writes signs of life, at most three in a time to live', async () => {
    const presence = server({ ttlMs: 3_000 });
    const begunAt = performance.now();
    presence.enter(project, ada, 'tab');
    await eventually(() => {
      presence.touch(project, 'ada', 'tab');
      expect(countOf(...writes)).toBeGreaterThanOrEqual(3);
    });
    const thirds = (performance.now() - begunAt) / 1_000;
    expect(countOf(...writes)).toBeLessThanOrEqual(2 + Math.floor(thirds));
  });

  it('PRE-21: writes at most five times a second about one person, the last state always', async () => {
    const presence = createDynamoPresence(async () =>
      openPresenceTable({ ...table.config, endpoint: gateway.endpoint }),
    );
    opened.push(presence);
    const begunAt = performance.now();
    for (let x = 1; x <= 60; x += 1) {
      presence.put(project, ada, { cursor: { x, y: 0 } });
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    }
    await eventually(async () =>
      expect(await directly().read(project, Date.now(), true)).toMatchObject([
        { told: { cursor: { x: 60 } } },
      ]),
    );
    const seconds = (performance.now() - begunAt) / 1_000;
    expect(countOf(...writes)).toBeLessThanOrEqual(1 + Math.ceil(seconds * 5));
  });

  it('PRE-22: one read for however many watch, and none when nobody does', async () => {
    const presence = server();
    const begunAt = performance.now();
    const watchers = Array.from({ length: 50 }, () => watch(presence));
    await eventually(() => expect(countOf('Query')).toBeGreaterThanOrEqual(3));
    const quarters = (performance.now() - begunAt) / 250;
    expect(countOf('Query')).toBeLessThanOrEqual(1 + Math.ceil(quarters));
    for (const { end } of watchers) end();
    const before = countOf('Query');
    const elsewhere = randomUUID();
    presence.subscribe(elsewhere, () => undefined);
    const elsewhereReads = () => gateway.requests.filter(({ body }) => body.includes(elsewhere)).length;
    await eventually(() => expect(elsewhereReads()).toBeGreaterThanOrEqual(6));
    // One may have been under way.
    expect(countOf('Query')).toBeLessThanOrEqual(before + 1);
  });

  it('PRE-23: shows nobody whose time is over, though the table still has them', async () => {
    const direct = directly();
    const now = Date.now();
    const old = {
      name: 'Old',
      color: '#112233',
      cursor: null,
      selection: ['old'],
      editing: null,
      dragging: [],
    };
    const write = {
      ...{
        projectId: project,
        clientId: 'tab',
        saidAt: now,
        told: old,
        setAt: { name: now, selection: now },
      },
      ...{ isWhole: true, watchedBy: undefined },
    };
    await direct.write({ ...write, id: 'ada', seenAt: now - 60_000, expiresAt: now - 30_000 });
    await direct.write({ ...write, id: 'bob', seenAt: now, expiresAt: now + 600_000 });
    expect(await direct.read(project, now - 120_000, true)).toHaveLength(2);
    const [first, second] = [server(), server()];
    await eventually(() => expect(idsAt(first)).toEqual(['bob']));
    // Comes back, by a client whose clock is behind: what is over is in nobody's way.
    second.put(project, ada, { clientId: 'tab', selection: ['new'], sentAt: now - 90_000 });
    await eventually(() =>
      expect(first.people(project).find(({ id }) => id === 'ada')).toMatchObject({
        name: 'Ada',
        selection: ['new'],
      }),
    );
  });

  it('PRE-27: asks for what the policy allows, and for all of that', async () => {
    const before = gateway.requests.length;
    const presence = server();
    watch(presence);
    presence.enter(project, ada, 'tab');
    presence.put(project, bob, { leaving: true });
    await eventually(() => expect(countOf('UpdateItem', 'PutItem', 'Query')).toBeGreaterThanOrEqual(3));
    presence.leave(project, 'ada', 'tab');
    await eventually(() => expect(countOf('DeleteItem')).toBe(1));
    const asked = new Set(gateway.requests.slice(before).map(({ action }) => `dynamodb:${action}`));
    const policy = JSON.parse(readFileSync('docs/deploy/presence-policy.json', 'utf8'));
    expect(policy.Statement).toHaveLength(1);
    expect([...asked].sort()).toEqual(policy.Statement[0].Action);
  });
});

describe('presence without its table', () => {
  it('PRE-25: throttled, shows its own people, says so, and comes back', async () => {
    const [told, shown] = [server(), server()];
    const { events } = watch(told);
    gateway.isThrottling = true;
    told.put(project, ada, { cursor: { x: 1, y: 1 } });
    expect(personAt(told)?.cursor?.x).toBe(1);
    await eventually(() => expect(events.at(-1)).toMatchObject({ isPartial: true, people: [{ id: 'ada' }] }));
    expect(reports).toEqual([expect.stringMatching(/unavailable \(ProvisionedThroughputExceeded/)]);
    told.put(project, ada, { cursor: { x: 2, y: 2 } });
    expect(personAt(told)?.cursor?.x).toBe(2);
    gateway.isThrottling = false;
    await eventually(() => expect(personAt(shown)?.cursor?.x).toBe(2));
    await eventually(() => expect(events.at(-1)?.isPartial).toBeUndefined());
    expect(reports).toEqual([reports[0], expect.stringMatching(/available again/)]);
  });

  it('PRE-25: out of reach, and back with an empty table: everybody is written again', async () => {
    const [told, shown] = [server(), server()];
    const ends = [watch(told), watch(shown)];
    told.enter(project, ada, 'tab');
    told.put(project, ada, { clientId: 'tab', selection: ['r'] });
    await eventually(() => expect(personAt(shown)?.selection).toEqual(['r']));
    await table.stop();
    told.put(project, ada, { clientId: 'tab', cursor: { x: 7, y: 7 } });
    shown.put(project, bob, {});
    await eventually(() => expect(reports.length).toBeGreaterThanOrEqual(2));
    expect(told.people(project)).toMatchObject([{ id: 'ada', cursor: { x: 7 } }]);
    expect(idsAt(shown)).toContain('bob');
    table = await startTestTable(table.port);
    await eventually(() =>
      expect(shown.people(project).find(({ id }) => id === 'ada')).toMatchObject({
        selection: ['r'],
        cursor: { x: 7 },
      }),
    );
    await eventually(() => expect([...idsAt(told)].sort()).toEqual(['ada', 'bob']));
    for (const { end } of ends) end();
  });

  it('PRE-26: tells clients how often an update is of use', () => {
    const presence = createDynamoPresence(async () => openPresenceTable(table.config));
    opened.push(presence);
    const { events } = watch(presence);
    expect(events).toEqual([{ people: [], intervalMs: 200 }]);
  });
});
