import type { Person, PresenceTerms } from '../../core/protocol/presence';
import { sameJson } from '../../core/std/canonical-json';
import type { PresenceMessage, PresenceOptions } from './presence';

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

export const defaultTtlMs = 30_000;
export const defaultIntervalMs = 100;
const sweepsPerTtl = 3;
/** An account with a hundred tabs is a script; its oldest tab makes room. */
const maxPeople = 500;

/** What this process knows of who is where, and who wants to be told. */
export class Rooms {
  readonly #ttlMs: number;
  readonly #intervalMs: number;
  readonly #terms: () => PresenceTerms;
  readonly #rooms = new Map<string, Room>();
  readonly #sweeper: NodeJS.Timeout;

  /** @param terms said with each message */
  constructor(
    { ttlMs = defaultTtlMs, intervalMs = defaultIntervalMs }: PresenceOptions,
    terms: () => PresenceTerms = () => ({}),
  ) {
    this.#terms = terms;
    this.#ttlMs = ttlMs;
    this.#intervalMs = intervalMs;
    this.#sweeper = setInterval(() => this.#sweep(), ttlMs / sweepsPerTtl);
    this.#sweeper.unref();
  }

  find(projectId: string, actorId: string, clientId: string): Person | undefined {
    return this.#presentIn(this.#rooms.get(projectId), keyOf(actorId, clientId))?.person;
  }

  /** What is true of a person now, who gave a sign of life at `seenAt`. */
  set(projectId: string, person: Person, seenAt: number = performance.now()): void {
    const room = this.#roomOf(projectId);
    const key = keyOf(person.id, person.clientId);
    const before = this.#presentIn(room, key);
    if (!room.people.has(key) && room.people.size >= maxPeople) forgetOldest(room);
    room.people.set(key, { person, seenAt: Math.max(seenAt, before?.seenAt ?? seenAt) });
    if (!sameJson(before?.person, person)) this.#announce(room);
  }

  /** Says whether this person is here. */
  touch(projectId: string, actorId: string, clientId: string): boolean {
    const room = this.#rooms.get(projectId);
    const key = keyOf(actorId, clientId);
    const present = this.#presentIn(room, key);
    if (present === undefined) return false;
    room?.people.set(key, { person: present.person, seenAt: performance.now() });
    return true;
  }

  remove(projectId: string, actorId: string, clientId: string): void {
    const room = this.#rooms.get(projectId);
    if (room?.people.delete(keyOf(actorId, clientId)) !== true) return;
    this.#announce(room);
    this.#forgetIfEmpty(projectId, room);
  }

  people(projectId: string): readonly Person[] {
    const room = this.#rooms.get(projectId);
    return room === undefined ? [] : this.#peopleIn(room);
  }

  subscribe(projectId: string, deliver: Deliver): () => void {
    const room = this.#roomOf(projectId);
    // A function of its own, so that one callback may subscribe twice.
    const watcher: Deliver = (message) => deliver(message);
    room.watchers.add(watcher);
    watcher(this.#messageOf(room));
    return () => {
      room.watchers.delete(watcher);
      this.#forgetIfEmpty(projectId, room);
    };
  }

  /** What is said with each message has changed. */
  announceAll(): void {
    for (const room of this.#rooms.values()) this.#announce(room);
  }

  close(): void {
    clearInterval(this.#sweeper);
    for (const room of this.#rooms.values()) {
      clearTimeout(room.timer);
      room.watchers.clear();
    }
    this.#rooms.clear();
  }

  #roomOf(projectId: string): Room {
    const known = this.#rooms.get(projectId);
    if (known !== undefined) return known;
    const room: Room = { people: new Map(), watchers: new Set(), lastSentAt: -Infinity, timer: undefined };
    this.#rooms.set(projectId, room);
    return room;
  }

  #forgetIfEmpty(projectId: string, room: Room): void {
    if (room.people.size > 0 || room.watchers.size > 0) return;
    clearTimeout(room.timer);
    this.#rooms.delete(projectId);
  }

  #sweep(): void {
    for (const [projectId, room] of this.#rooms) {
      const silent = [...room.people].filter(([, present]) => !this.#isHere(present));
      for (const [key] of silent) room.people.delete(key);
      if (silent.length > 0) this.#announce(room);
      this.#forgetIfEmpty(projectId, room);
    }
  }

  /** Sends what is true at the end of the interval, once, however much happens within it. */
  #announce(room: Room): void {
    if (room.watchers.size === 0 || room.timer !== undefined) return;
    const wait = Math.max(0, room.lastSentAt + this.#intervalMs - performance.now());
    room.timer = setTimeout(() => {
      room.timer = undefined;
      room.lastSentAt = performance.now();
      const message = this.#messageOf(room);
      for (const watcher of [...room.watchers]) watcher(message);
    }, wait);
    room.timer.unref();
  }

  /** Somebody silent for too long is not here, also before the sweep that tells it. */
  #presentIn(room: Room | undefined, key: string): Present | undefined {
    const present = room?.people.get(key);
    return present && this.#isHere(present) ? present : undefined;
  }

  #isHere({ seenAt }: Present): boolean {
    return seenAt > performance.now() - this.#ttlMs;
  }

  #peopleIn(room: Room): readonly Person[] {
    return [...room.people.values()].filter((one) => this.#isHere(one)).map(({ person }) => person);
  }

  #messageOf(room: Room): PresenceMessage {
    return { kind: 'presence', json: JSON.stringify({ people: this.#peopleIn(room), ...this.#terms() }) };
  }
}

/** One client of one account. */
export function keyOf(...ids: readonly string[]): string {
  return JSON.stringify(ids);
}

function forgetOldest(room: Room): void {
  const [oldest] = [...room.people].sort(([, a], [, b]) => a.seenAt - b.seenAt);
  if (oldest !== undefined) room.people.delete(oldest[0]);
}
