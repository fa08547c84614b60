import { z } from 'zod';
import type { Visitor } from '../../accounts/accounts';
import { empty, json } from '../answer';
import type { Route } from '../route';
import { actorOf, named, route } from '../route';
import type { AppServices } from '../services';

const me = named('Me', z.object({ id: z.string(), name: z.string(), color: z.string() }));
const meUpdate = named(
  'MeUpdate',
  z.object({ name: z.string().trim().min(1, 'A name cannot be empty.').max(60).optional() }).strict(),
);

export function meRoutes({ accounts }: AppServices): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/me',
      name: 'getMe',
      summary: 'Who the session stands for',
      tag: 'people',
      access: 'visitor',
      bodyKind: 'none',
      success: [
        { status: 200, description: 'Name and colour in which others see you', json: me },
        { status: 204, description: 'No session yet: the first write makes one' },
      ],
      handle: async ({ visitor }) => (visitor === null ? empty() : json(self(visitor, visitor.actor.name))),
    }),
    route({
      method: 'PATCH',
      path: '/me',
      name: 'updateMe',
      summary: 'Changes the name that others see; without a name only begins a session',
      tag: 'people',
      access: 'newcomer',
      bodyKind: 'json',
      body: meUpdate,
      success: [{ status: 200, description: 'As it is now', json: me }],
      handle: async (request) => {
        const actor = actorOf(request);
        const { name } =
          request.body.name === undefined ? actor : await accounts.rename(actor, request.body.name);
        return json({ id: actor.id, name, color: request.visitor?.color });
      },
    }),
  ];
}

function self({ actor, color }: Visitor, name: string): z.infer<typeof me.schema> {
  return { id: actor.id, name, color };
}
