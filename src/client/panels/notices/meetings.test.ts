import { describe, expect, it } from 'vitest';
import type { Meeting } from './meetings';
import { gathered, meetingsToast } from './meetings';

const story = (...meetings: readonly Meeting[]) =>
  meetings.reduce<readonly Meeting[]>((known, next) => gathered(known, next), []);

describe('edits that meet those of others', () => {
  it('UI-56: two are told one by one, three in a few seconds as one, with the list', () => {
    const two = [
      { at: 0, key: 'a', kind: 'merged' },
      { at: 3_000, key: 'b', kind: 'overwrote' },
    ] as const;
    expect(meetingsToast(story(...two))).toBeNull();
    expect(meetingsToast(story(...two, { at: 6_000, key: 'c', kind: 'was-overwritten' }))).toEqual({
      tone: 'warning',
      key: 'met-a',
      title: '3 edits met those of others',
      description: '2 replaced, 1 merged. What you see is what is stored.',
      isReviewed: true,
      stays: false,
    });
  });

  it('UI-56: a pause begins anew, and what replaces a toast counts once', () => {
    const late = story(
      { at: 0, key: 'a', kind: 'merged' },
      { at: 1, key: 'b', kind: 'merged' },
      { at: 5_000, key: 'c', kind: 'merged' },
    );
    expect(late.map(({ key }) => key)).toEqual(['c']);
    const same = story(
      { at: 0, key: 'a', kind: 'merged' },
      { at: 1, key: 'b', kind: 'merged' },
      { at: 2, key: 'a', kind: 'merged' },
    );
    expect(meetingsToast(same)).toBeNull();
  });

  it('UI-140: with one that was not saved it stays', () => {
    const kinds = ['refused', 'refused', 'merged'] as const;
    const toast = meetingsToast(story(...kinds.map((kind, at) => ({ at, key: `k${at}`, kind }))));
    expect(toast).toMatchObject({ tone: 'error', stays: true });
    expect(toast?.description).toMatch(/^2 not saved, 1 merged\./);
  });
});
