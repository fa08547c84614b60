import { z } from 'zod';
import { thumbnailSchema } from '../../../core/protocol/thumbnail';
import { answer, json, notModified } from '../answer';
import type { Route } from '../route';
import { actorOf, named, route } from '../route';
import type { AppServices } from '../services';
import { projectIdOf } from './projects';

const query = z.strictObject({ trash: z.enum(['true', 'false']).default('false') });

/**
 * The browser of this person may keep it, and asks before each use: whoever lost the project sees it no
 * more. Another person at the same browser has another cookie.
 */
const kept = { 'cache-control': 'private, no-cache', vary: 'Cookie' } as const;

/** Pictures for lists of projects. */
export function thumbnailRoutes({ projects }: AppServices): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/projects/:projectId/thumbnail',
      name: 'getThumbnail',
      summary:
        'Where the tables stand, for a small picture; with trash=true of a project that the caller can restore',
      tag: 'projects',
      access: 'member',
      query,
      bodyKind: 'none',
      success: [
        {
          status: 200,
          description: 'At most a thousand tables and as many relationships',
          json: named('Thumbnail', thumbnailSchema),
        },
        { status: 304, description: 'If-None-Match names the version that it still has' },
      ],
      handle: async (request) => {
        const known = tagsIn(request.request.headers.get('if-none-match'));
        const read = await projects.thumbnail(actorOf(request), projectIdOf(request), {
          inTrash: request.query.trash === 'true',
          knows: (version) => known.has(version),
        });
        return answer(read, (found) => {
          const headers = { ...kept, etag: `"${found.version}"` };
          return found.kind === 'known' ? notModified(headers) : json(found.thumbnail, 200, headers);
        });
      },
    }),
  ];
}

/** The versions that an If-None-Match names, without their quotes; weak or not is one (RFC 9110, 13.1.2). */
function tagsIn(header: string | null): ReadonlySet<string> {
  return new Set(Array.from((header ?? '').matchAll(/"([^"]*)"/g), ([, tag = '']) => tag));
}
