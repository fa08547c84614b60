import type { Pool } from 'pg';
import { resumeRestores } from '../projects/restore';
import { clearStale } from '../projects/stage';

/**
 * Takes away, now and again and again, what imports left behind whose process died: they hold names that
 * nobody sees. Goes on with restores likewise, which keep a project frozen. Gives the function that ends it.
 */
export function sweepImports(pool: Pool, everyMs = 60_000): () => Promise<void> {
  let sweeping: Promise<unknown> = Promise.resolve();
  const sweep = () => {
    // Whatever keeps it from working now, such as a database that is away, is tried again.
    sweeping = sweeping
      .then(() => clearStale(pool))
      .then(() => resumeRestores(pool))
      .catch(() => undefined);
  };
  sweep();
  const timer = setInterval(sweep, everyMs);
  return async () => {
    clearInterval(timer);
    await sweeping;
  };
}
