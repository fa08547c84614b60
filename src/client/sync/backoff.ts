export type Backoff = { readonly baseMs: number; readonly capMs: number };

/** How long to wait for a lost connection, and for a request without an answer. */
export const reconnectBackoff: Backoff = { baseMs: 500, capMs: 15_000 };

/**
 * Exponential back-off with full jitter: anything up to the doubled base, so that clients that were cut
 * off together do not come back together. `jitter` is in [0, 1); the first wait is never quite zero.
 */
export function backoffMs({ baseMs, capMs }: Backoff, attempt: number, jitter: number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 20));
  return Math.round(ceiling * (0.1 + 0.9 * jitter));
}
