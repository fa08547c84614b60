import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as send } from 'node:http';

export type ForwardEvents = {
  /** The head of the answer is there. */
  answered?(answer: IncomingMessage): void;
  /** No answer came, and nothing has been sent back. `wasRefused`: the server took no connection. */
  failed(wasRefused: boolean): void;
};

/** Sends a request on to a server, and its answer back: event by event where it is a stream. */
export function forward(
  from: IncomingMessage,
  to: ServerResponse,
  body: Buffer,
  target: string,
  events: ForwardEvents,
): void {
  const outgoing = send(`${target}${from.url}`, {
    method: from.method,
    headers: from.headers,
    agent: false,
  });
  to.on('close', () => outgoing.destroy());
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    if (to.headersSent || to.destroyed) to.destroy();
    else events.failed(error.code === 'ECONNREFUSED');
  });
  outgoing.on('response', (answer) => {
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    to.flushHeaders();
    events.answered?.(answer);
    // Cut off rather than ended where the server goes in the middle of its answer.
    answer.on('error', () => to.destroy());
    answer.pipe(to);
  });
  outgoing.end(body);
}

/** Whether an answer is a stream of events. */
export function isStream({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('text/event-stream') === true;
}
