import { z } from 'zod';
import type { Actor } from '../../core/protocol/records';
import type { Problem } from '../../core/std/problem';
import type { Visitor } from '../accounts/accounts';
import type { Answer } from './answer';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may come.
 * - `anyone`: nobody is asked.
 * - `visitor`: with or without a session.
 * - `newcomer`: whoever has no session becomes a guest.
 * - `member`: without a session there is nothing to see: 404, like everything one may not see.
 */
export type Access = 'anyone' | 'visitor' | 'newcomer' | 'member';

/** A JSON schema of the OpenAPI document, by name. */
export type Named<Schema extends z.ZodType = z.ZodType> = { readonly name: string; readonly schema: Schema };

export function named<Schema extends z.ZodType>(name: string, schema: Schema): Named<Schema> {
  return { name, schema };
}

/** A success as it is documented. */
export type Success = {
  readonly status: 200 | 201 | 204 | 304;
  readonly description: string;
  readonly json?: Named;
  /** Instead of JSON. */
  readonly contentType?: 'text/plain' | 'text/event-stream' | 'application/json' | 'application/zip';
};

/** A request that passed all checks that need no database. */
export type RouteRequest<Query, Body> = {
  readonly request: Request;
  /** Null where the route lets in people without a session. */
  readonly visitor: Visitor | null;
  /** From the path: lower-case UUIDs, `key` excepted. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
};

export type BodyKind = 'none' | 'json' | 'optional json' | 'dump';

/** One route: what it takes, what it gives, who may come, and what it does. */
export type Route<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType> = {
  readonly method: Method;
  /** Under the base path, parameters as `:name`. */
  readonly path: string;
  /** The id in the OpenAPI document. */
  readonly name: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly query?: Query;
  readonly bodyKind: BodyKind;
  readonly body?: Named<Body>;
  /** Asked many times a minute by programs: the log has it only when somebody looks closely. */
  readonly isFrequent?: boolean;
  /** Whether `Idempotency-Key` is the id of the mutation. */
  readonly takesIdempotencyKey?: boolean;
  readonly success: readonly Success[];
  /** Not declared as a property, so that routes of different bodies fit in one list. */
  handle(request: RouteRequest<z.output<Query>, z.output<Body>>): Promise<Answer>;
};

/** Infers the types of query and body from their schemas; the value is the one that was given. */
export function route<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType>(
  definition: Route<Query, Body>,
): Route {
  return definition;
}

/** Who sends the request, for routes that let nobody else in. */
export function actorOf({ visitor }: RouteRequest<unknown, unknown>): Actor {
  if (visitor === null) throw new Error('This route lets in people without a session.');
  return visitor.actor;
}

const uuidSchema = z.uuid();

/** A UUID in lower case, or undefined. */
export function uuidOf(text: string | undefined | null): string | undefined {
  return uuidSchema.safeParse(text).success ? text?.toLowerCase() : undefined;
}

export const notFound: Problem = {
  code: 'not-found',
  detail: 'There is no such thing here, or it was not shared with you.',
};
