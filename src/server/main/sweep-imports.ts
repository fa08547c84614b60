import type { Pool } from 'pg';
import { resumeRestores } from '../projects/restore';
import { clearStale } from '../projects/stage';
import { repeat } from './repeat';

/**
 * Takes away what imports left behind whose process died: they hold names that nobody sees. Goes on with
 * restores likewise, which keep a project frozen. Any number of processes may do it at once.
 */
export async function clearUnfinished(pool: Pool): Promise<void> {
  await clearStale(pool);
  await resumeRestores(pool);
}

/** Does so now and again and again. Gives the function that ends it. */
export function sweepImports(pool: Pool, everyMs = 60_000): () => Promise<void> {
  return repeat(() => clearUnfinished(pool), everyMs);
}
