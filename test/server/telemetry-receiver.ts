import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A number of a series of measurements, with what sets it apart from others of its name. */
export type Point = { readonly name: string; readonly attributes: Attributes; readonly value: number };
export type Span = {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Attributes;
};
export type Attributes = Readonly<Record<string, unknown>>;

/** Stands for a collector of OpenTelemetry and takes what it is sent by OTLP over HTTP, as JSON. */
export type TelemetryReceiver = {
  readonly endpoint: string;
  /** Everything that came, as it came. */
  text(): string;
  /** Of counters their value, of histograms how many were recorded; the latest of each series. */
  points(): readonly Point[];
  spans(): readonly Span[];
  close(): Promise<void>;
};

/** https://github.com/open-telemetry/opentelemetry-proto: what of it is looked at here. */
type Value = { readonly stringValue?: string; readonly intValue?: number | string };
type KeyValue = { readonly key: string; readonly value: Value };
type DataPoint = {
  readonly attributes?: readonly KeyValue[];
  readonly asInt?: number | string;
  readonly asDouble?: number;
  readonly count?: number | string;
};
type Metric = {
  readonly name: string;
  readonly sum?: { readonly dataPoints: readonly DataPoint[] };
  readonly histogram?: { readonly dataPoints: readonly DataPoint[] };
};
type SentSpan = Omit<Span, 'attributes'> & { readonly attributes?: readonly KeyValue[] };
type Sent = {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly Metric[] }[];
  }[];
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
};

export async function openTelemetryReceiver(): Promise<TelemetryReceiver> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sent = (): readonly Sent[] => bodies.map((body) => JSON.parse(body));
  return {
    endpoint: `http://127.0.0.1:${port}`,
    text: () => bodies.join('\n'),
    points: () => latest(sent().flatMap(pointsOf)),
    spans: () => sent().flatMap(spansOf),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pointsOf({ resourceMetrics = [] }: Sent): readonly Point[] {
  const metrics = resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((one) => one.metrics));
  return metrics.flatMap(({ name, sum, histogram }) =>
    [...(sum?.dataPoints ?? []), ...(histogram?.dataPoints ?? [])].map((point) => ({
      name,
      attributes: attributesOf(point.attributes),
      value: Number(point.count ?? point.asInt ?? point.asDouble),
    })),
  );
}

/** What is sent is added up since the start, so of each series the last counts. */
function latest(points: readonly Point[]): readonly Point[] {
  const series = new Map(points.map((point) => [JSON.stringify([point.name, point.attributes]), point]));
  return [...series.values()];
}

function spansOf({ resourceSpans = [] }: Sent): readonly Span[] {
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans));
  return spans.map((span) => ({ ...span, attributes: attributesOf(span.attributes) }));
}

function attributesOf(attributes: readonly KeyValue[] = []): Attributes {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]),
  );
}
