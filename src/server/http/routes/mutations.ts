import { z } from 'zod';
import { changeLogSchema } from '../../../core/protocol/change';
import { mutationRequestSchema, mutationResponseSchema } from '../../../core/protocol/mutation';
import { fromWire } from '../../../core/schema/operation';
import { answer } from '../answer';
import type { Route } from '../route';
import { actorOf, named, route } from '../route';
import type { AppServices } from '../services';
import { projectIdOf } from './projects';

/** The answer of everything that goes through the one pipeline. */
export const mutationAnswer = named('MutationResponse', mutationResponseSchema);

const changesQuery = z.strictObject({
  before: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export function mutationRoutes({ projects }: AppServices): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/projects/:projectId/mutations',
      name: 'commitMutation',
      summary: 'Operations, all or nothing, once per id',
      tag: 'editing',
      access: 'member',
      bodyKind: 'json',
      body: named('MutationRequest', mutationRequestSchema),
      success: [
        { status: 200, description: 'Committed; a repeat gets the same answer', json: mutationAnswer },
      ],
      handle: async (request) => {
        const { id, operations } = request.body;
        const mutation = { id, operations: operations.map(fromWire) };
        return answer(await projects.commit(actorOf(request), projectIdOf(request), mutation));
      },
    }),
    route({
      method: 'GET',
      path: '/projects/:projectId/changes',
      name: 'listChanges',
      summary: 'The audit log, newest first',
      tag: 'editing',
      access: 'member',
      query: changesQuery,
      bodyKind: 'none',
      success: [
        {
          status: 200,
          description: '`next`, where there is one, is `before` of the following page',
          json: named('ChangeLog', changeLogSchema),
        },
      ],
      handle: async (request) => {
        const { before, limit } = request.query;
        const page = before === undefined ? { limit } : { before, limit };
        return answer(await projects.changeLog(actorOf(request), projectIdOf(request), page));
      },
    }),
  ];
}
