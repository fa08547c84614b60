import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventStream } from './event-stream';
import type { OpenStream } from './open-streams';
import { OpenStreams } from './open-streams';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const heartbeatMs = 15_000;

function openOne(): OpenStream {
  const actor = { id: randomUUID(), name: 'Ada' };
  const stream = new EventStream(null, () => undefined);
  return { stream, actor, projectId: randomUUID(), clientId: undefined };
}

describe('heartbeats', () => {
  it('LIVE-11: come for each stream in its turn, not for all at once', () => {
    const beats = new Map<OpenStream, number[]>();
    const times = { heartbeatMs, streamMs: undefined };
    const streams = new OpenStreams(new AbortController().signal, times, (open) =>
      beats.set(open, [...(beats.get(open) ?? []), Date.now()]),
    );
    const all = Array.from({ length: 50 }, openOne);
    for (const open of all) streams.add(open);
    const [first] = all;
    vi.advanceTimersByTime(heartbeatMs);
    expect(beats.size).toBe(50);
    expect(new Set([...beats.values()].map(([at]) => at)).size).toBeGreaterThan(25);
    if (first) streams.remove(first);
    vi.advanceTimersByTime(2 * heartbeatMs);
    for (const [open, [one = 0, two = 0, ...more]] of beats) {
      expect(more).toHaveLength(open === first ? 0 : 1);
      if (open !== first) expect(two - one).toBe(heartbeatMs);
    }
  });
});
