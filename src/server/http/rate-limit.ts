/** A budget that refills: `burst` at once, `perSecond` in the long run. */
export type Budget = { readonly perSecond: number; readonly burst: number };

/** Takes one from the key's budget: 0 when there was one, else the seconds to wait for it. */
export type RateLimit = (key: string) => number;

interface Bucket {
  tokens: number;
  at: number;
}

/** How many keys are remembered before those whose budget is full again are forgotten. */
const sweepAbove = 20_000;

/** A token bucket per key, of this process. `now` in milliseconds. */
export function createRateLimit({ perSecond, burst }: Budget, now: () => number): RateLimit {
  const buckets = new Map<string, Bucket>();
  const refill = (bucket: Bucket, at: number): void => {
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * perSecond);
    bucket.at = at;
  };
  const sweep = (at: number): void => {
    for (const [key, bucket] of buckets) {
      refill(bucket, at);
      if (bucket.tokens >= burst) buckets.delete(key);
    }
  };
  return (key) => {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: burst, at };
    refill(bucket, at);
    if (buckets.size > sweepAbove) sweep(at);
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond);
    bucket.tokens -= 1;
    return 0;
  };
}
