import { randomUUID } from 'node:crypto';
import type { Person, PresenceUpdate } from '../../core/protocol/presence';
import { sameJson } from '../../core/std/canonical-json';
import type { KnownPerson } from './known-person';
import { fieldsToTell, learnPerson, newerPart, newKnownPerson, noteUpdate } from './known-person';
import { Outage } from './outage';
import { mergedPerson } from './person';
import type { Presence, PresenceMessage, PresenceOptions, PresentActor } from './presence';
import type { PresenceTable } from './presence-table';
import { readingPace } from './reading-pace';
import { defaultTtlMs, keyOf, Rooms } from './rooms';
import type { PersonKey, StoredPerson } from './stored-person';
import { WatchedProjects } from './watched-projects';

/** At most five writes a second about one person: each is paid for. */
const dynamoIntervalMs = 200;
const signsPerTtl = 3;
/** A read that begins so soon after a write may not show it. */
const settleMs = 2_000;
const maxDoublings = 6;

type DynamoPresenceOptions = PresenceOptions & {
  /** Takes one line when the table goes out of reach, and one when it is back. */
  readonly report?: (line: string) => void;
};

/**
 * Presence of all servers, in all Regions, that share a table in DynamoDB. A server shows the people whom it
 * hears itself at once, tells the table what changed about them, and reads what the others told about the
 * projects that are watched at it. Eventually consistent. While the table is throttled or out of reach, each
 * server shows its own people, says that it is so, and comes back by itself.
 *
 * @param openTable called when the table is needed first
 */
export function createDynamoPresence(
  openTable: () => Promise<PresenceTable>,
  options: DynamoPresenceOptions = {},
): Presence {
  return new DynamoPresence(openTable, options);
}

class DynamoPresence implements Presence {
  readonly #openTable: () => Promise<PresenceTable>;
  readonly #serverId = randomUUID();
  readonly #ttlMs: number;
  readonly #intervalMs: number;
  readonly #rooms: Rooms;
  readonly #outage: Outage;
  readonly #watched: WatchedProjects;
  readonly #known = new Map<string, KnownPerson>();
  readonly #sweeper: NodeJS.Timeout;
  readonly #underWay = new Set<Promise<boolean>>();
  #table: Promise<PresenceTable> | undefined;
  #isClosed = false;

  constructor(openTable: () => Promise<PresenceTable>, options: DynamoPresenceOptions) {
    const { ttlMs = defaultTtlMs, intervalMs = dynamoIntervalMs, report = () => undefined } = options;
    this.#openTable = openTable;
    this.#ttlMs = ttlMs;
    this.#intervalMs = intervalMs;
    this.#outage = new Outage((isUnavailable, error) => {
      report(isUnavailable ? unavailable(error) : 'Presence in DynamoDB is available again.');
      this.#rooms.announceAll();
    });
    const terms = () => ({ intervalMs, ...(this.#outage.isUnavailable ? { isPartial: true } : {}) });
    this.#rooms = new Rooms({ ttlMs, intervalMs }, terms);
    const look = (projectId: string) => this.#attempt((table) => this.#read(table, projectId, false));
    this.#watched = new WatchedProjects(look, this.#outage, () => readingPace(ttlMs));
    this.#sweeper = setInterval(() => this.#sweep(), ttlMs / signsPerTtl).unref();
  }

  put(projectId: string, actor: PresentActor, update: PresenceUpdate): void {
    const clientId = update.clientId ?? actor.id;
    const key: PersonKey = { projectId, id: actor.id, clientId };
    if (update.leaving === true) {
      this.#goes(key, 'goodbye');
      return;
    }
    const known = this.#hear(key);
    // Later than a goodbye of the same millisecond.
    known.saidAt = Math.max(Date.now(), known.saidAt + 1);
    const before = this.#rooms.find(projectId, actor.id, clientId);
    const news = newerPart(update, known.setAt);
    const after = mergedPerson(before, actor, clientId, news);
    this.#rooms.set(projectId, after);
    noteUpdate(known, news, before, after);
    this.#plan(known);
  }

  enter(projectId: string, actor: PresentActor, clientId: string): void {
    this.put(projectId, actor, { clientId });
    const known = this.#knownOf({ projectId, id: actor.id, clientId });
    // Written in any case: from now on it is this server that they watch at.
    if (!known.isWatching) known.isStored = false;
    known.isWatching = true;
    this.#plan(known);
  }

  touch(projectId: string, actorId: string, clientId: string): void {
    if (!this.#rooms.touch(projectId, actorId, clientId)) return;
    const known = this.#hear({ projectId, id: actorId, clientId });
    known.isWatching = true;
    this.#plan(known);
  }

  leave(projectId: string, actorId: string, clientId: string): void {
    const isKnown = this.#known.has(keyOf(projectId, actorId, clientId));
    if (isKnown) this.#goes({ projectId, id: actorId, clientId }, 'nothing');
  }

  release(projectId: string, actorId: string, clientId: string): void {
    const known = this.#known.get(keyOf(projectId, actorId, clientId));
    if (known !== undefined) known.isWatching = false;
  }

  people(projectId: string): readonly Person[] {
    this.#watched.ask(projectId);
    return this.#rooms.people(projectId);
  }

  subscribe(projectId: string, deliver: (message: PresenceMessage) => void): () => void {
    const end = this.#rooms.subscribe(projectId, deliver);
    const unwatch = this.#watched.watch(projectId);
    return () => {
      end();
      unwatch();
    };
  }

  close(): void {
    clearInterval(this.#sweeper);
    for (const known of this.#known.values()) {
      clearTimeout(known.timer);
      // Streams end before a server does: whoever watched here is taken out while there is time.
      if (known.wish !== 'here' && !known.isStored && !known.isWriting) void this.#write(known);
    }
    this.#isClosed = true;
    this.#watched.close();
    this.#rooms.close();
    const table = this.#table;
    void Promise.all(this.#underWay)
      .then(async () => (await table)?.close())
      .catch(() => undefined);
  }

  #knownOf(key: PersonKey): KnownPerson {
    const text = keyOf(key.projectId, key.id, key.clientId);
    const known = this.#known.get(text) ?? newKnownPerson(key);
    this.#known.set(text, known);
    return known;
  }

  #isCurrent(known: KnownPerson): boolean {
    return this.#known.get(keyOf(known.projectId, known.id, known.clientId)) === known;
  }

  #personOf({ projectId, id, clientId }: KnownPerson): Person | undefined {
    return this.#rooms.find(projectId, id, clientId);
  }

  #hear(key: PersonKey): KnownPerson {
    const known = this.#knownOf(key);
    if (known.wish !== 'here') Object.assign(known, { wish: 'here', isStored: false });
    known.heardAt = Date.now();
    return known;
  }

  #goes(key: PersonKey, wish: 'goodbye' | 'nothing'): void {
    const known = this.#knownOf(key);
    Object.assign(known, { wish, isStored: false, isWatching: false, saidAt: Date.now() });
    known.untold.clear();
    known.setAt.clear();
    this.#rooms.remove(key.projectId, key.id, key.clientId);
    this.#plan(known);
  }

  #forget(known: KnownPerson): void {
    const { projectId, id, clientId } = known;
    clearTimeout(known.timer);
    this.#known.delete(keyOf(projectId, id, clientId));
    this.#rooms.remove(projectId, id, clientId);
  }

  /** Sees to it that the table is told what it has to be told about somebody, when it is time. */
  #plan(known: KnownPerson): void {
    if (this.#isClosed || known.isWriting || !this.#isCurrent(known)) return;
    clearTimeout(known.timer);
    const restMs = this.#restMs(known);
    if (restMs === null) return;
    const wait = Math.max(0, known.writtenAt + restMs - performance.now(), this.#outage.waitMs());
    known.timer = setTimeout(() => void this.#write(known), wait).unref();
  }

  /** How long after the last write the next one is due; null: there is nothing to tell. */
  #restMs({ untold, isStored, wish, heardAt, toldHeardAt, refusals }: KnownPerson): number | null {
    // Who is refused again and again meets something that this version does not understand.
    if (!isStored || untold.size > 0) return this.#intervalMs * 2 ** Math.min(refusals, maxDoublings);
    return wish === 'here' && heardAt > toldHeardAt ? this.#ttlMs / signsPerTtl : null;
  }

  async #write(known: KnownPerson): Promise<void> {
    if (known.wish === 'here' && this.#personOf(known) === undefined) {
      this.#forget(known);
      return;
    }
    // An outage may have begun since this was planned.
    if (this.#outage.waitMs() === 0) {
      known.isWriting = true;
      known.writtenAt = performance.now();
      await this.#attempt((table) =>
        known.wish === 'here' ? this.#tell(table, known) : this.#takeOut(table, known),
      );
      known.isWriting = false;
    }
    this.#plan(known);
  }

  /** Gives what the work gives, or false when it failed: then the table is left alone for a while. */
  #attempt(work: (table: PresenceTable) => Promise<boolean>): Promise<boolean> {
    const attempt = async (): Promise<boolean> => {
      try {
        this.#table ??= this.#openTable();
        const result = await work(await this.#table);
        if (!this.#isClosed) this.#outage.succeeded();
        return result;
      } catch (error) {
        if (!this.#isClosed) this.#outage.failed(error);
        return false;
      }
    };
    const underWay = attempt();
    this.#underWay.add(underWay);
    return underWay.finally(() => this.#underWay.delete(underWay));
  }

  async #tell(table: PresenceTable, known: KnownPerson): Promise<boolean> {
    const { projectId, id, clientId, untold, isStored, saidAt, heardAt, isWatching } = known;
    const person = this.#personOf(known);
    if (person === undefined) return false;
    const told = [...untold];
    const write = {
      ...fieldsToTell(known, person),
      projectId,
      id,
      clientId,
      isWhole: !isStored,
      saidAt,
      seenAt: heardAt,
      expiresAt: heardAt + this.#ttlMs,
      watchedBy: isWatching ? this.#serverId : undefined,
    };
    // What changes while the request is under way is told with the next one.
    untold.clear();
    known.isStored = true;
    const retell = () => {
      if (known.wish !== 'here') return;
      for (const field of told) untold.add(field);
      known.isStored = false;
    };
    const isDone = await table.write(write).catch((error: unknown) => {
      retell();
      throw error;
    });
    known.refusals = isDone ? 0 : known.refusals + 1;
    if (isDone) {
      known.toldHeardAt = heardAt;
    } else {
      // Another server told something newer, or took the person out: the table is asked, then told the rest.
      retell();
      await this.#read(table, projectId, true);
    }
    return isDone;
  }

  async #takeOut(table: PresenceTable, known: KnownPerson): Promise<boolean> {
    const { projectId, id, clientId, wish, saidAt } = known;
    const isDone =
      wish === 'goodbye'
        ? await table.sayGoodbye({ projectId, id, clientId, goneAt: saidAt, expiresAt: saidAt + this.#ttlMs })
        : await table.remove({ projectId, id, clientId, watchedBy: this.#serverId });
    if (known.wish !== wish) return isDone;
    known.isStored = true;
    // They are here elsewhere, and to be shown again.
    if (!isDone) this.#forget(known);
    return isDone;
  }

  /** Says whether the table had news. */
  async #read(table: PresenceTable, projectId: string, isConsistent: boolean): Promise<boolean> {
    const begunAt = performance.now();
    const stored = await table.read(projectId, Date.now(), isConsistent);
    if (this.#isClosed) return false;
    const before = this.#rooms.people(projectId);
    for (const one of stored)
      this.#learn(this.#knownOf({ projectId, id: one.id, clientId: one.clientId }), one);
    const found = new Set(stored.map(({ id, clientId }) => keyOf(id, clientId)));
    for (const { id, clientId } of before) {
      if (!found.has(keyOf(id, clientId))) this.#miss(this.#knownOf({ projectId, id, clientId }), begunAt);
    }
    return !sameJson(before, this.#rooms.people(projectId));
  }

  #learn(known: KnownPerson, stored: StoredPerson): void {
    if (stored.kind === 'gone') {
      if (stored.goneAt >= known.saidAt && known.wish === 'here') this.#forget(known);
      return;
    }
    const { projectId, id, clientId } = known;
    if (known.wish !== 'here') {
      // From before they went, out of a replica that lags or read too early.
      if (known.isWriting || stored.seenAt <= known.saidAt) return;
      this.#forget(known);
      this.#learn(this.#knownOf({ projectId, id, clientId }), stored);
      return;
    }
    const age = Math.max(0, Date.now() - stored.seenAt);
    if (age > this.#ttlMs) return;
    const person = learnPerson(known, this.#personOf(known), stored);
    if (person !== null) this.#rooms.set(projectId, person, performance.now() - age);
  }

  /** Somebody who is shown here and whom the table does not have. */
  #miss(known: KnownPerson, readAt: number): void {
    const { heardAt, isWriting, isStored, writtenAt, isWatching } = known;
    if (heardAt > 0 && (isWriting || !isStored || readAt - writtenAt < settleMs)) return;
    if (heardAt > 0 && isWatching) {
      // Their stream at another server ended, later than the one here began.
      known.isStored = false;
      this.#plan(known);
    } else {
      this.#forget(known);
    }
  }

  #sweep(): void {
    const silentSince = Date.now() - this.#ttlMs;
    for (const known of this.#known.values()) {
      const isOver = known.wish === 'here' ? this.#personOf(known) === undefined : known.saidAt < silentSince;
      if (isOver && !known.isWriting) this.#forget(known);
    }
  }
}

function unavailable(error: unknown): string {
  const why = error instanceof Error ? error.name : 'unknown error';
  return `Presence in DynamoDB is unavailable (${why}): only people of this server are shown. Editing goes on.`;
}
