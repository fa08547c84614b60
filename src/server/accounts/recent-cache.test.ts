import { describe, expect, it } from 'vitest';
import { RecentCache } from './recent-cache';

function cacheOf(capacity = 10) {
  const clock = { ms: 0 };
  const cache = new RecentCache<string>({ ttlMs: 100, capacity, now: () => clock.ms });
  const asked: string[] = [];
  const get = (key: string, value: string | null = key) =>
    cache.get(key, async () => {
      asked.push(key);
      return value;
    });
  return { cache, clock, asked, get };
}

describe('RecentCache', () => {
  it('ACC-3: asks once while the value lives, and again afterwards', async () => {
    const { clock, asked, get } = cacheOf();
    expect([await get('a'), await get('a')]).toEqual(['a', 'a']);
    expect(asked).toEqual(['a']);
    clock.ms = 100;
    await get('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('ACC-3: asks once for many at the same time', async () => {
    const { asked, get } = cacheOf();
    await Promise.all([get('a'), get('a'), get('a')]);
    expect(asked).toEqual(['a']);
  });

  it('ACC-3: does not remember that somebody is unknown', async () => {
    const { asked, get } = cacheOf();
    expect([await get('a', null), await get('a')]).toEqual([null, 'a']);
    expect(asked).toEqual(['a', 'a']);
  });

  it('ACC-3: forgets whoever was not asked for longest', async () => {
    const { asked, get } = cacheOf(2);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });

  it('ACC-3: changes values in place, and a failed look-up is not kept', async () => {
    const { cache, get } = cacheOf();
    await get('a');
    cache.update((value) => (value === 'a' ? 'renamed' : value));
    expect(await get('a')).toBe('renamed');
    await expect(cache.get('b', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await get('b')).toBe('b');
  });
});
