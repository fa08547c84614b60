import { presenceUpdateSchema } from '../../../core/protocol/presence';
import type { Actor } from '../../../core/protocol/records';
import { RecentCache } from '../../accounts/recent-cache';
import { empty, refusal } from '../answer';
import type { Route } from '../route';
import { actorOf, named, notFound, route } from '../route';
import type { AppServices } from '../services';
import { projectIdOf } from './projects';

/** A cursor moves twenty times a second: who may see a project is asked this often only. */
const accessTtlMs = 15_000;

export function presenceRoutes(services: AppServices): readonly Route[] {
  const { presence, accounts } = services;
  const maySee = createAccessCheck(services);
  return [
    route({
      method: 'PUT',
      path: '/projects/:projectId/presence',
      name: 'putPresence',
      summary: 'Where I am. An absent field stays as it was, null takes it away',
      tag: 'live',
      access: 'member',
      isFrequent: true,
      bodyKind: 'json',
      body: named('PresenceUpdate', presenceUpdateSchema),
      success: [{ status: 204, description: 'Told to everybody who watches' }],
      handle: async (request) => {
        const projectId = projectIdOf(request);
        const actor = actorOf(request);
        if (!(await maySee(actor, projectId))) return refusal(notFound);
        const { name } = request.body;
        const named = name === undefined ? actor : await accounts.rename(actor, name);
        const color = request.visitor?.color ?? '';
        presence.put(projectId, { id: named.id, name: named.name, color }, request.body);
        return empty();
      },
    }),
  ];
}

function createAccessCheck({ projects }: AppServices): (actor: Actor, projectId: string) => Promise<boolean> {
  const cache = new RecentCache<true>({ ttlMs: accessTtlMs, capacity: 10_000, now: Date.now });
  return async (actor, projectId) => {
    const found = await cache.get(`${actor.id} ${projectId}`, async () =>
      (await projects.getProject(actor, projectId)).ok ? true : null,
    );
    return found === true;
  };
}
