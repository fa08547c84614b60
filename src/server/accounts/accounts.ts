import type { Actor } from '../../core/protocol/records';
import type { Authentication } from './authentication';
import { personColorOf } from './guest-names';
import { RecentCache } from './recent-cache';

/** Who sent a request. `setCookie`: values for `Set-Cookie` that the answer has to carry. */
export type Visitor = {
  readonly actor: Actor;
  /** `#rrggbb`, derived from the id. */
  readonly color: string;
  readonly setCookie: readonly string[];
};

/** Who is who. Faults of the database throw. */
export type Accounts = {
  /** Null when the request carries no session, or one that is forged, expired or ended. */
  actorOf(request: Request): Promise<Visitor | null>;
  /** As `actorOf`; a newcomer becomes a guest with a friendly name, whose cookie is in `setCookie`. */
  ensureActor(request: Request): Promise<Visitor>;
  /** From the next change on the audit log shows the new name. */
  rename(actor: Actor, name: string): Promise<Actor>;
};

/** Another process's rename or sign-out is seen after this long at the latest. */
const sessionTtlMs = 60_000;
const sessionCapacity = 10_000;

/** Accounts over an authentication library, with the last sessions remembered. */
export function createAccounts(authentication: Authentication): Accounts {
  const cache = new RecentCache<Actor>({ ttlMs: sessionTtlMs, capacity: sessionCapacity, now: Date.now });

  const actorOf = async (request: Request): Promise<Visitor | null> => {
    const key = sessionCookieOf(request, authentication.cookieName);
    if (key === undefined) return null;
    // Filled only by the request that did the look-up: one answer is enough to renew a cookie.
    let setCookie: readonly string[] = [];
    const actor = await cache.get(key, async () => {
      const found = await authentication.findSession(request.headers);
      setCookie = found?.setCookie ?? [];
      return found?.actor ?? null;
    });
    return actor === null ? null : { actor, color: personColorOf(actor.id), setCookie };
  };

  return {
    actorOf,
    ensureActor: async (request) => {
      const known = await actorOf(request);
      if (known !== null) return known;
      const { actor, setCookie } = await authentication.createGuest(request.headers);
      return { actor, color: personColorOf(actor.id), setCookie };
    },
    rename: async (actor, name) => {
      if (name === actor.name) return actor;
      await authentication.rename(actor.id, name);
      cache.update((known) => (known.id === actor.id ? { ...known, name } : known));
      return { ...actor, name };
    },
  };
}

/** The signed value of the session cookie, which is unguessable and so can be the key of a cache. */
function sessionCookieOf(request: Request, name: string): string | undefined {
  const header = request.headers.get('cookie');
  if (header === null) return undefined;
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
