import type { Person, PresenceUpdate } from '../../core/protocol/presence';
import { personSchema } from '../../core/protocol/presence';
import type { Notifications } from '../storage/notifications';
import type { HereNotice } from './notice';
import { parseNotice, printNotice } from './notice';
import type { Told } from './person';
import { changesOf, mergedPerson } from './person';
import type { Presence, PresenceMessage, PresenceOptions, PresentActor } from './presence';
import { defaultIntervalMs, defaultTtlMs, keyOf, Rooms } from './rooms';

/** Somebody who was heard by this server itself, so that it is up to us to tell the others. */
interface Own {
  readonly projectId: string;
  readonly id: string;
  readonly clientId: string;
  /** On the clock of `performance.now()`. */
  seenAt: number;
  /** A stream of theirs ends at this server: as long as it does they are here. */
  isWatching: boolean;
}

const channel = 'versionzero_presence';
const statementsPerTtl = 3;

/**
 * Presence of all servers of one database. Each keeps everybody in memory and tells the others what changed
 * about the people it hears itself; everything is told when another server may not know it, and every ten
 * seconds, which also is a sign of life. So a server that dies, or is cut off, is forgotten with its people.
 */
export function createNotifyPresence(notifications: Notifications, options: PresenceOptions = {}): Presence {
  return new NotifyPresence(notifications, options);
}

class NotifyPresence implements Presence {
  readonly #notifications: Notifications;
  readonly #rooms: Rooms;
  readonly #ttlMs: number;
  readonly #intervalMs: number;
  readonly #own = new Map<string, Own>();
  /** What was heard here and is to be told with the next message, by person. */
  readonly #untold = new Map<string, Told>();
  /** Who is to be told whole with the next message. */
  readonly #toState = new Set<string>();
  readonly #ends: readonly (() => void)[];
  #timer: NodeJS.Timeout | undefined;
  #lastToldAt = Number.NEGATIVE_INFINITY;

  constructor(notifications: Notifications, options: PresenceOptions) {
    this.#notifications = notifications;
    this.#rooms = new Rooms(options);
    this.#ttlMs = options.ttlMs ?? defaultTtlMs;
    this.#intervalMs = options.intervalMs ?? defaultIntervalMs;
    const stating = setInterval(() => this.#stateAll(), this.#ttlMs / statementsPerTtl);
    stating.unref();
    this.#ends = [
      () => clearInterval(stating),
      notifications.listen(channel, (payload) => this.#receive(payload)),
      notifications.onArrival(() => this.#stateAll()),
    ];
  }

  put(projectId: string, actor: PresentActor, update: PresenceUpdate): void {
    const clientId = update.clientId ?? actor.id;
    if (update.leaving === true) {
      this.#goes(projectId, actor.id, clientId, true);
      return;
    }
    const before = this.#rooms.find(projectId, actor.id, clientId);
    const after = mergedPerson(before, actor, clientId, update);
    this.#rooms.set(projectId, after);
    this.#hear(projectId, actor.id, clientId, false);
    this.#tell(keyOf(projectId, actor.id, clientId), changesOf(before, after));
  }

  enter(projectId: string, actor: PresentActor, clientId: string): void {
    this.put(projectId, actor, { clientId });
    this.#hear(projectId, actor.id, clientId, true);
  }

  touch(projectId: string, actorId: string, clientId: string): void {
    if (this.#rooms.touch(projectId, actorId, clientId)) this.#hear(projectId, actorId, clientId, true);
  }

  leave(projectId: string, actorId: string, clientId: string): void {
    this.#goes(projectId, actorId, clientId, false);
  }

  people(projectId: string): readonly Person[] {
    return this.#rooms.people(projectId);
  }

  subscribe(projectId: string, deliver: (message: PresenceMessage) => void): () => void {
    return this.#rooms.subscribe(projectId, deliver);
  }

  close(): void {
    for (const end of this.#ends) end();
    clearTimeout(this.#timer);
    this.#rooms.close();
  }

  #hear(projectId: string, id: string, clientId: string, isWatching: boolean): void {
    const key = keyOf(projectId, id, clientId);
    const known = this.#own.get(key);
    const seenAt = performance.now();
    this.#own.set(key, {
      projectId,
      id,
      clientId,
      seenAt,
      isWatching: isWatching || known?.isWatching === true,
    });
  }

  #goes(projectId: string, id: string, clientId: string, saidSo: boolean): void {
    this.#forget(projectId, id, clientId);
    this.#notifications.notify(channel, JSON.stringify({ kind: 'gone', projectId, id, clientId, saidSo }));
  }

  #forget(projectId: string, id: string, clientId: string): void {
    const key = keyOf(projectId, id, clientId);
    this.#own.delete(key);
    this.#untold.delete(key);
    this.#toState.delete(key);
    this.#rooms.remove(projectId, id, clientId);
  }

  #receive(payload: string): void {
    const notice = parseNotice(payload);
    if (notice?.kind === 'here') this.#learn(notice);
    if (notice?.kind === 'gone') {
      const { projectId, id, clientId, saidSo } = notice;
      const key = keyOf(projectId, id, clientId);
      // A browser that changes servers: its old stream may be found dead long after the new one began.
      if (this.#own.get(key)?.isWatching === true && !saidSo) this.#state(key);
      else this.#forget(projectId, id, clientId);
    }
  }

  #learn({ projectId, id, clientId, told, ageMs }: HereNotice): void {
    const before = this.#rooms.find(projectId, id, clientId);
    const untold = this.#untold.get(keyOf(projectId, id, clientId));
    // What was heard here and is still to be told is newer. Of somebody unknown a part is not enough.
    const person = personSchema.safeParse({ ...before, ...told, ...untold, id, clientId });
    if (person.success) this.#rooms.set(projectId, person.data, performance.now() - ageMs);
  }

  #stateAll(): void {
    for (const [key, own] of this.#own) {
      const isSilent = !own.isWatching && own.seenAt <= performance.now() - this.#ttlMs;
      if (isSilent || this.#rooms.find(own.projectId, own.id, own.clientId) === undefined)
        this.#own.delete(key);
      else this.#state(key);
    }
  }

  #state(key: string): void {
    this.#toState.add(key);
    this.#plan();
  }

  #tell(key: string, told: Told): void {
    if (Object.keys(told).length === 0) return;
    this.#untold.set(key, { ...this.#untold.get(key), ...told });
    this.#plan();
  }

  #plan(): void {
    const wait = Math.max(0, this.#lastToldAt + this.#intervalMs - performance.now());
    this.#timer ??= setTimeout(() => this.#tellAll(), wait).unref();
  }

  #tellAll(): void {
    this.#timer = undefined;
    this.#lastToldAt = performance.now();
    for (const key of new Set([...this.#untold.keys(), ...this.#toState])) {
      const own = this.#own.get(key);
      const person = own && this.#rooms.find(own.projectId, own.id, own.clientId);
      if (own === undefined || person === undefined) continue;
      const told = this.#toState.has(key) ? changesOf(undefined, person) : (this.#untold.get(key) ?? {});
      const { projectId, id, clientId } = own;
      const ageMs = own.isWatching ? 0 : performance.now() - own.seenAt;
      for (const payload of printNotice({ kind: 'here', projectId, id, clientId, ageMs, told })) {
        this.#notifications.notify(channel, payload);
      }
    }
    this.#untold.clear();
    this.#toState.clear();
  }
}
