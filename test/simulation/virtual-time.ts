import type { Scheduler } from '../../src/client/sync/scheduler';

type Task = { readonly due: number; readonly place: number; readonly run: () => void };

/** A clock that jumps from task to task. Between two tasks every promise that can settle has settled. */
export class VirtualTime implements Scheduler {
  #now = 1_000_000;
  #placed = 0;
  readonly #tasks = new Set<Task>();

  readonly now = (): number => this.#now;

  readonly after = (ms: number, run: () => void): (() => void) => {
    this.#placed += 1;
    const task: Task = { due: this.#now + Math.max(0, ms), place: this.#placed, run };
    this.#tasks.add(task);
    return () => this.#tasks.delete(task);
  };

  readonly sleep = (ms: number): Promise<void> => new Promise((resolve) => this.after(ms, resolve));

  /** Runs for so long, or until `done` says so. Gives whether `done` was reached. */
  async run(ms: number, done: () => boolean = () => false): Promise<boolean> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      if (done()) return true;
      const task = this.#next();
      if (!task || task.due > end) break;
      this.#tasks.delete(task);
      this.#now = Math.max(this.#now, task.due);
      task.run();
    }
    this.#now = end;
    return done();
  }

  #next(): Task | undefined {
    let first: Task | undefined;
    for (const task of this.#tasks) {
      if (!first || task.due < first.due || (task.due === first.due && task.place < first.place))
        first = task;
    }
    return first;
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
