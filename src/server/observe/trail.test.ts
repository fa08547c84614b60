import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { currentTrail, newTrail, onTrail, requestIdOf } from './trail';

const idOf = (headers: Record<string, string>) => requestIdOf(new Headers(headers));

describe('the id of a request', () => {
  it('OBS-5: is the one that it came with, its own before that of the platform', () => {
    const vercel = 'fra1::iad1::k4f2x-1764400000000-0a1b2c3d4e5f';
    expect(idOf({ 'x-vercel-id': vercel })).toBe(vercel);
    expect(idOf({ 'x-vercel-id': vercel, 'x-request-id': 'my-own.1' })).toBe('my-own.1');
  });

  it('OBS-5: is a new one where it came with none that can be written down', () => {
    const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    expect(idOf({})).toMatch(uuid);
    expect(idOf({})).not.toBe(idOf({}));
    for (const given of ['', 'abc', 'two words', 'a"quote"', '{"a":1}', '-dash-first', 'x'.repeat(201)]) {
      expect(idOf({ 'x-request-id': given })).toMatch(uuid);
    }
  });
});

describe('a trail', () => {
  it('OBS-4: is that of its own request, through whatever is waited for, until it is answered', async () => {
    const [one, two] = [newTrail('one'), newTrail('two')];
    const seen = (trail: typeof one) =>
      onTrail(trail, async () => {
        await sleep(1);
        return currentTrail()?.requestId;
      });
    expect(await Promise.all([seen(one), seen(two)])).toEqual(['one', 'two']);
    one.isOver = true;
    expect([await seen(one), currentTrail()]).toEqual([undefined, undefined]);
  });
});
