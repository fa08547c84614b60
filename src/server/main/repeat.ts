/**
 * Does something now and again and again. Whatever keeps it from working, such as a database that is away,
 * is met by the next time. No time overlaps the one before.
 *
 * @param work is told when it should come to its end
 * @returns ends it, and settles when nothing of it runs any more
 */
export function repeat(
  work: (stopping: AbortSignal) => Promise<unknown>,
  everyMs: number,
): () => Promise<void> {
  const stopping = new AbortController();
  let working: Promise<unknown> = Promise.resolve();
  const next = () => {
    working = working.then(() => work(stopping.signal)).catch(() => undefined);
  };
  next();
  const timer = setInterval(next, everyMs);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await working;
  };
}
