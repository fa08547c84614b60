import { ServerResponse } from 'node:http';
import type { Context } from 'hono';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import type { Visitor } from '../accounts/accounts';
import type { Fault } from '../observe/fault';
import { createLog } from '../observe/log';
import type { Trail } from '../observe/trail';
import type { Answer } from './answer';
import { refusal } from './answer';
import type { Bindings } from './client-address';
import { clientAddress } from './client-address';
import { faultAnswer } from './faults';
import type { Answered, Send } from './observed';
import { observed } from './observed';
import type { OriginCheck } from './origin';
import { createOriginCheck } from './origin';
import type { RateLimit } from './rate-limit';
import { createRateLimit } from './rate-limit';
import { readDump, readJson, readOptionalJson } from './read-body';
import type { Route } from './route';
import { notFound, uuidOf } from './route';
import { send } from './send';
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
  refuse(context: AppContext, problem: Problem, status: number, allow?: string): Promise<Response>;
};

type Limiters = {
  readonly perAccount: RateLimit;
  readonly perAddress: RateLimit;
  readonly guestsPerAddress: RateLimit;
};

/** One per app: it holds the budgets. */
export function createGate(services: AppServices): Gate {
  const checkOrigin = createOriginCheck(services.publicOrigin, services.otherOrigins);
  const log = services.log ?? createLog({ level: 'info', isPretty: false });
  const limits = { ...defaultLimits, ...services.limits };
  const now = () => performance.now();
  const limiters: Limiters = {
    perAccount: createRateLimit(limits.perAccount, now),
    perAddress: createRateLimit(limits.perAddress, now),
    guestsPerAddress: createRateLimit(limits.guestsPerAddress, now),
  };
  return {
    serve: (route) => (context) => {
      const work = async (trail: Trail): Promise<Answered> => {
        try {
          return await answerOf(route, context, trail, { services, checkOrigin, limiters });
        } catch (error) {
          // Nobody is there to read the answer; a body that broke off is no fault either.
          const isGone = context.req.raw.signal.aborted;
          const report = (fault: Fault) => (isGone ? undefined : log.fault(fault, trail.requestId));
          return toNobody(faultAnswer(error, report, trail.requestId));
        }
      };
      return observed(context.req.raw, route, log, work, sendTo(context));
    },
    refuse: (context, problem, status, allow) => {
      const work = async (): Promise<Answered> => {
        const refused = checkOrigin(context.req.raw.headers);
        if (refused !== undefined) return toNobody(refusal(refused));
        return toNobody(refusal(problem, allow === undefined ? {} : { allow }, status));
      };
      return observed(context.req.raw, { path: null }, log, work, sendTo(context));
    },
  };
}

type GateParts = {
  readonly services: AppServices;
  readonly checkOrigin: OriginCheck;
  readonly limiters: Limiters;
};

async function answerOf(
  route: Route,
  context: AppContext,
  trail: Trail,
  { services, checkOrigin, limiters }: GateParts,
): Promise<Answered> {
  const request = context.req.raw;
  const { headers } = request;
  const refusedOrigin = checkOrigin(headers);
  if (refusedOrigin !== undefined) return toNobody(refusal(refusedOrigin));

  const address = clientAddress(context.env, headers);
  const wait = address === undefined ? 0 : limiters.perAddress(address);
  if (wait > 0) return toNobody(rateLimited(wait));

  let visitor = route.access === 'anyone' ? null : await services.accounts.actorOf(request);
  if (visitor === null && route.access === 'member') return toNobody(refusal(notFound));
  const accountWait = visitor === null ? 0 : limiters.perAccount(visitor.actor.id);
  if (accountWait > 0) return toNobody(rateLimited(accountWait));

  const params = paramsOf(context);
  if (params === undefined) return toNobody(refusal(notFound));
  trail.projectId = params.projectId;
  const input = await inputOf(route, context);
  if (!input.ok) {
    const isHidden = await isHiddenProject(services, visitor, params);
    return { answer: refusal(isHidden ? notFound : input.problem), visitor };
  }

  if (visitor === null && route.access === 'newcomer') {
    const guestWait = address === undefined ? 0 : limiters.guestsPerAddress(address);
    if (guestWait > 0) return toNobody(rateLimited(guestWait));
    visitor = await services.accounts.ensureActor(request);
  }
  return { answer: await route.handle({ request, visitor, params, ...input.value }), visitor };
}

/** Without the cookies of whoever asked. */
function toNobody(answer: Answer): Answered {
  return { answer, visitor: null };
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

/** Sends answers with the visitor's cookies; gives what the app has to return. */
function sendTo({ env, req }: AppContext): Send {
  // HEAD is answered by what GET says, without its body: the app sees to that.
  const outgoing = req.raw.method === 'HEAD' ? undefined : env?.outgoing;
  const node = outgoing instanceof ServerResponse ? outgoing : undefined;
  return ({ answer, visitor }, more) => {
    const cookies = visitor?.setCookie ?? [];
    const all = cookies.length === 0 ? more : { ...more, 'set-cookie': [...cookies] };
    return send(answer, all, node);
  };
}

/** 429 with the seconds to wait. */
export function rateLimited(seconds: number): Answer {
  const detail = `Too many requests at once. Wait ${seconds} s and go on more slowly.`;
  return refusal({ code: 'rate-limited', detail }, { 'retry-after': String(seconds) });
}
