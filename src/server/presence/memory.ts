import type { Person, PresenceUpdate } from '../../core/protocol/presence';
import type { Presence, PresenceMessage, PresentActor } from './presence';

export type MemoryPresenceOptions = {
  /** Somebody without a sign of life for this long is gone. */
  readonly ttlMs?: number;
  /** The shortest time between two messages about one project. */
  readonly intervalMs?: number;
};

type Deliver = (message: PresenceMessage) => void;

interface Present {
  readonly person: Person;
  /** When the last sign of life came, on the clock of `performance.now()`. */
  readonly seenAt: number;
}

interface Room {
  readonly people: Map<string, Present>;
  readonly watchers: Set<Deliver>;
  lastSentAt: number;
  timer: NodeJS.Timeout | undefined;
}

const sweepsPerTtl = 3;
/** An account with a hundred tabs is a script; its oldest tab makes room. */
const maxPeople = 500;

/** Presence of one process. */
export function createMemoryPresence(options: MemoryPresenceOptions = {}): Presence {
  const { ttlMs = 30_000, intervalMs = 100 } = options;
  const rooms = new Map<string, Room>();

  const roomOf = (projectId: string): Room => {
    const known = rooms.get(projectId);
    if (known !== undefined) return known;
    const room: Room = { people: new Map(), watchers: new Set(), lastSentAt: -Infinity, timer: undefined };
    rooms.set(projectId, room);
    return room;
  };

  const forgetIfEmpty = (projectId: string, room: Room): void => {
    if (room.people.size > 0 || room.watchers.size > 0) return;
    clearTimeout(room.timer);
    rooms.delete(projectId);
  };

  const leave = (projectId: string, actorId: string, clientId: string): void => {
    const room = rooms.get(projectId);
    if (room?.people.delete(keyOf(actorId, clientId)) !== true) return;
    announce(room, intervalMs);
    forgetIfEmpty(projectId, room);
  };

  const sweeper = setInterval(() => {
    for (const [projectId, room] of rooms) {
      if (removeSilent(room, ttlMs)) announce(room, intervalMs);
      forgetIfEmpty(projectId, room);
    }
  }, ttlMs / sweepsPerTtl);
  sweeper.unref();

  return {
    put: (projectId, actor, update) => {
      const clientId = update.clientId ?? actor.id;
      if (update.leaving === true) return leave(projectId, actor.id, clientId);
      const room = roomOf(projectId);
      const key = keyOf(actor.id, clientId);
      const before = room.people.get(key)?.person;
      if (before === undefined && room.people.size >= maxPeople) forgetOldest(room);
      room.people.set(key, { person: merged(before, actor, clientId, update), seenAt: performance.now() });
      announce(room, intervalMs);
    },
    touch: (projectId, actorId, clientId) => {
      const people = rooms.get(projectId)?.people;
      const present = people?.get(keyOf(actorId, clientId));
      if (present !== undefined) {
        people?.set(keyOf(actorId, clientId), { person: present.person, seenAt: performance.now() });
      }
    },
    leave,
    people: (projectId) => peopleOf(rooms.get(projectId), ttlMs),
    subscribe: (projectId, deliver) => {
      const room = roomOf(projectId);
      // A function of its own, so that one callback may subscribe twice.
      const watcher: Deliver = (message) => deliver(message);
      room.watchers.add(watcher);
      watcher(messageOf(room, ttlMs));
      return () => {
        room.watchers.delete(watcher);
        forgetIfEmpty(projectId, room);
      };
    },
    close: () => {
      clearInterval(sweeper);
      for (const room of rooms.values()) {
        clearTimeout(room.timer);
        room.watchers.clear();
      }
      rooms.clear();
    },
  };

  /** Sends what is true at the end of the interval, once, however much happens within it. */
  function announce(room: Room, interval: number): void {
    if (room.watchers.size === 0 || room.timer !== undefined) return;
    const wait = Math.max(0, room.lastSentAt + interval - performance.now());
    room.timer = setTimeout(() => {
      room.timer = undefined;
      room.lastSentAt = performance.now();
      const message = messageOf(room, ttlMs);
      for (const watcher of [...room.watchers]) watcher(message);
    }, wait);
    room.timer.unref();
  }
}

function keyOf(actorId: string, clientId: string): string {
  return JSON.stringify([actorId, clientId]);
}

function peopleOf(room: Room | undefined, ttlMs: number): readonly Person[] {
  const silentSince = performance.now() - ttlMs;
  return [...(room?.people.values() ?? [])]
    .filter(({ seenAt }) => seenAt > silentSince)
    .map(({ person }) => person);
}

function messageOf(room: Room, ttlMs: number): PresenceMessage {
  return { kind: 'presence', json: JSON.stringify({ people: peopleOf(room, ttlMs) }) };
}

function removeSilent(room: Room, ttlMs: number): boolean {
  const silentSince = performance.now() - ttlMs;
  const silent = [...room.people].filter(([, { seenAt }]) => seenAt <= silentSince);
  for (const [key] of silent) room.people.delete(key);
  return silent.length > 0;
}

function forgetOldest(room: Room): void {
  const [oldest] = [...room.people].sort(([, a], [, b]) => a.seenAt - b.seenAt);
  if (oldest !== undefined) room.people.delete(oldest[0]);
}

/** `undefined` leaves a field as it was; null is a value that takes something away. */
function merged(
  before: Person | undefined,
  actor: PresentActor,
  clientId: string,
  update: PresenceUpdate,
): Person {
  return {
    id: actor.id,
    clientId,
    name: update.name ?? actor.name,
    color: update.color ?? before?.color ?? actor.color,
    cursor: update.cursor === undefined ? (before?.cursor ?? null) : update.cursor,
    selection: update.selection ?? before?.selection ?? [],
    editing: update.editing === undefined ? (before?.editing ?? null) : update.editing,
    dragging: update.dragging ?? before?.dragging ?? [],
  };
}
