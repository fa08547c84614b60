import type { ServerResponse } from 'node:http';

/** Where the bytes of a stream go. */
export type Sink = {
  /** Bytes that nobody has taken yet; of each piece no more than `maxCountedBytes` count. */
  readonly waiting: number;
  write(bytes: Buffer): void;
  /** Ends behind what was written. */
  end(): void;
  /** Ends at once; what waits is lost. */
  abort(): void;
};

/**
 * No single event counts for more: an import comes as one event of several megabytes, and a client that
 * was given up for it would meet the same event again when it is back.
 */
const maxCountedBytes = 256 * 1024;

function counted(bytes: Uint8Array): number {
  return Math.min(bytes.byteLength, maxCountedBytes);
}

/** Keeps what is written until it is known where it goes. */
export class HeldSink implements Sink {
  waiting = 0;
  readonly #pieces: Buffer[] = [];
  #end: 'none' | 'ended' | 'aborted' = 'none';

  write(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.waiting += counted(bytes);
  }

  end(): void {
    this.#end = 'ended';
  }

  abort(): void {
    this.#end = 'aborted';
  }

  /** Gives all of it, and its end when there was one. */
  pourInto(sink: Sink): void {
    for (const bytes of this.#pieces.splice(0)) sink.write(bytes);
    if (this.#end === 'ended') sink.end();
    if (this.#end === 'aborted') sink.abort();
  }
}

/**
 * Node's own response, whose head is written and whose end is the end of its connection. Behind the head the
 * bytes go to the socket itself: through the response each event takes half as long again, for each client.
 * `onGone`: the client has hung up, or we have.
 */
export function nodeSink(outgoing: ServerResponse, onGone: () => void): Sink {
  let uncounted = 0;
  outgoing.once('close', onGone);
  // A connection that breaks while something is written to it is closed as well, which is heard.
  outgoing.on('error', () => undefined);
  if (outgoing.destroyed) onGone();
  outgoing.flushHeaders();
  // A response that waits behind another one of its connection has no socket yet.
  const target = () => outgoing.socket ?? outgoing;
  return {
    get waiting() {
      return target().writableLength - uncounted;
    },
    write: (bytes) => {
      if (outgoing.destroyed) return;
      const excess = bytes.byteLength - counted(bytes);
      uncounted += excess;
      if (excess === 0) target().write(bytes);
      else
        target().write(bytes, () => {
          uncounted -= excess;
        });
    },
    end: () => outgoing.end(),
    abort: () => outgoing.destroy(),
  };
}

/**
 * The body of a Web response: for servers that are not ours, and for calls within the process.
 *
 * @param onRead somebody has begun to read
 * @param onCancel nobody reads any more
 */
export function webBody(onRead: (sink: Sink) => void, onCancel: () => void): ReadableStream<Uint8Array> {
  // With room for nothing, `pull` is not called before somebody reads.
  const strategy = { highWaterMark: 0, size: counted };
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => onRead(webSink(controller));
  return new ReadableStream<Uint8Array>({ pull, cancel: onCancel }, strategy);
}

function webSink(controller: ReadableStreamDefaultController<Uint8Array>): Sink {
  return {
    get waiting() {
      return -(controller.desiredSize ?? 0);
    },
    write: (bytes) => controller.enqueue(bytes),
    end: () => controller.close(),
    abort: () => controller.error(new SlowClient()),
  };
}

/** Carries the code by which the Node adapter knows a client that went away, instead of a fault of ours. */
class SlowClient extends Error {
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE';

  constructor() {
    super('The client does not read.');
  }
}
