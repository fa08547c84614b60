import type { Pool } from 'pg';
import { purgeTrash } from '../projects/purge-trash';
import { repeat } from './repeat';

const day = 86_400_000;

/** Removes, now and once a day, what nobody can restore any more. Gives the function that ends it. */
export function sweepTrash(pool: Pool, everyMs = day): () => Promise<void> {
  return repeat((stopping) => purgeTrash(pool, stopping), everyMs);
}
