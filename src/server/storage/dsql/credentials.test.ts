import { describe, expect, it } from 'vitest';
import type { Credentials } from './credentials';
import { memoise, openCredentials } from './credentials';

const minute = 60_000;

/** A source that counts how often it was asked, and a clock. */
function source(lifetimeMs: number | undefined) {
  const state = { asked: 0, now: 1_000_000, isDown: false };
  const provide = async (): Promise<Credentials> => {
    state.asked += 1;
    if (state.isDown) throw new Error('no answer from STS');
    const own = { accessKeyId: `key ${state.asked}`, secretAccessKey: 'secret' };
    return lifetimeMs === undefined ? own : { ...own, expiration: new Date(state.now + lifetimeMs) };
  };
  return { state, get: memoise(provide, () => state.now) };
}

describe('credentials', () => {
  it('DSE-42: are asked for once, however many want them, at once or later', async () => {
    const { state, get } = source(60 * minute);
    const all = await Promise.all(Array.from({ length: 5 }, get));
    expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['key 1']));
    state.now += 54 * minute;
    expect((await get()).accessKeyId).toBe('key 1');
    expect(state.asked).toBe(1);
  });

  it('DSE-42: are asked for anew five minutes before they end, and never when they do not', async () => {
    const { state, get } = source(60 * minute);
    await get();
    state.now += 55 * minute;
    expect((await get()).accessKeyId).toBe('key 2');
    const lasting = source(undefined);
    await lasting.get();
    lasting.state.now += 1e12;
    expect((await lasting.get()).accessKeyId).toBe('key 1');
  });

  it('DSE-42: are used to their end when there are no new ones, and a failure is not kept', async () => {
    const { state, get } = source(60 * minute);
    await get();
    state.isDown = true;
    state.now += 58 * minute;
    expect((await get()).accessKeyId).toBe('key 1');
    state.now += 2 * minute;
    await expect(get()).rejects.toThrow('no answer from STS');
    state.isDown = false;
    expect((await get()).accessKeyId).toMatch(/^key [34]$/);
  });

  it('DSE-42: may be plain keys', async () => {
    const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
    const get = await openCredentials({ kind: 'keys', credentials }, 'eu-central-1');
    expect(await get()).toBe(credentials);
  });
});
