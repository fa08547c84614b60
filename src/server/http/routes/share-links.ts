import {
  acceptedShareLinkSchema,
  createShareLinkSchema,
  shareLinkSchema,
} from '../../../core/protocol/project';
import { answer, json } from '../answer';
import type { Route } from '../route';
import { actorOf, named, route } from '../route';
import type { AppServices } from '../services';
import { projectIdOf } from './projects';

export function shareLinkRoutes({ projects, publicOrigin }: AppServices): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/projects/:projectId/share-links',
      name: 'createShareLink',
      summary: 'Makes a link that gives whoever opens it a role',
      tag: 'sharing',
      access: 'member',
      bodyKind: 'json',
      body: named('CreateShareLink', createShareLinkSchema),
      success: [
        {
          status: 201,
          description: 'The key is in this answer and nowhere else: it is kept hashed',
          json: named('ShareLink', shareLinkSchema),
        },
      ],
      handle: async (request) =>
        answer(
          await projects.createShareLink(actorOf(request), projectIdOf(request), request.body.role),
          ({ id, key }) => {
            const origin = publicOrigin ?? `http://${request.request.headers.get('host')}`;
            return json({ id, key, url: shareUrl(origin, key) }, 201);
          },
        ),
    }),
    route({
      method: 'POST',
      path: '/share-links/:key/accept',
      name: 'acceptShareLink',
      summary: 'Makes the caller a member',
      tag: 'sharing',
      access: 'newcomer',
      bodyKind: 'none',
      success: [
        {
          status: 200,
          description: 'The project and the role in it',
          json: named('AcceptedShareLink', acceptedShareLinkSchema),
        },
      ],
      handle: async (request) =>
        answer(await projects.acceptShareLink(actorOf(request), request.params.key ?? '')),
    }),
  ];
}

/** The page that takes an invitation up; pages tell no other site the address they were at. */
function shareUrl(origin: string, key: string): string {
  return `${origin}/s/${encodeURIComponent(key)}`;
}
