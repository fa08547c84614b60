import { restoredSchema, restorePreviewSchema, restoreRequestSchema } from '../../../core/protocol/restore';
import { answer } from '../answer';
import type { Route } from '../route';
import { actorOf, named, route } from '../route';
import type { AppServices } from '../services';
import { projectIdOf } from './projects';

const common = {
  path: '/projects/:projectId/changes/:changeId/restore',
  tag: 'editing',
  access: 'member',
} as const;

/** Back to a moment of the log; what the trash gives back is another thing, in projects.ts. */
export function restoreRoutes({ projects }: AppServices): readonly Route[] {
  return [
    route({
      ...common,
      method: 'GET',
      name: 'previewRestore',
      summary: 'What bringing the project back to how this change left it would do now',
      bodyKind: 'none',
      success: [
        {
          status: 200,
          description: 'How many records of which kind, and whose edits it would take back',
          json: named('RestorePreview', restorePreviewSchema),
        },
      ],
      handle: async (request) =>
        answer(
          await projects.previewRestore(
            actorOf(request),
            projectIdOf(request),
            request.params.changeId ?? '',
          ),
        ),
    }),
    route({
      ...common,
      method: 'POST',
      name: 'restoreTo',
      summary: 'Brings the project back to how this change left it, as one edit, once per id',
      bodyKind: 'json',
      body: named('RestoreRequest', restoreRequestSchema),
      success: [
        {
          status: 200,
          description: 'Done; a repeat gets the same answer',
          json: named('Restored', restoredSchema),
        },
      ],
      handle: async (request) => {
        const to = request.params.changeId ?? '';
        const { id } = request.body;
        return answer(await projects.restoreTo(actorOf(request), projectIdOf(request), { id, to }));
      },
    }),
    route({
      method: 'POST',
      path: '/projects/:projectId/changes/:changeId/undo',
      name: 'undoChange',
      summary: 'Takes one change back, whatever its size, once per id; refused when somebody has built on it',
      tag: 'editing',
      access: 'member',
      bodyKind: 'json',
      body: named('UndoRequest', restoreRequestSchema),
      success: [
        {
          status: 200,
          description: 'Done; a repeat gets the same answer. `to` is the change that was taken back',
          json: named('Undone', restoredSchema),
        },
      ],
      handle: async (request) => {
        const to = request.params.changeId ?? '';
        const { id } = request.body;
        return answer(await projects.undoChange(actorOf(request), projectIdOf(request), { id, to }));
      },
    }),
  ];
}
