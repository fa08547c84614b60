import type { Sampler } from '@opentelemetry/sdk-trace-base';
import { SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';

/**
 * Keeps our own spans, this share of the traces (0 to 1), and none of those that Next makes as soon as there is
 * a provider: they carry the address of the page, which may be a share link with its key.
 */
export function ownSpans(ratio: number): Sampler {
  const share = new TraceIdRatioBasedSampler(ratio);
  return {
    shouldSample: (context, traceId, _name, _kind, attributes) =>
      'next.span_type' in attributes
        ? { decision: SamplingDecision.NOT_RECORD }
        : share.shouldSample(context, traceId),
    toString: () => `OwnSpans{${ratio}}`,
  };
}
