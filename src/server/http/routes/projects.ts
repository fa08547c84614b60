import { z } from 'zod';
import type { Project } from '../../../core/protocol/project';
import {
  bucketsSchema,
  createProjectSchema,
  differencesSchema,
  projectListSchema,
  projectSchema,
  snapshotSchema,
  trashDays,
  updateProjectSchema,
} from '../../../core/protocol/project';
import { apiBase } from '../../../core/protocol/version';
import type { Answer } from '../answer';
import { answer, empty, json } from '../answer';
import type { Route } from '../route';
import { actorOf, named, route, uuidOf } from '../route';
import type { AppServices } from '../services';

const project = named('Project', projectSchema);
const projectList = named('ProjectList', projectListSchema);
const snapshot = named('Snapshot', snapshotSchema);
const createProject = named('CreateProject', createProjectSchema);
const updateProject = named('UpdateProject', updateProjectSchema);
const listQuery = z.strictObject({ trash: z.enum(['true', 'false']).default('false') });

/** Of a request that must say which project it means; the router has checked that it is there. */
export function projectIdOf({ params }: { readonly params: Readonly<Record<string, string>> }): string {
  return params.projectId ?? '';
}

export function projectRoutes(services: AppServices): readonly Route[] {
  return [...collectionRoutes(services), ...itemRoutes(services)];
}

function collectionRoutes({ projects }: AppServices): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/projects',
      name: 'listProjects',
      summary:
        'The projects of the caller, the last edited first; with trash=true what the caller can restore',
      tag: 'projects',
      access: 'visitor',
      query: listQuery,
      bodyKind: 'none',
      success: [{ status: 200, description: 'Those that the caller is a member of', json: projectList }],
      handle: async ({ visitor, query }) => {
        if (visitor === null) return json({ projects: [] });
        const list = query.trash === 'true' ? projects.listTrash : projects.listProjects;
        return json({ projects: await list(visitor.actor) });
      },
    }),
    route({
      method: 'POST',
      path: '/projects',
      name: 'createProject',
      summary: 'Begins a project; the caller owns it',
      tag: 'projects',
      access: 'newcomer',
      bodyKind: 'json',
      body: createProject,
      takesIdempotencyKey: true,
      success: [{ status: 201, description: 'The project', json: project }],
      handle: async (request) => {
        const id = request.body.id ?? uuidOf(request.request.headers.get('idempotency-key'));
        const { name } = request.body;
        return answer(
          await projects.createProject(actorOf(request), id === undefined ? { name } : { id, name }),
          created,
        );
      },
    }),
  ];
}

function created(value: Project): Answer {
  return json(value, 201, { location: `${apiBase}/projects/${value.id}` });
}

function itemRoutes({ projects }: AppServices): readonly Route[] {
  const common = { path: '/projects/:projectId', tag: 'projects', access: 'member' } as const;
  return [
    route({
      ...common,
      method: 'GET',
      name: 'getProject',
      summary: 'One project',
      bodyKind: 'none',
      success: [{ status: 200, description: 'The project', json: project }],
      handle: async (request) => answer(await projects.getProject(actorOf(request), projectIdOf(request))),
    }),
    route({
      ...common,
      method: 'PATCH',
      name: 'updateProject',
      summary: 'Renames a project',
      bodyKind: 'json',
      body: updateProject,
      success: [{ status: 200, description: 'As it is now', json: project }],
      handle: async (request) =>
        answer(await projects.renameProject(actorOf(request), projectIdOf(request), request.body.name)),
    }),
    route({
      ...common,
      method: 'DELETE',
      name: 'deleteProject',
      summary: 'Moves a project out of everybody’s sight into the trash of its owner; only the owner may',
      bodyKind: 'none',
      success: [{ status: 204, description: 'Deleted' }],
      handle: async (request) =>
        answer(await projects.deleteProject(actorOf(request), projectIdOf(request)), empty),
    }),
    route({
      ...common,
      path: '/projects/:projectId/restore',
      method: 'POST',
      name: 'restoreProject',
      summary: `Takes a project out of the trash again, for ${trashDays} days; only its owner may`,
      bodyKind: 'none',
      success: [{ status: 200, description: 'The project, back for all its members', json: project }],
      handle: async (request) =>
        answer(await projects.restoreProject(actorOf(request), projectIdOf(request))),
    }),
    route({
      ...common,
      path: '/projects/:projectId/snapshot',
      method: 'GET',
      name: 'getSnapshot',
      summary: 'All records in one consistent read, with the cursor to go on from',
      bodyKind: 'none',
      success: [{ status: 200, description: 'The whole project', json: snapshot }],
      handle: async (request) => answer(await projects.snapshot(actorOf(request), projectIdOf(request))),
    }),
    route({
      ...common,
      path: '/projects/:projectId/snapshot/differences',
      method: 'POST',
      name: 'getDifferences',
      summary: 'A snapshot of what is not as the caller has it, told by fingerprints of 256 parts',
      bodyKind: 'json',
      body: named('Buckets', bucketsSchema),
      success: [
        {
          status: 200,
          description: 'The parts that differ, whole; of the others nothing',
          json: named('Differences', differencesSchema),
        },
      ],
      handle: async (request) =>
        answer(await projects.differences(actorOf(request), projectIdOf(request), request.body.buckets)),
    }),
  ];
}
