import type { ConnectionState } from './connection-state';
import type { Notice } from './notices';
import type { Scheduler } from './scheduler';

/** Shorter breaks are the rule (a hosted server ends each stream after minutes) and nobody's business. */
const worthTellingMs = 3_000;

/** Tells when the connection is gone for longer than a blink, and when it is back. */
export class Outage {
  #since: number | null = null;
  #told = false;
  #cancel: () => void = () => undefined;
  readonly #scheduler: Scheduler;
  readonly #waiting: () => number;
  readonly #tell: (notice: Notice) => void;

  /** `waiting`: how many edits have no answer. */
  constructor(scheduler: Scheduler, waiting: () => number, tell: (notice: Notice) => void) {
    this.#scheduler = scheduler;
    this.#waiting = waiting;
    this.#tell = tell;
  }

  /** A break has been told, and its end has not. */
  get isTold(): boolean {
    return this.#told;
  }

  note(state: ConnectionState, previous: ConnectionState): void {
    if (state.kind === 'live') {
      this.#over();
      return;
    }
    const ended = state.kind === 'failed' || (state.kind === 'offline' && state.cause === 'stopped');
    if (ended) this.#reset();
    else if (previous.kind === 'live' && this.#since === null) {
      this.#since = this.#scheduler.now();
      this.#cancel = this.#scheduler.after(worthTellingMs, () => {
        this.#told = true;
        this.#tell({ kind: 'connection-lost' });
      });
    }
  }

  #over(): void {
    const since = this.#since;
    const told = this.#told;
    this.#reset();
    if (since !== null && told) {
      const awayMs = this.#scheduler.now() - since;
      this.#tell({ kind: 'connection-restored', awayMs, waiting: this.#waiting() });
    }
  }

  #reset(): void {
    this.#cancel();
    this.#since = null;
    this.#told = false;
  }
}
