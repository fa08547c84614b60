import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { MutationResponse } from '../../../core/protocol/mutation';
import { liveRecordSchema } from '../../../core/protocol/records';
import { apiBase } from '../../../core/protocol/version';
import { createSchemas, patchSchemas } from '../../../core/schema/bodies';
import { idSchema } from '../../../core/schema/body-parts';
import type { RecordKind } from '../../../core/schema/kinds';
import { recordKinds } from '../../../core/schema/kinds';
import type { Operation } from '../../../core/schema/operation';
import { must } from '../../../core/std/assert';
import type { Problem } from '../../../core/std/problem';
import type { Result } from '../../../core/std/result';
import { answer, json, refusal } from '../answer';
import type { Route, RouteRequest } from '../route';
import { actorOf, named, route, uuidOf } from '../route';
import type { AppServices } from '../services';
import { mutationAnswer } from './mutations';
import { projectIdOf } from './projects';

/** The part of the path that stands for a kind. */
export const collections: { readonly [Kind in RecordKind]: string } = {
  namespace: 'namespaces',
  table: 'tables',
  column: 'columns',
  'primary-key': 'primary-keys',
  unique: 'uniques',
  'foreign-key': 'foreign-keys',
  check: 'checks',
  exclusion: 'exclusions',
  index: 'indexes',
  enum: 'enums',
  domain: 'domains',
  composite: 'composites',
  range: 'ranges',
  sequence: 'sequences',
  verbatim: 'verbatims',
  note: 'notes',
  area: 'areas',
  layout: 'layouts',
  'review-setting': 'review-settings',
};

const record = named('Record', liveRecordSchema);
const versionSchema = z.number().int().min(1).max(2_000_000_000);
const deletion = named(
  'Deletion',
  z.object({ version: versionSchema.optional(), cascade: z.boolean().optional() }).strict(),
);
/** In a query everything is text. */
const deletionQuery = z.strictObject({
  version: z.coerce.number().pipe(versionSchema).optional(),
  cascade: z.enum(['true', 'false']).optional(),
});

/** POST, PATCH and DELETE of one kind: each is one operation through the pipeline of all mutations. */
export function objectRoutes(services: AppServices): readonly Route[] {
  return recordKinds.flatMap((kind) => [
    createRoute(services, kind),
    updateRoute(services, kind),
    deleteRoute(services, kind),
  ]);
}

function createRoute(services: AppServices, kind: RecordKind): Route {
  const path = `/projects/:projectId/${collections[kind]}`;
  const schema = createSchemas[kind].extend({ id: idSchema.optional() }).strict();
  return route({
    method: 'POST',
    path,
    name: `create${pascalCase(kind)}`,
    summary: `Creates: ${wordsOf(kind)}`,
    tag: collections[kind],
    access: 'member',
    bodyKind: 'json',
    body: named(`Create${pascalCase(kind)}`, schema),
    takesIdempotencyKey: true,
    success: [{ status: 201, description: 'The record', json: record }],
    handle: async (request) => {
      const { id: given, ...body } = request.body;
      const key = idempotencyKeyOf(request);
      // A repeat without an id of its own has to name the same record as the first time.
      const id = typeof given === 'string' ? given : (key ?? randomUUID());
      const operation: Operation = { verb: 'create', kind, id, body };
      const result = await commitOne(services, request, operation);
      return answer(result, (committed) => {
        const made = createdRecord(committed, operation);
        const location = `${apiBase}${path.replace(':projectId', projectIdOf(request))}/${made.id}`;
        return json(made, 201, { location });
      });
    },
  });
}

function updateRoute(services: AppServices, kind: RecordKind): Route {
  const schema = patchSchemas[kind].extend({ version: versionSchema }).strict();
  return route({
    method: 'PATCH',
    path: `/projects/:projectId/${collections[kind]}/:id`,
    name: `update${pascalCase(kind)}`,
    summary: `Changes fields: ${wordsOf(kind)}. Null removes an optional one`,
    tag: collections[kind],
    access: 'member',
    bodyKind: 'json',
    body: named(`Update${pascalCase(kind)}`, schema),
    takesIdempotencyKey: true,
    success: [{ status: 200, description: 'Committed', json: mutationAnswer }],
    handle: async (request) => {
      const { version, ...body } = request.body;
      const id = request.params.id ?? '';
      const operation: Operation = { verb: 'update', kind, id, version: Number(version), body };
      return answer(await commitOne(services, request, operation));
    },
  });
}

function deleteRoute(services: AppServices, kind: RecordKind): Route {
  return route({
    method: 'DELETE',
    path: `/projects/:projectId/${collections[kind]}/:id`,
    name: `delete${pascalCase(kind)}`,
    summary: `Deletes, with what belongs to it: ${wordsOf(kind)}`,
    tag: collections[kind],
    access: 'member',
    query: deletionQuery,
    bodyKind: 'optional json',
    body: deletion,
    takesIdempotencyKey: true,
    success: [{ status: 200, description: 'Committed', json: mutationAnswer }],
    handle: async (request) => {
      // No body at all is fine: the query can say the same.
      const version = request.body?.version ?? request.query.version;
      if (version === undefined) return refusal(versionMissing);
      const cascade = request.body?.cascade ?? request.query.cascade === 'true';
      const id = request.params.id ?? '';
      return answer(await commitOne(services, request, { verb: 'delete', kind, id, version, cascade }));
    },
  });
}

const versionMissing: Problem = {
  code: 'invalid-request',
  detail: 'The version that is to be deleted is missing: send {"version": n} or ?version=n.',
  pointer: '/version',
};

type Request = RouteRequest<unknown, unknown>;

function idempotencyKeyOf({ request }: Request): string | undefined {
  return uuidOf(request.headers.get('idempotency-key'));
}

function commitOne(
  { projects }: AppServices,
  request: Request,
  operation: Operation,
): Promise<Result<MutationResponse, Problem>> {
  const id = idempotencyKeyOf(request) ?? randomUUID();
  return projects.commit(actorOf(request), projectIdOf(request), { id, operations: [operation] });
}

/** A layout for something that has one moves that one, which has another id than the caller minted. */
function createdRecord({ records }: MutationResponse, operation: Operation) {
  const made =
    records.find(({ id }) => id === operation.id) ?? records.find(({ kind }) => kind === operation.kind);
  return must(made, 'the record that was created');
}

function pascalCase(kind: RecordKind): string {
  return kind.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
}

function wordsOf(kind: RecordKind): string {
  return kind.replaceAll('-', ' ');
}
