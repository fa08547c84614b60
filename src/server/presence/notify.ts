import type { Person, PresenceUpdate } from '../../core/protocol/presence';
import { personSchema } from '../../core/protocol/presence';
import type { Notifications } from '../storage/notifications';
import type { HereNotice } from './notice';
import { parseNotice, printNotice } from './notice';
import { changesOf, mergedPerson } from './person';
import type { Presence, PresenceMessage, PresenceOptions, PresentActor } from './presence';
import { defaultIntervalMs, defaultTtlMs, keyOf, Rooms } from './rooms';

/** What is known of a person besides what everybody is shown. */
interface Known {
  readonly projectId: string;
  readonly id: string;
  readonly clientId: string;
  /**
   * When the client set each field, milliseconds since the epoch on its own clock: its requests may reach
   * several servers in turn. What it did not set counts from 0.
   */
  readonly setAt: Map<string, number>;
  /** Fields that the other servers are to be told with the next message. */
  readonly untold: Set<string>;
  /**
   * The last sign of life that came to this server itself, on the clock of `performance.now()`; with one it
   * is up to us to tell the others.
   */
  heardAt: number | undefined;
  /** A stream of theirs ends at this server: as long as it does they are here. */
  isWatching: boolean;
}

const channel = 'versionzero_presence';
/** What servers before these fields were there say nothing of. */
const unsaid: Pick<Person, 'viewport' | 'following' | 'away'> = {
  viewport: null,
  following: null,
  away: false,
};
const statementsPerTtl = 3;

/**
 * Presence of all servers of one database. Each keeps everybody in memory and tells the others what changed
 * about the people it hears itself; everything is told when another server may not know it, and three times in
 * a time to live, which also is a sign of life. So a server that dies, or is cut off, is forgotten with its people.
 * Of two values of a field the one that was set later stands, whichever server it came to.
 */
export function createNotifyPresence(notifications: Notifications, options: PresenceOptions = {}): Presence {
  return new NotifyPresence(notifications, options);
}

class NotifyPresence implements Presence {
  readonly #notifications: Notifications;
  readonly #rooms: Rooms;
  readonly #ttlMs: number;
  readonly #intervalMs: number;
  readonly #known = new Map<string, Known>();
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
    const known = this.#hear(projectId, actor.id, clientId);
    const changed = Object.keys(changesOf(before, after));
    for (const field of changed) known.untold.add(field);
    for (const field of Object.keys(update)) known.setAt.set(field, update.sentAt ?? Date.now());
    if (changed.length > 0) this.#plan();
  }

  enter(projectId: string, actor: PresentActor, clientId: string): void {
    this.put(projectId, actor, { clientId });
    this.#hear(projectId, actor.id, clientId).isWatching = true;
  }

  touch(projectId: string, actorId: string, clientId: string): void {
    if (this.#rooms.touch(projectId, actorId, clientId)) {
      this.#hear(projectId, actorId, clientId).isWatching = true;
    }
  }

  leave(projectId: string, actorId: string, clientId: string): void {
    this.#goes(projectId, actorId, clientId, false);
  }

  release(projectId: string, actorId: string, clientId: string): void {
    const known = this.#known.get(keyOf(projectId, actorId, clientId));
    if (known !== undefined) known.isWatching = false;
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

  #knownOf(projectId: string, id: string, clientId: string): Known {
    const key = keyOf(projectId, id, clientId);
    const nothing = { setAt: new Map(), untold: new Set<string>(), heardAt: undefined, isWatching: false };
    const known: Known = this.#known.get(key) ?? { projectId, id, clientId, ...nothing };
    this.#known.set(key, known);
    return known;
  }

  #hear(projectId: string, id: string, clientId: string): Known {
    return Object.assign(this.#knownOf(projectId, id, clientId), { heardAt: performance.now() });
  }

  #goes(projectId: string, id: string, clientId: string, saidSo: boolean): void {
    this.#forget(projectId, id, clientId);
    this.#notifications.notify(channel, JSON.stringify({ kind: 'gone', projectId, id, clientId, saidSo }));
  }

  #forget(projectId: string, id: string, clientId: string): void {
    this.#known.delete(keyOf(projectId, id, clientId));
    this.#rooms.remove(projectId, id, clientId);
  }

  #receive(payload: string): void {
    const notice = parseNotice(payload);
    if (notice?.kind === 'here') this.#learn(notice);
    if (notice?.kind === 'gone') {
      const { projectId, id, clientId, saidSo } = notice;
      const known = this.#known.get(keyOf(projectId, id, clientId));
      // A browser that changes servers: its old stream may be found dead long after the new one began.
      if (known?.isWatching === true && !saidSo) this.#state(known);
      else this.#forget(projectId, id, clientId);
    }
  }

  #learn({ projectId, id, clientId, told, setAt: toldSetAt, ageMs }: HereNotice): void {
    const before = this.#rooms.find(projectId, id, clientId);
    const { setAt, untold } = this.#knownOf(projectId, id, clientId);
    const newer = Object.entries(told).filter(
      ([field]) => before === undefined || (toldSetAt[field] ?? 0) >= (setAt.get(field) ?? 0),
    );
    // Of somebody unknown a part is not enough.
    const person = personSchema.safeParse({
      ...unsaid,
      ...before,
      ...Object.fromEntries(newer),
      id,
      clientId,
    });
    if (!person.success) return;
    this.#rooms.set(projectId, person.data, performance.now() - ageMs);
    for (const [field] of newer) {
      setAt.set(field, toldSetAt[field] ?? 0);
      untold.delete(field);
    }
  }

  #stateAll(): void {
    const silentSince = performance.now() - this.#ttlMs;
    for (const [key, known] of this.#known) {
      const { projectId, id, clientId, isWatching, heardAt } = known;
      if (this.#rooms.find(projectId, id, clientId) === undefined) this.#known.delete(key);
      else if (isWatching || (heardAt !== undefined && heardAt > silentSince)) this.#state(known);
    }
  }

  /** Has all that is known of a person told with the next message. */
  #state({ projectId, id, clientId, untold }: Known): void {
    const person = this.#rooms.find(projectId, id, clientId);
    for (const field of person === undefined ? [] : Object.keys(changesOf(undefined, person)))
      untold.add(field);
    this.#plan();
  }

  #plan(): void {
    const wait = Math.max(0, this.#lastToldAt + this.#intervalMs - performance.now());
    this.#timer ??= setTimeout(() => this.#tell(), wait).unref();
  }

  #tell(): void {
    this.#timer = undefined;
    const now = performance.now();
    this.#lastToldAt = now;
    for (const { projectId, id, clientId, setAt, untold, heardAt, isWatching } of this.#known.values()) {
      const person = this.#rooms.find(projectId, id, clientId);
      if (untold.size > 0 && person !== undefined && heardAt !== undefined) {
        const fields = Object.entries(changesOf(undefined, person)).filter(([field]) => untold.has(field));
        const notice: HereNotice = {
          kind: 'here',
          projectId,
          id,
          clientId,
          ageMs: isWatching ? 0 : now - heardAt,
          setAt: Object.fromEntries(fields.map(([field]) => [field, setAt.get(field) ?? 0])),
          told: Object.fromEntries(fields),
        };
        for (const payload of printNotice(notice)) this.#notifications.notify(channel, payload);
      }
      untold.clear();
    }
  }
}
