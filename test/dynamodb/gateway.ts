import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpRequest } from 'node:http';
import { listen, stop } from './table';

/** One request to DynamoDB. */
export type SeenRequest = {
  /** `Query`, `UpdateItem` … */
  readonly action: string;
  readonly body: string;
  /** Who signed it. */
  readonly authorization: string;
  readonly isDone: boolean;
  /** What the service would count for it, in request units, rounded as it says it does. */
  readonly units: number;
};

/** Stands before a DynamoDB, sees every request, and may refuse them all. */
export type Gateway = {
  readonly endpoint: string;
  readonly requests: readonly SeenRequest[];
  /** While it is true every request is told that it is one too many. */
  isThrottling: boolean;
  stop(): Promise<void>;
};

const throttled = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message: 'The level of configured provisioned throughput for the table was exceeded.',
});

/**
 * @param port of the DynamoDB behind it
 * @param answered called with each request before its answer is passed on
 */
export async function startGateway(
  port: number,
  answered: (request: SeenRequest) => Promise<void> = async () => undefined,
): Promise<Gateway> {
  const requests: SeenRequest[] = [];
  const gateway = { requests, isThrottling: false };
  const server = createServer((request, response) => {
    void textOf(request).then(async (body) => {
      const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const answer = gateway.isThrottling
        ? { status: 400, text: throttled }
        : await pass(port, request, withCapacity(body));
      const seen = {
        action,
        body,
        authorization: request.headers.authorization ?? '',
        isDone: answer.status === 200,
        units: unitsOf(action, answer.text),
      };
      requests.push(seen);
      await answered(seen);
      reply(response, answer);
    });
  });
  const endpoint = `http://127.0.0.1:${await listen(server)}`;
  return Object.assign(gateway, { endpoint, stop: () => stop(server) });
}

type Answer = { readonly status: number; readonly text: string };

function reply(response: ServerResponse, { status, text }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
}

/** A gateway whose service is away says so, as those of the service do. */
function pass(port: number, { headers }: IncomingMessage, body: string): Promise<Answer> {
  return new Promise((resolve) => {
    const passed = httpRequest(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        void textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 500, text }));
      },
    );
    passed.on('error', () => resolve({ status: 503, text: '{"__type":"ServiceUnavailable"}' }));
    passed.end(body);
  });
}

/** The body of a request or an answer. */
export async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function withCapacity(body: string): string {
  return JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: 'TOTAL' });
}

/** A read of nothing costs as much as a small one, a write that its condition refuses as much as one that is done. */
function unitsOf(action: string, answer: string): number {
  const least = action === 'Query' ? 0.5 : 1;
  const { ConsumedCapacity } = JSON.parse(answer) as { ConsumedCapacity?: { CapacityUnits?: number } };
  return Math.max(least, ConsumedCapacity?.CapacityUnits ?? 0);
}
