import type { Attributes, Context, Span, TextMapGetter } from '@opentelemetry/api';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';

/** Asked for anew each time: who asks before a provider is registered gets a tracer that stays without. */
const tracer = () => trace.getTracer('versionzero');

const headerGetter: TextMapGetter<Headers> = {
  keys: (headers) => [...headers.keys()],
  get: (headers, name) => headers.get(name) ?? undefined,
};

/**
 * Does the work of a request in a span, which goes on with the trace that the caller names by `traceparent`.
 * Without a provider it only does the work.
 */
export function inRequestSpan<Value>(
  name: string,
  headers: Headers,
  work: (span: Span) => Promise<Value>,
): Promise<Value> {
  const parent = propagation.extract(context.active(), headers, headerGetter);
  return tracer().startActiveSpan(name, { kind: SpanKind.SERVER }, parent, async (span) => {
    try {
      return await work(span);
    } finally {
      span.end();
    }
  });
}

/** To be passed to `recordSpan` by who is called back where nothing is known of the request any more. */
export function currentContext(): Context {
  return context.active();
}

/** Adds to the trace of the request what has just ended; nothing where there is none, or it is answered. */
export function recordSpan(
  name: string,
  elapsedMs: number,
  attributes: Attributes,
  parent: Context = context.active(),
): void {
  if (trace.getSpan(parent)?.isRecording() !== true) return;
  const endedAt = Date.now();
  tracer()
    .startSpan(name, { startTime: endedAt - elapsedMs, attributes }, parent)
    .end(endedAt);
}
