import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { PresenceEvent } from '../../core/protocol/presence';
import { presenceEventSchema } from '../../core/protocol/presence';
import type { Presence, PresenceMessage, PresentActor } from './presence';

const ada: PresentActor = { id: 'ada', name: 'Ada', color: '#b42318' };
const bob: PresentActor = { id: 'bob', name: 'Bob', color: '#175cd3' };
const project = 'project-1';

type Open = (options: { ttlMs: number; intervalMs: number }) => Presence;
type Start = (ttlMs?: number, intervalMs?: number) => Presence;

/** What every adapter promises. `open` gives one with this time to live and this interval, in milliseconds. */
export function presenceContract(open: Open): void {
  const opened: Presence[] = [];
  const start: Start = (ttlMs = 60_000, intervalMs = 20) => {
    const presence = open({ ttlMs, intervalMs });
    opened.push(presence);
    return presence;
  };
  afterEach(() => {
    for (const presence of opened.splice(0)) presence.close();
  });
  peopleContract(start);
  subscribeContract(start);
}

function peopleContract(start: Start): void {
  describe('people', () => {
    it('PRE-1: shows each client of each account, in its own project only', () => {
      const presence = start();
      presence.put(project, ada, { clientId: 'tab-1', cursor: { x: 1, y: 2 } });
      presence.put(project, ada, { clientId: 'tab-2' });
      presence.put('project-2', bob, {});
      expect(presence.people(project).map(({ id, clientId }) => [id, clientId])).toEqual([
        ['ada', 'tab-1'],
        ['ada', 'tab-2'],
      ]);
      const nothing = { cursor: null, selection: [], editing: null, dragging: [] };
      expect(presence.people('project-2')).toEqual([{ ...bob, clientId: 'bob', ...nothing }]);
      expect(presence.people('project-3')).toEqual([]);
    });

    it('PRE-2: an absent field stays, null takes away', () => {
      const presence = start();
      const editing = { recordId: 'r', field: 'name' };
      presence.put(project, ada, { cursor: { x: 1, y: 2 }, selection: ['r'], editing, color: '#087443' });
      presence.put(project, ada, { dragging: [{ id: 'r', x: 3, y: 4 }] });
      expect(presence.people(project)).toMatchObject([
        { cursor: { x: 1, y: 2 }, selection: ['r'], editing, dragging: [{ id: 'r' }], color: '#087443' },
      ]);
      presence.put(project, ada, { cursor: null, editing: null, selection: [] });
      expect(presence.people(project)).toMatchObject([{ cursor: null, selection: [], editing: null }]);
    });

    it('PRE-3: go when they leave, say so, or are silent for the time to live', async () => {
      const presence = start(150);
      presence.put(project, ada, { clientId: 'tab-1' });
      presence.put(project, ada, { clientId: 'tab-2' });
      presence.put(project, bob, {});
      presence.leave(project, 'ada', 'tab-1');
      presence.put(project, ada, { clientId: 'tab-2', leaving: true });
      presence.put(project, ada, { clientId: 'tab-3', leaving: true });
      presence.leave('project-2', 'nobody', 'nothing');
      expect(presence.people(project).map(({ id }) => id)).toEqual(['bob']);
      await until(() => presence.people(project).length === 0);
    });

    it('PRE-3: stay while there are signs of life, and a sign of life brings nobody back', async () => {
      const presence = start(300);
      presence.put(project, ada, {});
      presence.put(project, bob, {});
      await until(() => {
        presence.touch(project, 'ada', 'ada');
        return presence.people(project).length === 1;
      });
      expect(presence.people(project).map(({ id }) => id)).toEqual(['ada']);
      presence.touch(project, 'bob', 'bob');
      expect(presence.people(project).map(({ id }) => id)).toEqual(['ada']);
    });
  });
}

function subscribeContract(start: Start): void {
  describe('subscribe', () => {
    it('PRE-4: tells at once who is here, then every change', async () => {
      const presence = start();
      presence.put(project, ada, {});
      const { events } = watch(presence);
      expect(events.map(namesOf)).toEqual(['Ada']);
      presence.put(project, bob, {});
      await until(() => events.map(namesOf).at(-1) === 'Ada,Bob');
      presence.leave(project, 'ada', 'ada');
      await until(() => events.map(namesOf).at(-1) === 'Bob');
    });

    it('PRE-4: tells when somebody expires', async () => {
      const presence = start(60);
      presence.put(project, ada, {});
      const { events } = watch(presence);
      await until(() => events.map(namesOf).at(-1) === '');
    });

    it('PRE-5: puts many changes into one message, the last state always, serialised once', async () => {
      const presence = start(60_000, 250);
      const [one, two] = [watch(presence), watch(presence)];
      for (let x = 1; x <= 200; x += 1) presence.put(project, ada, { cursor: { x, y: 0 } });
      await until(() => one.events.at(-1)?.people[0]?.cursor?.x === 200);
      // The burst may fall on either side of one interval, never on more.
      expect(one.events.length).toBeLessThanOrEqual(3);
      expect(two.messages.at(-1)).toBe(one.messages.at(-1));
    });

    it('PRE-6: tells nothing after the end of the subscription', async () => {
      const presence = start();
      const [ended, other] = [watch(presence), watch(presence)];
      ended.end();
      presence.put(project, ada, {});
      await until(() => other.events.length === 2);
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

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}
