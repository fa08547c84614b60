import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { forward, isStream } from './forward';

/** Stands before several servers and sends each request to the next one, as a load balancer does. */
export type Balancer = {
  readonly address: string;
  /** How many event streams run to a server at the moment. */
  streamsTo(address: string): number;
  close(): Promise<void>;
};

/**
 * Requests take turns, and so do streams, which pass through event by event. A server that takes no connection
 * is passed over; one that goes in the middle of a request means 502, as the request may have been carried out.
 */
export async function openBalancer(targets: readonly string[]): Promise<Balancer> {
  const streams = new Map<string, number>();
  const turns = { stream: 0, request: 0 };
  const count = (target: string, change: number) => streams.set(target, (streams.get(target) ?? 0) + change);

  const pass = (from: IncomingMessage, to: ServerResponse, body: Buffer, left: readonly string[]): void => {
    const [target, ...others] = left;
    if (target === undefined) {
      to.writeHead(502).end();
      return;
    }
    forward(from, to, body, target, {
      answered: (answer) => {
        if (!isStream(answer)) return;
        count(target, 1);
        answer.on('close', () => count(target, -1));
      },
      failed: (wasRefused) => pass(from, to, body, wasRefused ? others : []),
    });
  };

  const server = createServer(async (from, to) => {
    to.on('error', () => undefined);
    const kind = /\/live(\?|$)/.test(from.url ?? '') ? 'stream' : 'request';
    const first = turns[kind]++ % targets.length;
    pass(from, to, await buffer(from), [...targets.slice(first), ...targets.slice(0, first)]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    address: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    streamsTo: (target) => streams.get(target) ?? 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
