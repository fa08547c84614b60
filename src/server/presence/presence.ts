import type { Person, PresenceUpdate } from '../../core/protocol/presence';

/** An account as others see it. */
export type PresentActor = { readonly id: string; readonly name: string; readonly color: string };

/** The data of `event: presence`, serialised once for everybody who watches the project. */
export type PresenceMessage = { readonly kind: 'presence'; readonly json: string };

export type PresenceOptions = {
  /** Somebody without a sign of life for this long is gone. */
  readonly ttlMs?: number;
  /** The shortest time between two messages about one project, and between two about one person. */
  readonly intervalMs?: number;
};

/**
 * Who is here and what they point at: soft state, in no database and in no log. May be late, may forget,
 * never claims that somebody is here for longer than the time to live after their last sign of life.
 * One person per (account, client): two tabs are two cursors.
 */
export type Presence = {
  /**
   * Merges an update into what is known of this client: an absent field stays as it is, null takes it
   * away, `leaving` takes the person away.
   */
  put(projectId: string, actor: PresentActor, update: PresenceUpdate): void;
  /** This client watches the project on this server from now on, until `leave`: it is here. */
  enter(projectId: string, actor: PresentActor, clientId: string): void;
  /** A sign of life of a client that watches, without news; nothing happens when it is not here. */
  touch(projectId: string, actorId: string, clientId: string): void;
  /** This client watches no more on this server. It is gone, unless it watches on another. */
  leave(projectId: string, actorId: string, clientId: string): void;
  /**
   * This client watches no more on this server and is about to on some server: it stays here for what is left of
   * its time to live.
   */
  release(projectId: string, actorId: string, clientId: string): void;
  people(projectId: string): readonly Person[];
  /**
   * Tells who is here: now, and after every change, the last state always, but not more often than ten
   * times a second per project. Returns the end of the subscription.
   */
  subscribe(projectId: string, deliver: (message: PresenceMessage) => void): () => void;
  /** Stops all timers; nothing is delivered afterwards. */
  close(): void;
};
