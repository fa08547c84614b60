import type { Span } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type { Visitor } from '../accounts/accounts';
import type { Log } from '../observe/log';
import { startRequestSpan } from '../observe/trace';
import type { Trail } from '../observe/trail';
import { newTrail, onTrail, requestIdOf } from '../observe/trail';
import type { Answer } from './answer';
import type { MoreHeaders } from './send';

/** What a request is called wherever something is told of it; null: no route takes its address. */
export type RouteName = { readonly path: string | null; readonly isFrequent?: boolean };

/** An answer, and whom it is for. */
export type Answered = { readonly answer: Answer; readonly visitor: Visitor | null };

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
  trail.span = spanOf(request, route);
  const answered = await onTrail(trail, () => work(trail));
  trail.isOver = true;
  const durationMs = performance.now() - began;
  const traceId = endSpan(trail, request.method, route, answered.answer.status);
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

/** Probes and pointers would be most of all traces. */
function spanOf({ method, headers }: Request, { path, isFrequent }: RouteName): Span | undefined {
  return path === null || isFrequent === true ? undefined : startRequestSpan(`${method} ${path}`, headers);
}

/**
 * Gives the id of the trace, where there is one.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
function endSpan(
  { span, requestId, projectId, retries, conflicts }: Trail,
  method: string,
  { path }: RouteName,
  status: number,
): string | undefined {
  if (span?.isRecording() !== true) return undefined;
  span.setAttributes({
    'http.request.method': method,
    'http.route': path ?? undefined,
    'http.response.status_code': status,
    'versionzero.request.id': requestId,
    'versionzero.project.id': projectId,
    'versionzero.retries': retries,
    'versionzero.conflicts': conflicts.length,
  });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
  return span.spanContext().traceId;
}

/** Somebody who hung up was not answered, whatever was made of it: nginx has a number for that. */
function statusOf(request: Request, { answer }: Answered): number {
  return answer.status >= 500 && request.signal.aborted ? 499 : answer.status;
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
