import { describe, expect, it } from 'vitest';
import { relativeTime } from './relative-time';

describe('relativeTime', () => {
  it('UI-91: says how long ago in the largest unit that fits', () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    const ago = (iso: string) => relativeTime(iso, now, 'en');
    expect(ago('2026-11-23T11:59:40Z')).toBe('just now');
    expect(ago('2026-11-23T11:55:00Z')).toBe('5 minutes ago');
    expect(ago('2026-11-22T11:00:00Z')).toBe('yesterday');
    expect(ago('2026-11-20T12:00:00Z')).toBe('3 days ago');
    expect(ago('2024-11-01T12:00:00Z')).toBe('2 years ago');
    expect(ago('2026-11-23T12:00:30Z')).toBe('just now');
  });
});
