import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config';
import { ownSpans } from './own-spans';
import { configuration } from './telemetry.lazy';
import { partAttribute } from './trace';

const telemetryOf = (environment: Record<string, string>) => readConfig(environment, []).telemetry;

describe('telemetry', () => {
  it('OBS-13: is off unless it is told where to send something', () => {
    expect(telemetryOf({})).toBeUndefined();
    expect(telemetryOf({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
    expect(telemetryOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' })).toEqual({
      tracesRatio: 1,
      metricsEveryMs: 60_000,
      isAtVercel: false,
    });
    const metrics = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://m/', OTEL_METRIC_EXPORT_INTERVAL: '5000' };
    expect(telemetryOf(metrics)).toMatchObject({ tracesRatio: undefined, metricsEveryMs: 5_000 });
    const traces = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t/', OTEL_TRACES_SAMPLER_ARG: '0.25' };
    expect(telemetryOf(traces)).toMatchObject({ tracesRatio: 0.25, metricsEveryMs: undefined });
    expect(telemetryOf({ VERCEL: '1' })).toEqual({
      tracesRatio: 1,
      metricsEveryMs: undefined,
      isAtVercel: true,
    });
    const wrong = { OTEL_TRACES_SAMPLER_ARG: 'all', OTEL_METRIC_EXPORT_INTERVAL: '1s', LOG_LEVEL: 'loud' };
    expect(() => telemetryOf(wrong)).toThrow(
      /LOG_LEVEL.*OTEL_TRACES_SAMPLER_ARG.*OTEL_METRIC_EXPORT_INTERVAL/,
    );
  });

  it('OBS-14: sends no span of a library: of a page, whose address may hold the key of a share link', () => {
    const sampled = (ratio: number, attributes: Record<string, string>) =>
      ownSpans(ratio).shouldSample(ROOT_CONTEXT, 'f'.repeat(32), 'a span', SpanKind.SERVER, attributes, [])
        .decision;
    const page = { 'next.span_type': 'BaseServer.handleRequest', 'http.target': '/s/the-key' };
    expect(sampled(1, page)).toBe(SamplingDecision.NOT_RECORD);
    expect(sampled(1, { [partAttribute]: 'request' })).toBe(SamplingDecision.RECORD_AND_SAMPLED);
    expect(sampled(0, { [partAttribute]: 'request' })).toBe(SamplingDecision.NOT_RECORD);
  });

  it('OBS-14: takes neither the page somebody comes from nor their browser from a request', () => {
    const { attributesFromHeaders, instrumentations } = configuration(
      { tracesRatio: 1, metricsEveryMs: undefined, isAtVercel: true },
      undefined,
    );
    expect(instrumentations).toEqual([]);
    if (typeof attributesFromHeaders !== 'function') throw new Error('It takes what the library takes.');
    const headers = { referer: 'https://zero.example.com/s/the-key', 'user-agent': 'Mine/1.0' };
    const getter = { keys: () => [], get: () => undefined };
    expect(attributesFromHeaders(headers, getter)).toEqual({
      'http.referer': undefined,
      'http.user_agent': undefined,
    });
  });
});
