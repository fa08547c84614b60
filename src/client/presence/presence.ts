import type { Person, PresenceUpdate } from '../../core/protocol/presence';
import { sameJson } from '../../core/std/canonical-json';
import type { Api } from '../api/api';
import type { Scheduler } from '../sync/scheduler';
import { systemScheduler } from '../sync/scheduler';

/** Where I am. Fields that are left out of an update stay as they were. */
export type OwnPresence = Omit<PresenceUpdate, 'clientId' | 'leaving' | 'sentAt'>;

export type PresenceOptions = {
  readonly api: Pick<Api, 'presence'>;
  readonly projectId: string;
  /** This tab; a person may have several. */
  readonly clientId: string;
  /** The server's wish for the time between two messages, once it is known; see `PresenceTerms`. */
  readonly intervalMs?: () => number | undefined;
  readonly scheduler?: Scheduler;
};

export type Presence = {
  /** Tells the others, at once or with the next message; what has not changed is not sent. */
  readonly update: (change: OwnPresence) => void;
  /** The connection is back: the server may have forgotten me, so all of it is told again. */
  readonly repeat: () => void;
  /** Says goodbye in a request that outlives the page. A later update comes back. */
  readonly leave: () => void;
  /** Stops without a word: the server forgets silent ones by itself. */
  readonly stop: () => void;
};

/** At most ten messages a second: smooth enough, as viewers interpolate. A server may want fewer. */
const shortestIntervalMs = 100;
/** Nothing changed for so long: say that I am still here, before the server forgets me. */
const refreshMs = 15_000;

/**
 * Sends where I am. Presence may get lost and nobody minds: a message that fails is not repeated, the next
 * one holds everything. One message is under way at a time, so that an older one never arrives last.
 */
export function createPresence(options: PresenceOptions): Presence {
  return new PresenceSender(options);
}

class PresenceSender implements Presence {
  readonly #options: PresenceOptions;
  readonly #scheduler: Scheduler;
  #wanted: OwnPresence = {};
  #sent: OwnPresence = {};
  #sentAt = Number.NEGATIVE_INFINITY;
  #sending = false;
  #cancel: () => void = () => undefined;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#scheduler = options.scheduler ?? systemScheduler;
  }

  readonly update = (change: OwnPresence): void => {
    this.#wanted = { ...this.#wanted, ...change };
    this.#plan();
  };

  readonly repeat = (): void => {
    this.#sent = {};
    this.#plan();
  };

  readonly leave = (): void => {
    this.#cancel();
    this.#sent = {};
    this.#send({ leaving: true }, true).catch(() => undefined);
  };

  readonly stop = (): void => this.#cancel();

  #plan(): void {
    this.#cancel();
    if (this.#sending) return;
    const changed = !sameJson(this.#wanted, this.#sent);
    const due = this.#sentAt + (changed ? this.#intervalMs() : refreshMs);
    const wait = Math.max(0, due - this.#scheduler.now());
    this.#cancel = this.#scheduler.after(wait, () => this.#say());
  }

  #intervalMs(): number {
    return Math.min(refreshMs, Math.max(shortestIntervalMs, this.#options.intervalMs?.() ?? 0));
  }

  #say(): void {
    this.#sending = true;
    this.#sentAt = this.#scheduler.now();
    const saying = this.#wanted;
    const done = (sent: OwnPresence) => {
      this.#sending = false;
      this.#sent = sent;
      this.#plan();
    };
    this.#send(saying, false).then(
      () => done(saying),
      // Not repeated at once: with the next change, or when it is time for a sign of life.
      () => done(saying),
    );
  }

  #send(update: PresenceUpdate, keepalive: boolean): Promise<void> {
    const { api, projectId, clientId } = this.#options;
    const sentAt = this.#scheduler.now();
    return api.presence(projectId, { ...update, clientId, sentAt }, { keepalive });
  }
}

/** Everybody but this tab. Other tabs of the same person are somebody to see. */
export function othersOf(people: readonly Person[], clientId: string): readonly Person[] {
  return people.filter((person) => person.clientId !== clientId);
}
