import type { Span } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type { Visitor } from '../accounts/accounts';
import type { Log } from '../observe/log';
import { inRequestSpan } from '../observe/trace';
import type { Trail } from '../observe/trail';
import { newTrail, onTrail, requestIdOf } from '../observe/trail';
import type { MoreHeaders } from './direct';

/** What a request is called wherever something is told of it; null: no route takes its address. */
export type RouteName = { readonly path: string | null; readonly isFrequent?: boolean };

/** An answer, and whom it is for. */
export type Answered = { readonly response: Response; readonly visitor: Visitor | null };

/** Sends the answer, with these headers. */
export type Send = (answered: Answered, more: MoreHeaders) => Response;

/**
 * Answers a request under an id, which goes out with the answer, and tells of it: one line in the log, one span
 * where there are traces, and to whoever wrote what it took.
 */
export async function observed(
  request: Request,
  route: RouteName,
  log: Log,
  work: (trail: Trail) => Promise<Answered>,
  send: Send,
): Promise<Response> {
  const began = performance.now();
  const trail = newTrail(requestIdOf(request.headers));
  const { answered, traceId } = await onTrail(trail, () => traced(request, route, trail, work));
  trail.isOver = true;
  const durationMs = performance.now() - began;
  const sent = send(answered, headersOf(request.method, trail, durationMs));
  const line = {
    requestId: trail.requestId,
    method: request.method,
    route: route.path,
    status: statusOf(request, answered),
    durationMs: rounded(durationMs),
    projectId: trail.projectId,
    retries: trail.retries,
    conflicts: trail.conflicts,
    traceId,
  };
  log.request(line, route.isFrequent === true);
  return sent;
}

type Traced = { readonly answered: Answered; readonly traceId: string | undefined };

async function traced(
  request: Request,
  route: RouteName,
  trail: Trail,
  work: (trail: Trail) => Promise<Answered>,
): Promise<Traced> {
  const { path, isFrequent } = route;
  // Probes and pointers would be most of all traces.
  if (path === null || isFrequent === true) return { answered: await work(trail), traceId: undefined };
  return inRequestSpan(`${request.method} ${path}`, request.headers, async (span) => {
    const answered = await work(trail);
    if (!span.isRecording()) return { answered, traceId: undefined };
    describe(span, request.method, path, answered.response.status, trail);
    return { answered, traceId: span.spanContext().traceId };
  });
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
function describe(span: Span, method: string, path: string, status: number, trail: Trail): void {
  span.setAttributes({
    'http.request.method': method,
    'http.route': path,
    'http.response.status_code': status,
    'versionzero.request.id': trail.requestId,
    'versionzero.retries': trail.retries,
    'versionzero.conflicts': trail.conflicts.length,
  });
  if (trail.projectId !== undefined) span.setAttribute('versionzero.project.id', trail.projectId);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Somebody who hung up was not answered, whatever was made of it: nginx has a number for that. */
function statusOf(request: Request, { response }: Answered): number {
  return response.status >= 500 && request.signal.aborted ? 499 : response.status;
}

const writing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** https://www.w3.org/TR/server-timing/ */
function headersOf(method: string, trail: Trail, durationMs: number): MoreHeaders {
  const requestId = { 'x-request-id': trail.requestId };
  if (!writing.has(method)) return requestId;
  const total = `total;dur=${rounded(durationMs)}`;
  const commit = `commit;dur=${rounded(trail.transactionMs)}, retry;desc="${trail.retries}"`;
  return { ...requestId, 'server-timing': trail.transactions === 0 ? total : `${commit}, ${total}` };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
