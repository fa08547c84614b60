import { ServerResponse } from 'node:http';
import type { Context } from 'hono';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import type { Visitor } from '../accounts/accounts';
import { refusal } from './answer';
import type { Bindings } from './client-address';
import { clientAddress } from './client-address';
import { sendDirectly } from './direct';
import { faultAnswer } from './faults';
import type { OriginCheck } from './origin';
import { createOriginCheck } from './origin';
import type { RateLimit } from './rate-limit';
import { createRateLimit } from './rate-limit';
import { readDump, readJson, readOptionalJson } from './read-body';
import type { Route } from './route';
import { notFound, uuidOf } from './route';
import type { AppServices } from './services';
import { defaultLimits } from './services';
import { validBody, validQuery } from './validation';

export type AppContext = Context<{ Bindings: Bindings }>;

/** Turns a route into a handler that never throws. */
export type Serve = (route: Route) => (context: AppContext) => Promise<Response>;

/** The checks in front of every route, in this order: origin, budget, who, address, body. */
export type Gate = {
  readonly serve: Serve;
  /** The answer to what no route takes. */
  refuse(context: AppContext, problem: Problem, status: number, allow?: string): Response;
};

type Limiters = {
  readonly perAccount: RateLimit;
  readonly perAddress: RateLimit;
  readonly guestsPerAddress: RateLimit;
};

/** One per app: it holds the budgets. */
export function createGate(services: AppServices): Gate {
  const checkOrigin = createOriginCheck(services.publicOrigin, services.otherOrigins);
  const report = services.report ?? ((fault) => void process.stderr.write(`${fault}\n`));
  const limits = { ...defaultLimits, ...services.limits };
  const now = () => performance.now();
  const limiters: Limiters = {
    perAccount: createRateLimit(limits.perAccount, now),
    perAddress: createRateLimit(limits.perAddress, now),
    guestsPerAddress: createRateLimit(limits.guestsPerAddress, now),
  };
  return {
    serve: (route) => async (context) => {
      try {
        return await answerOf(route, context, services, checkOrigin, limiters);
      } catch (error) {
        // Nobody is there to read the answer; a body that broke off is no fault either.
        const isGone = context.req.raw.signal.aborted;
        return faultAnswer(error, isGone ? () => undefined : report);
      }
    },
    refuse: ({ req }, problem, status, allow) => {
      const refused = checkOrigin(req.raw.headers);
      if (refused !== undefined) return refusal(refused);
      return refusal(problem, allow === undefined ? {} : { allow }, status);
    },
  };
}

async function answerOf(
  route: Route,
  context: AppContext,
  services: AppServices,
  checkOrigin: OriginCheck,
  limiters: Limiters,
): Promise<Response> {
  const request = context.req.raw;
  const { headers } = request;
  const refusedOrigin = checkOrigin(headers);
  if (refusedOrigin !== undefined) return refusal(refusedOrigin);

  const address = clientAddress(context.env, headers);
  const wait = address === undefined ? 0 : limiters.perAddress(address);
  if (wait > 0) return rateLimited(wait);

  let visitor = route.access === 'anyone' ? null : await services.accounts.actorOf(request);
  if (visitor === null && route.access === 'member') return refusal(notFound);
  const accountWait = visitor === null ? 0 : limiters.perAccount(visitor.actor.id);
  if (accountWait > 0) return rateLimited(accountWait);

  const params = paramsOf(context);
  if (params === undefined) return refusal(notFound);
  const input = await inputOf(route, context);
  if (!input.ok) {
    const isHidden = await isHiddenProject(services, visitor, params);
    return send(refusal(isHidden ? notFound : input.problem), visitor, context);
  }

  if (visitor === null && route.access === 'newcomer') {
    const guestWait = address === undefined ? 0 : limiters.guestsPerAddress(address);
    if (guestWait > 0) return rateLimited(guestWait);
    visitor = await services.accounts.ensureActor(request);
  }
  return send(await route.handle({ request, visitor, params, ...input.value }), visitor, context);
}

/** Ids that are none belong to nothing; undefined then. */
function paramsOf(context: AppContext): Readonly<Record<string, string>> | undefined {
  const params: Record<string, string> = {};
  for (const [name, text] of Object.entries(context.req.param())) {
    const value = name === 'key' ? text : uuidOf(text);
    if (value === undefined) return undefined;
    params[name] = value;
  }
  return params;
}

type Input = { readonly query: unknown; readonly body: unknown };

async function inputOf(route: Route, context: AppContext): Promise<Result<Input, Problem>> {
  const request = context.req.raw;
  if (route.takesIdempotencyKey === true) {
    const key = request.headers.get('idempotency-key');
    if (key !== null && uuidOf(key) === undefined) {
      return refused({ code: 'invalid-request', detail: 'The header Idempotency-Key has to be a UUID.' });
    }
  }
  const query = route.query === undefined ? ok(undefined) : validQuery(route.query, context.req.queries());
  if (!query.ok) return query;
  const body = await bodyOf(route, request);
  return body.ok ? ok({ query: query.value, body: body.value }) : body;
}

async function bodyOf(route: Route, request: Request): Promise<Result<unknown, Problem>> {
  switch (route.bodyKind) {
    case 'none':
      return ok(undefined);
    case 'dump':
      return readDump(request);
    case 'optional json':
      return validated(route, await readOptionalJson(request));
    case 'json':
      return validated(route, await readJson(request));
  }
}

function validated(route: Route, value: Result<unknown, Problem>): Result<unknown, Problem> {
  if (!value.ok || value.value === undefined || route.body === undefined) return value;
  return validBody(route.body.schema, value.value);
}

/**
 * What may not be seen is not there, whatever nonsense was sent to it: asked only when there is something
 * to complain about, so that a good request costs no query more.
 */
async function isHiddenProject(
  services: AppServices,
  visitor: Visitor | null,
  params: Readonly<Record<string, string>>,
): Promise<boolean> {
  if (visitor === null || params.projectId === undefined) return false;
  return !(await services.projects.getProject(visitor.actor, params.projectId)).ok;
}

/** The answer with the visitor's cookies, for the app to return. */
function send(response: Response, visitor: Visitor | null, { env, req }: AppContext): Response {
  const setCookie = visitor?.setCookie ?? [];
  // HEAD is answered by what GET says, without its body: the app sees to that.
  const outgoing = req.raw.method === 'HEAD' ? undefined : env?.outgoing;
  const isNode = outgoing instanceof ServerResponse;
  const sent = sendDirectly(response, setCookie, isNode ? outgoing : undefined);
  if (sent === response) for (const cookie of setCookie) response.headers.append('set-cookie', cookie);
  return sent;
}

/** 429 with the seconds to wait. */
export function rateLimited(seconds: number): Response {
  const detail = `Too many requests at once. Wait ${seconds} s and go on more slowly.`;
  return refusal({ code: 'rate-limited', detail }, { 'retry-after': String(seconds) });
}
