import { mergedPerson } from './person';
import type { Presence, PresenceOptions, PresentActor } from './presence';
import { Rooms } from './rooms';

/** Presence of one process. */
export function createMemoryPresence(options: PresenceOptions = {}): Presence {
  const rooms = new Rooms(options);
  const put: Presence['put'] = (projectId, actor, update) => {
    const clientId = update.clientId ?? actor.id;
    if (update.leaving === true) return rooms.remove(projectId, actor.id, clientId);
    const before = rooms.find(projectId, actor.id, clientId);
    rooms.set(projectId, mergedPerson(before, actor, clientId, update));
  };
  return {
    put,
    enter: (projectId: string, actor: PresentActor, clientId: string) => put(projectId, actor, { clientId }),
    touch: (projectId, actorId, clientId) => void rooms.touch(projectId, actorId, clientId),
    leave: (projectId, actorId, clientId) => rooms.remove(projectId, actorId, clientId),
    release: () => undefined,
    people: (projectId) => rooms.people(projectId),
    subscribe: (projectId, deliver) => rooms.subscribe(projectId, deliver),
    close: () => rooms.close(),
  };
}
