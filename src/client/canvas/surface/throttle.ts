/** At most one call per interval; the last value is never lost, unless the throttle is cancelled. */
export class Throttle<Value> {
  readonly #intervalMs: number;
  readonly #send: (value: Value) => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #waiting: { readonly value: Value } | null = null;

  constructor(intervalMs: number, send: (value: Value) => void) {
    this.#intervalMs = intervalMs;
    this.#send = send;
  }

  push(value: Value): void {
    if (this.#timer !== null) {
      this.#waiting = { value };
      return;
    }
    this.#send(value);
    this.#timer = setTimeout(() => this.#next(), this.#intervalMs);
  }

  /** Forgets what waits; the next push is sent at once. */
  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #next(): void {
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) this.push(waiting.value);
  }
}
