import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PresenceEvent } from '../../core/protocol/presence';
import { presenceEventSchema } from '../../core/protocol/presence';
import type { Presence, PresenceMessage, PresentActor } from './presence';

const ada: PresentActor = { id: 'ada', name: 'Ada', color: '#b42318' };
const bob: PresentActor = { id: 'bob', name: 'Bob', color: '#175cd3' };
/** One for each test: what is still on its way when a test ends is about nobody whom the next one sees. */
let project: string;
let elsewhere: string;

/** One adapter, or two that are to show the same: who is told something, and who is asked. */
export type Side = { readonly told: Presence; readonly shown: Presence };
type Open = (options: { ttlMs: number; intervalMs: number }) => Side;
type Start = (ttlMs?: number, intervalMs?: number) => Side;

/** What every adapter promises. `open` gives one with this time to live and this interval, in milliseconds. */
export function presenceContract(open: Open): void {
  const opened: Presence[] = [];
  const start: Start = (ttlMs = 60_000, intervalMs = 20) => {
    const side = open({ ttlMs, intervalMs });
    opened.push(...new Set(Object.values(side)));
    return side;
  };
  beforeEach(() => {
    project = randomUUID();
    elsewhere = randomUUID();
  });
  afterEach(() => {
    for (const presence of opened.splice(0)) presence.close();
  });
  peopleContract(start);
  stayingContract(start);
  subscribeContract(start);
}

function peopleContract(start: Start): void {
  describe('people', () => {
    it('PRE-1: shows each client of each account, in its own project only', async () => {
      const { told, shown } = start();
      told.put(project, ada, { clientId: 'tab-1', cursor: { x: 1, y: 2 } });
      told.put(project, ada, { clientId: 'tab-2' });
      told.put(elsewhere, bob, {});
      const nothing = {
        cursor: null,
        selection: [],
        editing: null,
        dragging: [],
        viewport: null,
        following: null,
        away: false,
      };
      await eventually(() =>
        expect(shown.people(elsewhere)).toEqual([{ ...bob, clientId: 'bob', ...nothing }]),
      );
      await eventually(() => expect(clientsOf(shown)).toEqual(['ada tab-1', 'ada tab-2']));
      expect(shown.people('nowhere')).toEqual([]);
    });

    it('PRE-2: an absent field stays, null takes away', async () => {
      const { told, shown } = start();
      const editing = { recordId: 'r', field: 'name' };
      told.put(project, ada, { cursor: { x: 1, y: 2 }, selection: ['r'], editing, color: '#087443' });
      told.put(project, ada, { dragging: [{ id: 'r', x: 3, y: 4 }] });
      await eventually(() =>
        expect(shown.people(project)).toMatchObject([
          { cursor: { x: 1, y: 2 }, selection: ['r'], editing, dragging: [{ id: 'r' }], color: '#087443' },
        ]),
      );
      told.put(project, ada, { cursor: null, editing: null, selection: [] });
      await eventually(() =>
        expect(shown.people(project)).toMatchObject([
          { cursor: null, selection: [], editing: null, dragging: [{ id: 'r' }], color: '#087443' },
        ]),
      );
    });

    it('PRE-12: tells what part is in view, who is followed and who is away, until it is otherwise', async () => {
      const { told, shown } = start();
      const viewport = { x: -5, y: 6, width: 800, height: 600 };
      told.put(project, ada, { viewport, following: 'bob', away: true });
      told.put(project, ada, { cursor: { x: 1, y: 2 } });
      await eventually(() =>
        expect(shown.people(project)).toMatchObject([
          { viewport, following: 'bob', away: true, cursor: { x: 1, y: 2 } },
        ]),
      );
      told.put(project, ada, { viewport: null, following: null, away: false });
      await eventually(() =>
        expect(shown.people(project)).toMatchObject([
          { viewport: null, following: null, away: false, cursor: { x: 1, y: 2 } },
        ]),
      );
    });
  });
}

function stayingContract(start: Start): void {
  describe('staying and going', () => {
    it('PRE-3: go when they leave, say so, or are silent for the time to live', async () => {
      const { told, shown } = start(1_000);
      told.put(project, ada, { clientId: 'tab-1' });
      told.put(project, ada, { clientId: 'tab-2' });
      told.enter(project, ada, 'tab-3');
      told.put(project, bob, {});
      await eventually(() => expect(clientsOf(shown)).toHaveLength(4));
      told.leave(project, 'ada', 'tab-1');
      told.put(project, ada, { clientId: 'tab-2', leaving: true });
      told.leave(project, 'ada', 'tab-3');
      told.put(project, ada, { clientId: 'tab-4', leaving: true });
      told.leave(elsewhere, 'nobody', 'nothing');
      told.put(project, bob, { cursor: { x: 1, y: 1 } });
      await eventually(() => expect(clientsOf(shown)).toEqual(['bob bob']));
      await eventually(() => expect(clientsOf(shown)).toEqual([]));
    });

    it('PRE-16: stay when their stream ends to begin anew, and go when it does not', async () => {
      const { told, shown } = start(2_000);
      told.enter(project, ada, 'tab-1');
      told.enter(project, ada, 'tab-2');
      told.put(project, bob, {});
      await eventually(() => expect(clientsOf(shown)).toHaveLength(3));
      for (const tab of ['tab-1', 'tab-2', 'tab-3']) told.release(project, 'ada', tab);
      told.enter(project, ada, 'tab-1');
      told.leave(project, 'bob', 'bob');
      await eventually(() => expect(clientsOf(shown)).toEqual(['ada tab-1', 'ada tab-2']));
      await eventually(() => {
        told.touch(project, 'ada', 'tab-1');
        expect(clientsOf(shown)).toEqual(['ada tab-1']);
      });
    });

    it('PRE-3: stay while there are signs of life, and a sign of life brings nobody back', async () => {
      const { told, shown } = start(1_000);
      told.put(project, ada, {});
      told.put(project, bob, {});
      await eventually(() => expect(clientsOf(shown)).toEqual(['ada ada', 'bob bob']));
      await eventually(() => {
        told.touch(project, 'ada', 'ada');
        expect(clientsOf(shown)).toEqual(['ada ada']);
      });
      told.touch(project, 'bob', 'bob');
      expect(clientsOf(told)).toEqual(['ada ada']);
    });
  });
}

function subscribeContract(start: Start): void {
  describe('subscribe', () => {
    it('PRE-4: tells at once who is here, then every change', async () => {
      const { told, shown } = start();
      told.put(project, ada, {});
      await eventually(() => expect(clientsOf(shown)).toEqual(['ada ada']));
      const { events } = watch(shown);
      expect(events.map(namesOf)).toEqual(['Ada']);
      told.put(project, bob, {});
      await eventually(() => expect(events.map(namesOf).at(-1)).toBe('Ada,Bob'));
      told.leave(project, 'ada', 'ada');
      await eventually(() => expect(events.map(namesOf).at(-1)).toBe('Bob'));
    });

    it('PRE-4: tells when somebody expires', async () => {
      const { told, shown } = start(500);
      told.put(project, ada, {});
      const { events } = watch(shown);
      await eventually(() => expect(events.map(namesOf)).toContain('Ada'));
      await eventually(() => expect(events.map(namesOf).at(-1)).toBe(''));
    });

    it('PRE-5: puts many changes into one message, the last state always, serialised once', async () => {
      const { told, shown } = start(60_000, 250);
      const [one, two] = [watch(shown), watch(shown)];
      for (let x = 1; x <= 200; x += 1) told.put(project, ada, { cursor: { x, y: 0 } });
      await eventually(() => expect(one.events.at(-1)?.people[0]?.cursor?.x).toBe(200));
      // The burst may fall on either side of one interval, never on more.
      expect(one.events.length).toBeLessThanOrEqual(3);
      expect(two.messages.at(-1)).toBe(one.messages.at(-1));
    });

    it('PRE-6: tells nothing after the end of the subscription', async () => {
      const { told, shown } = start();
      const [ended, other] = [watch(shown), watch(shown)];
      ended.end();
      told.put(project, ada, {});
      await eventually(() => expect(other.events).toHaveLength(2));
      expect(ended.events).toHaveLength(1);
    });
  });
}

function watch(presence: Presence) {
  const messages: PresenceMessage[] = [];
  const events: PresenceEvent[] = [];
  const end = presence.subscribe(project, (message) => {
    messages.push(message);
    events.push(presenceEventSchema.parse(JSON.parse(message.json)));
  });
  return { messages, events, end };
}

function namesOf(event: PresenceEvent): string {
  return event.people.map(({ name }) => name).join(',');
}

function clientsOf(presence: Presence): readonly string[] {
  return presence.people(project).map(({ id, clientId }) => `${id} ${clientId}`);
}

function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000, interval: 5 });
}
