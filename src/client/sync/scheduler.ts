/** Time, as the sync layer sees it. Passed in, so that a simulation can run a day in a second. */
export type Scheduler = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs it once, that much later; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
};

export const systemScheduler: Scheduler = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
