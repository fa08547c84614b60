const firstPauseMs = 500;
const longestPauseMs = 15_000;
/** A single failure may be chance. */
const failuresToTell = 2;

/**
 * What is known of a service that may be throttled or out of reach: for how long to leave it alone, twice as
 * long after each failure and never the same for two servers, and whether to say that it is unavailable.
 */
export class Outage {
  readonly #changed: (isUnavailable: boolean, error: unknown) => void;
  #failures = 0;
  /** On the clock of `performance.now()`. */
  #notBefore = Number.NEGATIVE_INFINITY;

  /** @param changed is told when the service becomes unavailable, with the error, and when it is back */
  constructor(changed: (isUnavailable: boolean, error: unknown) => void) {
    this.#changed = changed;
  }

  get isUnavailable(): boolean {
    return this.#failures >= failuresToTell;
  }

  /** Milliseconds until the next attempt makes sense. */
  waitMs(): number {
    return Math.max(0, this.#notBefore - performance.now());
  }

  failed(error: unknown): void {
    // Of requests that were under way together one counts.
    if (this.waitMs() > 0) return;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#failures);
    this.#notBefore = performance.now() + pause * (0.5 + Math.random() / 2);
    this.#failures += 1;
    if (this.#failures === failuresToTell) this.#changed(true, error);
  }

  succeeded(): void {
    const wasUnavailable = this.isUnavailable;
    this.#failures = 0;
    this.#notBefore = Number.NEGATIVE_INFINITY;
    if (wasUnavailable) this.#changed(false, undefined);
  }
}
