const fastMs = 250;
const slowMs = 2_500;
const slowdown = 1.5;
/** A read comes late now and then; whoever gave a sign of life in time is not to vanish for that. */
const readsPerTtl = 4;

/** How often to look: often while others move, ever more seldom while nothing happens. */
export type ReadingPace = {
  /** A read is done: did it show anything new? */
  read(hasNews: boolean): void;
  /** Somebody new looks. */
  restart(): void;
  /** Milliseconds from the beginning of one read to the next. */
  waitMs(): number;
};

/** A pace that is never so slow that somebody outlives the time to live between two reads. */
export function readingPace(ttlMs: number): ReadingPace {
  const longest = Math.min(slowMs, ttlMs / readsPerTtl);
  const shortest = Math.min(fastMs, longest);
  let wait = shortest;
  const restart = () => {
    wait = shortest;
  };
  return {
    restart,
    read: (hasNews) => {
      if (hasNews) restart();
      else wait = Math.min(longest, wait * slowdown);
    },
    waitMs: () => wait,
  };
}
