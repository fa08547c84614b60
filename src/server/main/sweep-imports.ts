import type { Pool } from 'pg';
import { resumeRestores } from '../projects/restore';
import { clearStale } from '../projects/stage';
import { repeat } from './repeat';

/**
 * Takes away, now and again and again, what imports left behind whose process died: they hold names that
 * nobody sees. Goes on with restores likewise, which keep a project frozen. Gives the function that ends it.
 */
export function sweepImports(pool: Pool, everyMs = 60_000): () => Promise<void> {
  return repeat(async () => {
    await clearStale(pool);
    await resumeRestores(pool);
  }, everyMs);
}
