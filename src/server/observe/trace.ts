import type { Attributes, Span, TextMapGetter } from '@opentelemetry/api';
import { propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { Trail } from './trail';
import { currentTrail } from './trail';

/** What our spans are of, and how they are told from those that libraries make: see own-spans.ts. */
export type SpanPart = 'request' | 'commit' | 'statement';
export const partAttribute = 'versionzero.part';

/** Asked for anew each time: who asks before a provider is registered gets a tracer that stays without. */
const tracer = () => trace.getTracer('versionzero');

const headerGetter: TextMapGetter<Headers> = {
  keys: (headers) => [...headers.keys()],
  get: (headers, name) => headers.get(name) ?? undefined,
};

/** Begins the span of a request, in the trace that its caller names by `traceparent`. Without a provider it is an empty one. */
export function startRequestSpan(name: string, headers: Headers): Span {
  const parent = propagation.extract(ROOT_CONTEXT, headers, headerGetter);
  return tracer().startSpan(name, options('request'), parent);
}

/** Adds to the trace of a request what has just ended; nothing where there is none, or it is answered. */
export function recordSpan(
  name: string,
  part: Exclude<SpanPart, 'request'>,
  elapsedMs: number,
  attributes: Attributes = {},
  trail: Trail | undefined = currentTrail(),
): void {
  if (trail?.span?.isRecording() !== true) return;
  const endedAt = Date.now();
  const { attributes: own, kind } = options(part);
  tracer()
    .startSpan(
      name,
      { kind, startTime: endedAt - elapsedMs, attributes: { ...own, ...attributes } },
      trace.setSpan(ROOT_CONTEXT, trail.span),
    )
    .end(endedAt);
}

/** https://opentelemetry.io/docs/specs/otel/trace/api/#spankind */
const kinds: { readonly [Part in SpanPart]: SpanKind } = {
  request: SpanKind.SERVER,
  commit: SpanKind.INTERNAL,
  statement: SpanKind.CLIENT,
};

function options(part: SpanPart): { readonly kind: SpanKind; readonly attributes: Attributes } {
  return { kind: kinds[part], attributes: { [partAttribute]: part } };
}
