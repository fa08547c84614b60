import { DiagLogLevel, diag, ProxyTracerProvider, trace } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { Configuration } from '@vercel/otel';
import { registerOTel } from '@vercel/otel';
import { version } from '../../../package.json';
import type { TelemetryConfig } from '../config';
import { within } from '../deadline';
import { ownSpans } from './own-spans';

/** A collector that is away must not keep the server from ending. */
const flushWithinMs = 2_000;

/**
 * Registers OpenTelemetry for this process. Where to, and with which headers, is said by the variables that
 * every SDK of it takes (OTEL_EXPORTER_OTLP_ENDPOINT and others); at Vercel the platform takes the traces.
 * Loaded only where it is configured: it is as large as the rest of the server.
 *
 * @param report takes one line when nothing can be sent
 * @returns sends what is left and ends it
 */
export function startTelemetry(config: TelemetryConfig, report: (line: string) => void): () => Promise<void> {
  reportFailures(report);
  const reader = config.metricsEveryMs === undefined ? undefined : createReader(config.metricsEveryMs);
  registerOTel(configuration(config, reader));
  return async () => {
    await within(flushWithinMs, Promise.all([reader?.shutdown(), flushSpans()]), undefined);
  };
}

function createReader(everyMs: number): PeriodicExportingMetricReader {
  return new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: everyMs,
    exportTimeoutMillis: Math.min(everyMs, 10_000),
  });
}

const notAtVercel = { 'cloud.provider': undefined, 'vercel.runtime': undefined };

/** Exported for its test. */
export function configuration(
  { tracesRatio, isAtVercel }: TelemetryConfig,
  reader: PeriodicExportingMetricReader | undefined,
): Configuration {
  return {
    serviceName: 'versionzero',
    // It says of every process that it is at Vercel.
    attributes: { 'service.version': version, ...(isAtVercel ? {} : notAtVercel) },
    // By itself it would follow `fetch`, whose addresses are not ours to tell.
    instrumentations: [],
    spanProcessors: tracesRatio === undefined ? [] : ['auto'],
    traceSampler: ownSpans(tracesRatio ?? 0),
    // By itself it would take them from the request: an address may hold the key of a share link, and of a
    // person's browser nothing is kept.
    attributesFromHeaders: () => ({ 'http.referer': undefined, 'http.user_agent': undefined }),
    ...(reader === undefined ? {} : { metricReaders: [reader] }),
  };
}

const reportEveryMs = 60_000;

/** The SDK says nothing by itself when the collector is away; once a minute is enough to know. */
function reportFailures(report: (line: string) => void): void {
  let reportedAt = Number.NEGATIVE_INFINITY;
  const nothing = () => undefined;
  const error = (message: string) => {
    if (performance.now() - reportedAt < reportEveryMs) return;
    reportedAt = performance.now();
    report(`OpenTelemetry: ${message.slice(0, 300)}`);
  };
  diag.setLogger(
    { error, warn: nothing, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.ERROR },
  );
}

async function flushSpans(): Promise<void> {
  const provider = trace.getTracerProvider();
  const own: object = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  const flush: unknown = Reflect.get(own, 'forceFlush');
  if (typeof flush === 'function') await Reflect.apply(flush, own, []);
}
