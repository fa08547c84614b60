import type { Actor } from '../../core/protocol/records';
import { noteStream } from '../observe/measures';
import type { EventStream } from './event-stream';

/** A stream and whose it is. */
export type OpenStream = {
  readonly stream: EventStream;
  readonly actor: Actor;
  readonly projectId: string;
  /** The browser tab that the stream belongs to, when it says so. */
  readonly clientId: string | undefined;
};

/** How long streams last, and between which signs of life; in milliseconds. */
export type StreamTimes = {
  readonly heartbeatMs: number;
  /** Undefined: as long as the client wants. */
  readonly streamMs: number | undefined;
};

/** Streams that began together, after a server was replaced, are not to end together for ever. */
const spread = 0.1;

/** What is due for a stream. */
type Timers = { readonly ending: NodeJS.Timeout | undefined; beating: NodeJS.Timeout };

/** The streams of one app. */
export class OpenStreams {
  readonly #streams = new Map<OpenStream, Timers>();
  readonly #times: StreamTimes;
  readonly #onBeat: (open: OpenStream) => void;

  /**
   * @param stopping ends all streams, so that clients go to another server at once
   * @param onBeat called with every open stream at every heartbeat
   */
  constructor(stopping: AbortSignal, times: StreamTimes, onBeat: (open: OpenStream) => void) {
    this.#times = times;
    this.#onBeat = onBeat;
    stopping.addEventListener('abort', () => this.#endAll(), { once: true });
  }

  add(open: OpenStream): void {
    const { heartbeatMs, streamMs } = this.#times;
    const lastsMs = streamMs === undefined ? undefined : streamMs * (1 - spread * Math.random());
    const ending = lastsMs === undefined ? undefined : setTimeout(() => open.stream.handOver(), lastsMs);
    ending?.unref();
    const beat = () => this.#beat(open);
    // Each has its own moment: what is asked at a heartbeat would be asked for all of them at once.
    const first = setTimeout(() => {
      timers.beating = setInterval(beat, heartbeatMs).unref();
      beat();
    }, heartbeatMs * Math.random());
    const timers: Timers = { ending, beating: first.unref() };
    this.#streams.set(open, timers);
    noteStream('opened');
  }

  /** Gives back whether another stream of the same tab is open still. */
  remove(open: OpenStream): boolean {
    const timers = this.#streams.get(open);
    clearTimeout(timers?.ending);
    clearTimeout(timers?.beating);
    if (this.#streams.delete(open)) noteStream('ended');
    const { actor, projectId, clientId } = open;
    return [...this.#streams.keys()].some(
      (other) => other.actor.id === actor.id && other.projectId === projectId && other.clientId === clientId,
    );
  }

  countOf(actor: Actor): number {
    let count = 0;
    for (const open of this.#streams.keys()) if (open.actor.id === actor.id) count += 1;
    return count;
  }

  #beat(open: OpenStream): void {
    open.stream.beat();
    if (open.stream.isOpen) this.#onBeat(open);
  }

  #endAll(): void {
    for (const { stream } of [...this.#streams.keys()]) stream.end();
  }
}
