import { isAccessLost } from '../api/api-problem';
import type { ConnectionEffect, ConnectionEvent, ConnectionState } from './connection-state';
import { initialConnection, settleMs, silenceMs, transition } from './connection-state';
import type { OpenStream, StreamEvent } from './event-source';
import type { Scheduler } from './scheduler';

export type ConnectionOptions = {
  readonly scheduler: Scheduler;
  readonly random: () => number;
  readonly open: OpenStream;
  /** Reads the snapshot and takes it in; rejects with why it could not. */
  load(signal: AbortSignal): Promise<void>;
  /** Where the stream has to go on. */
  cursor(): string;
  /** Takes an event in, before the state knows of it. */
  event(event: StreamEvent): void;
  changed(state: ConnectionState, previous: ConnectionState): void;
  /** A request ended for this reason; null when the server ended the stream in good order. */
  trouble(error: unknown): void;
  flush(): void;
};

/** Drives the state machine: does what its effects say and tells it what came of it. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #queue: ConnectionEvent[] = [];
  #state = initialConnection;
  #dispatching = false;
  #giveUp: () => void = () => undefined;
  readonly #timers = new Map<'retry' | 'watch' | 'settle', () => void>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Events that come up while one is worked on wait for their turn. */
  dispatch(event: ConnectionEvent): void {
    this.#queue.push(event);
    if (this.#dispatching) return;
    this.#dispatching = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#step(next);
    } finally {
      this.#dispatching = false;
    }
  }

  #step(event: ConnectionEvent): void {
    const { scheduler, random, changed } = this.#options;
    const previous = this.#state;
    const { state, effects } = transition(previous, event, { now: scheduler.now(), jitter: random() });
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    if (state !== previous) changed(state, previous);
  }

  #run(effect: ConnectionEffect): void {
    switch (effect.kind) {
      case 'close':
        this.#giveUp();
        this.#giveUp = () => undefined;
        for (const cancel of this.#timers.values()) cancel();
        this.#timers.clear();
        return;
      case 'load':
        this.#load();
        return;
      case 'open':
        this.#open();
        return;
      case 'retry':
        this.#later('retry', effect.afterMs, 'retry-due');
        return;
      case 'watch':
        this.#later('watch', silenceMs, 'timeout');
        return;
      case 'settle':
        this.#later('settle', settleMs, 'settled');
        return;
      case 'flush':
        this.#options.flush();
        return;
    }
  }

  #later(timer: 'retry' | 'watch' | 'settle', ms: number, kind: 'retry-due' | 'timeout' | 'settled'): void {
    this.#timers.get(timer)?.();
    this.#timers.set(
      timer,
      this.#options.scheduler.after(ms, () => this.dispatch({ kind })),
    );
  }

  #load(): void {
    const abort = new AbortController();
    this.#giveUp = () => abort.abort();
    this.#options.load(abort.signal).then(
      () => {
        if (!abort.signal.aborted) this.dispatch({ kind: 'loaded' });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) this.#ended(error);
      },
    );
  }

  #open(): void {
    this.#giveUp = this.#options.open(this.#options.cursor(), {
      opened: () => this.dispatch({ kind: 'opened' }),
      event: (event) => {
        this.#options.event(event);
        this.dispatch({ kind: signOf(event) });
      },
      closed: (error) => this.#ended(error),
    });
  }

  #ended(error: unknown): void {
    this.#options.trouble(error);
    this.dispatch({ kind: isAccessLost(error) ? 'access-lost' : 'closed' });
  }
}

function signOf(event: StreamEvent): 'batch' | 'reload' | 'heartbeat' {
  switch (event.kind) {
    case 'changes':
      return 'batch';
    case 'reload':
      return 'reload';
    case 'presence':
    case 'fingerprint':
    case 'heartbeat':
    case 'source':
      return 'heartbeat';
  }
}
