export type Backoff = {
  readonly baseMs: number;
  /** No wait of the first so many is longer than this. */
  readonly early: { readonly tries: number; readonly capMs: number };
  readonly capMs: number;
};

/**
 * A server that restarts or a network that changes is back within seconds, and so is whoever asks every second or
 * so: within two seconds all show the same again. A longer outage is one that many wait for: then there is no
 * hurry, and the first to come back is no crowd.
 */
const early = { tries: 30, capMs: 1_200 };

/** How long to wait for a lost connection. */
export const reconnectBackoff: Backoff = { baseMs: 500, early, capMs: 15_000 };
/** How long to wait after a request without an answer. */
export const resendBackoff: Backoff = { baseMs: 300, early, capMs: 10_000 };

/**
 * Exponential back-off with full jitter: anything up to the doubled base, so that clients that were cut
 * off together do not come back together. `jitter` is in [0, 1); the first wait is never quite zero.
 */
export function backoffMs({ baseMs, early, capMs }: Backoff, attempt: number, jitter: number): number {
  const ceiling =
    attempt < early.tries
      ? Math.min(early.capMs, baseMs * 2 ** attempt)
      : Math.min(capMs, early.capMs * 2 ** Math.min(attempt - early.tries + 1, 20));
  return Math.round(ceiling * (0.1 + 0.9 * jitter));
}
