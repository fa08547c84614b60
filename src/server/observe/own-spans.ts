import type { Sampler } from '@opentelemetry/sdk-trace-base';
import { SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';
import { partAttribute } from './trace';

/**
 * Keeps our own spans, this share of the traces (0 to 1), and none of those that libraries make as soon as there
 * is a provider: Next's carry the address of a page, which may be a share link with its key, and those of the
 * library of accounts the messages of the database.
 */
export function ownSpans(ratio: number): Sampler {
  const share = new TraceIdRatioBasedSampler(ratio);
  return {
    shouldSample: (context, traceId, _name, _kind, attributes) =>
      partAttribute in attributes
        ? share.shouldSample(context, traceId)
        : { decision: SamplingDecision.NOT_RECORD },
    toString: () => `OwnSpans{${ratio}}`,
  };
}
