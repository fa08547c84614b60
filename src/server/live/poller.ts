export type PollIntervals = {
  /** Between looks while edits come, and while none do. Milliseconds. */
  readonly hotMs: number;
  readonly quietMs: number;
};

const hotForMs = 10_000;

/**
 * Looks again and again while it runs, and at once when it is woken; never twice at the same time. A look that
 * fails is nobody's error: the next one finds out whether the database is back.
 */
export class Poller {
  readonly #look: () => Promise<void>;
  readonly #intervals: PollIntervals;
  #looking: Promise<void> | null = null;
  #isWoken = false;
  #isRunning = false;
  #timer: NodeJS.Timeout | null = null;
  /** When something last came, or somebody who may have missed it elsewhere. */
  #livelyAt = 0;

  constructor(look: () => Promise<void>, intervals: PollIntervals) {
    this.#look = look;
    this.#intervals = intervals;
  }

  /** The look that is under way, if one is. Never fails. */
  get looking(): Promise<void> | null {
    return this.#looking;
  }

  start(): void {
    this.#isRunning = true;
    this.stayHot();
    this.#schedule();
  }

  stop(): void {
    this.#isRunning = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  stayHot(): void {
    this.#livelyAt = Date.now();
  }

  wake(): void {
    if (!this.#isRunning) return;
    if (this.#looking !== null) {
      this.#isWoken = true;
      return;
    }
    this.#looking = this.#look()
      .catch(() => undefined)
      .finally(() => {
        this.#looking = null;
        if (this.#isWoken) {
          this.#isWoken = false;
          this.wake();
        } else this.#schedule();
      });
  }

  #schedule(): void {
    if (!this.#isRunning) return;
    if (this.#timer) clearTimeout(this.#timer);
    const isHot = Date.now() - this.#livelyAt < hotForMs;
    this.#timer = setTimeout(() => this.wake(), isHot ? this.#intervals.hotMs : this.#intervals.quietMs);
    this.#timer.unref();
  }
}
