import { z } from 'zod';
import { version } from '../../../package.json';
import { changesEventSchema, fingerprintEventSchema } from '../../core/protocol/change';
import { presenceEventSchema } from '../../core/protocol/presence';
import { apiBase } from '../../core/protocol/version';
import { wireOperationSchema } from '../../core/schema/operation';
import { problemDocumentSchema } from '../../core/std/problem';
import type { Named, Route, Success } from './route';
import { named } from './route';

type Json = { readonly [key: string]: unknown };

/** Parts of requests and answers that no route names by itself. */
const innerRequests = [named('Operation', wireOperationSchema)];
const innerAnswers = [
  named('Problem', problemDocumentSchema),
  named('ChangesEvent', changesEventSchema),
  named('FingerprintEvent', fingerprintEventSchema),
  named('PresenceEvent', presenceEventSchema),
];

/** The OpenAPI 3.1 description of these routes, from the very schemas that check requests. */
export function openApiDocument(routes: readonly Route[]): Json {
  const bodies = routes.flatMap(({ body }) => (body === undefined ? [] : [body]));
  const answers = routes.flatMap(({ success }) => success.flatMap(({ json }) => (json ? [json] : [])));
  return {
    openapi: '3.1.0',
    info: {
      title: 'VersionZero',
      version,
      description: 'Design one PostgreSQL schema together. Errors are RFC 9457 problem documents.',
    },
    servers: [{ url: apiBase }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: pathsOf(routes),
    components: {
      schemas: {
        ...componentsOf([...innerRequests, ...bodies], 'input'),
        ...componentsOf([...innerAnswers, ...answers], 'output'),
      },
      headers: answerHeaders,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'versionzero.session_token' },
      },
    },
  };
}

/** https://spec.openapis.org/oas/v3.1.0#header-object */
const answerHeaders = {
  RequestId: {
    description:
      'The id of the request in the log of the server: `X-Request-Id` of the request, or a new one',
    schema: { type: 'string' },
  },
  ServerTiming: {
    description:
      'What a write took, in milliseconds: `commit`, its transactions together, with `retry`, how often they were tried again because of others; `total`, from the request to the answer',
    schema: { type: 'string' },
    example: 'commit;dur=3.21, retry;desc="1", total;dur=4.05',
  },
};
const onEveryAnswer = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
const onWrites = { 'Server-Timing': { $ref: '#/components/headers/ServerTiming' } };

function pathsOf(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    const operations = paths[path] ?? {};
    operations[route.method.toLowerCase()] = operationOf(route);
    paths[path] = operations;
  }
  return paths;
}

function operationOf(route: Route): Json {
  const requestBody = requestBodyOf(route);
  const isOpen = route.access === 'anyone' || route.access === 'visitor' || route.access === 'newcomer';
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.tag],
    // An empty requirement beside the real one: optional.
    security: route.access === 'anyone' ? [] : isOpen ? [{}, { session: [] }] : [{ session: [] }],
    parameters: [...pathParametersOf(route), ...queryParametersOf(route), ...headersOf(route)],
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: responsesOf(route),
  };
}

function pathParametersOf({ path }: Route): readonly Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'key' ? { type: 'string' } : { type: 'string', format: 'uuid' },
  }));
}

function queryParametersOf({ query }: Route): readonly Json[] {
  if (query === undefined) return [];
  const { properties = {} } = jsonSchemaOf(query);
  // All have a default or may be left out: an address without a query always means something.
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function headersOf({ takesIdempotencyKey }: Route): readonly Json[] {
  if (takesIdempotencyKey !== true) return [];
  const schema = { type: 'string', format: 'uuid' };
  const description = 'The id of the mutation: sent again with the same one, it is carried out once.';
  return [{ name: 'Idempotency-Key', in: 'header', required: false, schema, description }];
}

function requestBodyOf({ bodyKind, body }: Route): Json | undefined {
  switch (bodyKind) {
    case 'none':
      return undefined;
    case 'dump':
      return { required: true, content: { 'text/plain': { schema: { type: 'string' } } } };
    case 'json':
    case 'optional json': {
      const schema = body === undefined ? {} : reference(body);
      return { required: bodyKind === 'json', content: { 'application/json': { schema } } };
    }
  }
}

type Answer = { description: string; headers: Json; content?: Record<string, Json> };

function responsesOf({ method, success }: Route): Json {
  const responses: Record<string, Answer> = {};
  const headers = method === 'GET' ? onEveryAnswer : { ...onEveryAnswer, ...onWrites };
  for (const one of success) {
    const known = responses[one.status];
    const description = known === undefined ? one.description : `${known.description}. ${one.description}`;
    const content = { ...known?.content, ...contentOf(one) };
    const isEmpty = Object.keys(content).length === 0;
    responses[one.status] = { description, headers, ...(isEmpty ? {} : { content }) };
  }
  const schema = { $ref: '#/components/schemas/Problem' };
  const problem: Answer = {
    description: 'A refusal',
    headers,
    content: { 'application/problem+json': { schema } },
  };
  return { ...responses, default: problem };
}

function contentOf({ json, contentType }: Success): Record<string, Json> {
  if (json !== undefined) return { 'application/json': { schema: reference(json) } };
  if (contentType === 'application/json') return { [contentType]: { schema: { type: 'object' } } };
  return contentType === undefined ? {} : { [contentType]: { schema: { type: 'string' } } };
}

function reference({ name }: Named): Json {
  return { $ref: `#/components/schemas/${name}` };
}

const conversion = { target: 'draft-2020-12', unrepresentable: 'any' } as const;

function jsonSchemaOf(schema: z.ZodType) {
  return z.toJSONSchema(schema, { ...conversion, io: 'input' });
}

/** Schemas that contain one another refer to it by name instead of repeating it. */
function componentsOf(schemas: readonly Named[], io: 'input' | 'output'): Json {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of schemas) registry.add(schema, { id: name });
  const uri = (name: string) => `#/components/schemas/${name}`;
  const { schemas: converted } = z.toJSONSchema(registry, { ...conversion, io, uri });
  return Object.fromEntries(
    Object.entries(converted).map(([name, { $schema: _dialect, $id: _id, ...rest }]) => [name, rest]),
  );
}
