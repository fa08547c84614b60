import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit';

describe('rate limit', () => {
  it('HTTP-9: lets a burst through, then as many as come back, and says how long to wait', () => {
    const clock = { ms: 0 };
    const limit = createRateLimit({ perSecond: 0.5, burst: 3 }, () => clock.ms);
    expect([limit('a'), limit('a'), limit('a'), limit('a')]).toEqual([0, 0, 0, 2]);
    clock.ms = 1_000;
    expect(limit('a')).toBe(1);
    clock.ms = 2_000;
    expect([limit('a'), limit('a')]).toEqual([0, 2]);
    clock.ms = 1_000_000;
    expect([limit('a'), limit('a'), limit('a'), limit('a')]).toEqual([0, 0, 0, 2]);
  });

  it('HTTP-9: counts each key for itself', () => {
    const limit = createRateLimit({ perSecond: 1, burst: 1 }, () => 0);
    expect([limit('a'), limit('b'), limit('a')]).toEqual([0, 0, 1]);
  });

  it('HTTP-9: forgets nobody who is out of budget, however many others come', () => {
    const limit = createRateLimit({ perSecond: 1, burst: 2 }, () => 0);
    limit('a');
    limit('a');
    for (let other = 0; other < 30_000; other += 1) limit(`other ${other}`);
    expect(limit('a')).toBe(1);
  });
});
