import type { FeedEvent } from '../projects/project-service';
import type { Answer } from './answer';
import { securityHeaders } from './answer';
import type { Sink } from './stream-sinks';
import { HeldSink, nodeSink, webBody } from './stream-sinks';

/**
 * `no-transform` keeps proxies and Next from packing the stream (half as much CPU again per event, and
 * events that wait for a full block); the last one does the same for nginx.
 */
const streamHeaders = {
  ...securityHeaders,
  'cache-control': 'no-cache, no-transform',
  'content-type': 'text/event-stream; charset=utf-8',
  'x-accel-buffering': 'no',
};

/** A client that lets more than this pile up is not reading; it resumes where it was when it comes back. */
export const maxUnsentBytes = 1024 * 1024;

const heartbeat = Buffer.from(': still here\n\n');
const greeting = Buffer.from(': welcome\n\n');

/** One open answer of Server-Sent Events. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventStream {
  readonly answer: Answer;
  readonly #onEnd: () => void;
  readonly #held = new HeldSink();
  #sink: Sink = this.#held;
  #isOpen = true;
  #isHandedOver = false;
  #cursor: string;

  /**
   * @param after the cursor that events without one of their own carry until the first that has one
   * @param onEnd called once, whoever ends the stream
   */
  constructor(after: string | null, onEnd: () => void) {
    this.#cursor = after ?? '';
    this.#onEnd = onEnd;
    this.#sink.write(greeting);
    this.answer = {
      status: 200,
      headers: streamHeaders,
      content: {
        kind: 'stream',
        begin: (outgoing) => this.#moveTo(nodeSink(outgoing, () => this.#forget())),
        read: () =>
          webBody(
            (sink) => this.#moveTo(sink),
            () => this.#forget(),
          ),
      },
    };
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** It ended by asking the client to open another one. */
  get isHandedOver(): boolean {
    return this.#isHandedOver;
  }

  send(event: FeedEvent): void {
    if (event.kind === 'changes' || event.kind === 'fingerprint') this.#cursor = event.cursor;
    this.#write(encoded(event, this.#cursor));
    // A client that has to start over opens a new stream at the cursor of its new snapshot.
    if (event.kind === 'reload') this.end();
  }

  beat(): void {
    this.#write(heartbeat);
  }

  /** Ends in good order, and asks the client to come back at once, at the cursor of the last event. */
  handOver(): void {
    if (!this.#isOpen) return;
    this.#write(Buffer.from(`event: reconnect\n${idLine(this.#cursor)}data: {}\n\n`));
    this.#isHandedOver = true;
    this.end();
  }

  /** Ends in good order: what was written is still delivered. */
  end(): void {
    if (this.#isOpen) this.#sink.end();
    this.#forget();
  }

  #write(bytes: Buffer): void {
    if (!this.#isOpen) return;
    if (this.#sink.waiting < maxUnsentBytes) {
      this.#sink.write(bytes);
      return;
    }
    // Ending in good order would keep the megabyte until the client takes it, which may be never.
    this.#sink.abort();
    this.#forget();
  }

  /** Only now is it known where the answer goes. */
  #moveTo(sink: Sink): void {
    if (this.#sink !== this.#held) return;
    this.#sink = sink;
    this.#held.pourInto(sink);
  }

  #forget(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#onEnd();
  }
}

type Encoded = { readonly cursor: string; readonly bytes: Buffer };

/** Many streams get the same event object, nearly always at the same cursor: it is encoded once. */
const lastEncoded = new WeakMap<FeedEvent, Encoded>();

function encoded(event: FeedEvent, cursor: string): Buffer {
  const known = lastEncoded.get(event);
  if (known?.cursor === cursor) return known.bytes;
  const data = event.kind === 'reload' ? '{}' : event.json;
  const bytes = Buffer.from(`event: ${event.kind}\n${idLine(cursor)}data: ${data}\n\n`);
  lastEncoded.set(event, { cursor, bytes });
  return bytes;
}

function idLine(cursor: string): string {
  return cursor === '' ? '' : `id: ${cursor}\n`;
}
