import type { FeedEvent } from '../projects/project-service';
import { securityHeaders } from './answer';

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

/**
 * No single event counts for more: an import comes as one event of several megabytes, and a client that
 * was given up for it would meet the same event again when it is back.
 */
const maxCountedBytes = maxUnsentBytes / 4;

const encoder = new TextEncoder();
const heartbeat = encoder.encode(': still here\n\n');
const greeting = encoder.encode(': welcome\n\n');

/** One open answer of Server-Sent Events. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventStream {
  readonly response: Response;
  readonly #onEnd: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #cursor: string;

  /**
   * @param after the cursor that events without one of their own carry until the first that has one
   * @param onEnd called once, whoever ends the stream
   */
  constructor(after: string | null, onEnd: () => void) {
    this.#cursor = after ?? '';
    this.#onEnd = onEnd;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          controller.enqueue(greeting);
        },
        cancel: () => this.#forget(),
      },
      { highWaterMark: maxUnsentBytes, size: (chunk) => Math.min(chunk.byteLength, maxCountedBytes) },
    );
    this.response = new Response(body, { status: 200, headers: streamHeaders });
  }

  get isOpen(): boolean {
    return this.#controller !== null;
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

  /** Ends in good order: what was written is still delivered. */
  end(): void {
    this.#controller?.close();
    this.#forget();
  }

  #write(bytes: Uint8Array): void {
    const room = this.#controller?.desiredSize;
    if (room === undefined) return;
    if (room !== null && room > 0) {
      this.#controller?.enqueue(bytes);
      return;
    }
    // Ending in good order would keep the megabyte until the client takes it, which may be never.
    this.#controller?.error(new SlowClient());
    this.#forget();
  }

  #forget(): void {
    if (this.#controller === null) return;
    this.#controller = null;
    this.#onEnd();
  }
}

/** Carries the code by which the Node adapter knows a client that went away, instead of a fault of ours. */
class SlowClient extends Error {
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE';

  constructor() {
    super('The client does not read.');
  }
}

type Encoded = { readonly cursor: string; readonly bytes: Uint8Array };

/** Many streams get the same event object, nearly always at the same cursor: it is encoded once. */
const lastEncoded = new WeakMap<FeedEvent, Encoded>();

function encoded(event: FeedEvent, cursor: string): Uint8Array {
  const known = lastEncoded.get(event);
  if (known?.cursor === cursor) return known.bytes;
  const id = cursor === '' ? '' : `id: ${cursor}\n`;
  const data = event.kind === 'reload' ? '{}' : event.json;
  const bytes = encoder.encode(`event: ${event.kind}\n${id}data: ${data}\n\n`);
  lastEncoded.set(event, { cursor, bytes });
  return bytes;
}
