import { setTimeout as sleep } from 'node:timers/promises';

/** What the work comes to, or `late` when that takes longer; the work goes on then, and nobody hears of it. */
export async function within<Value, Late>(
  milliseconds: number,
  work: Promise<Value>,
  late: Late,
): Promise<Value | Late> {
  const patience = new AbortController();
  try {
    const waiting = sleep(milliseconds, late, { signal: patience.signal }).catch(() => late);
    return await Promise.race([work, waiting]);
  } finally {
    patience.abort();
  }
}
