import type { PendingQueue } from './pending-queue';
import type { Scheduler } from './scheduler';

/** Between two looks for what tabs that are gone have left, in milliseconds. A crash tells nobody. */
const everyMs = 10_000;

/** Brings into a queue, now and then, what tabs of the same browser left that are gone. */
export class Adoption {
  readonly #scheduler: Scheduler;
  readonly #queue: PendingQueue;
  readonly #adopted: () => void;
  #cancel: () => void = () => undefined;

  /** `adopted` is called when there was any, which is to be shown and sent then. */
  constructor(scheduler: Scheduler, queue: PendingQueue, adopted: () => void) {
    this.#scheduler = scheduler;
    this.#queue = queue;
    this.#adopted = adopted;
  }

  /** Again is as good as once. */
  start(): void {
    this.stop();
    let isOver = false;
    let cancelTimer: () => void = () => undefined;
    const look = async () => {
      if (await this.#queue.adopt()) this.#adopted();
      if (!isOver) again();
    };
    const again = () => {
      cancelTimer = this.#scheduler.after(everyMs, () => void look());
    };
    this.#cancel = () => {
      isOver = true;
      cancelTimer();
    };
    again();
  }

  stop(): void {
    this.#cancel();
  }
}
