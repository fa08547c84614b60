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

/** The streams of one app. */
export class OpenStreams {
  readonly #streams = new Set<OpenStream>();
  readonly #heartbeatMs: number;
  readonly #onBeat: (open: OpenStream) => void;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param stopping ends all streams, so that clients go to another server at once
   * @param onBeat called with every open stream at every heartbeat
   */
  constructor(stopping: AbortSignal, heartbeatMs: number, onBeat: (open: OpenStream) => void) {
    this.#heartbeatMs = heartbeatMs;
    this.#onBeat = onBeat;
    stopping.addEventListener('abort', () => this.#endAll(), { once: true });
  }

  add(open: OpenStream): void {
    this.#streams.add(open);
    noteStream('opened');
    this.#timer ??= setInterval(() => this.#beat(), this.#heartbeatMs).unref();
  }

  /** Gives back whether another stream of the same tab is open still. */
  remove(open: OpenStream): boolean {
    if (this.#streams.delete(open)) noteStream('ended');
    if (this.#streams.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    const { actor, projectId, clientId } = open;
    return [...this.#streams].some(
      (other) => other.actor.id === actor.id && other.projectId === projectId && other.clientId === clientId,
    );
  }

  countOf(actor: Actor): number {
    let count = 0;
    for (const open of this.#streams) if (open.actor.id === actor.id) count += 1;
    return count;
  }

  #beat(): void {
    for (const open of [...this.#streams]) {
      open.stream.beat();
      if (open.stream.isOpen) this.#onBeat(open);
    }
  }

  #endAll(): void {
    for (const { stream } of [...this.#streams]) stream.end();
  }
}
