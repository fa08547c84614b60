import { describe, expect, it } from 'vitest';
import { EventStream, maxUnsentBytes } from './event-stream';
import { toResponse } from './send';
import { StreamReader } from './test-server.fixture';

const presence = (json: string) => ({ kind: 'presence', json }) as const;

function open(after: string | null = null) {
  const ends = { count: 0 };
  const stream = new EventStream(after, () => {
    ends.count += 1;
  });
  return { stream, ends };
}

describe('event stream', () => {
  it('LIVE-1: begins at once, and is neither kept nor changed on its way', () => {
    const { headers } = toResponse(open().stream.answer);
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('LIVE-2: every event carries the cursor to resume from', async () => {
    const { stream } = open('c1');
    const reader = new StreamReader(toResponse(stream.answer));
    stream.send(presence('{"people":[]}'));
    stream.send({ kind: 'changes', cursor: 'c2', changes: [], json: '{"changes":[]}' });
    stream.send(presence('{"people":[1]}'));
    stream.send({ kind: 'fingerprint', cursor: 'c3', json: '{"fingerprint":"0:0:0"}' });
    stream.beat();
    stream.end();
    await reader.ended;
    expect(reader.events.map(({ event, id }) => [event, id])).toEqual([
      ['presence', 'c1'],
      ['changes', 'c2'],
      ['presence', 'c2'],
      ['fingerprint', 'c3'],
    ]);
    expect(reader.comments).toHaveLength(2);
  });

  it('LIVE-3: ends after it asked to start over', async () => {
    const { stream, ends } = open();
    const reader = new StreamReader(toResponse(stream.answer));
    stream.send({ kind: 'reload' });
    stream.send(presence('{}'));
    await reader.ended;
    expect(reader.events.map(({ event }) => event)).toEqual(['reload']);
    expect([ends.count, stream.isOpen]).toEqual([1, false]);
  });

  it('LIVE-10: hands over with the cursor to go on from, behind all that was written', async () => {
    const { stream, ends } = open('c1');
    const reader = new StreamReader(toResponse(stream.answer));
    stream.send({ kind: 'changes', cursor: 'c2', changes: [], json: '{"changes":[]}' });
    stream.handOver();
    stream.handOver();
    stream.send(presence('{}'));
    await reader.ended;
    expect(reader.events.map(({ event, id }) => [event, id])).toEqual([
      ['changes', 'c2'],
      ['reconnect', 'c2'],
    ]);
    expect([ends.count, stream.isOpen, stream.isHandedOver]).toEqual([1, false, true]);
  });

  it('LIVE-4: a client that goes ends it once', async () => {
    const { stream, ends } = open();
    await new StreamReader(toResponse(stream.answer)).leave();
    stream.end();
    stream.beat();
    expect(ends.count).toBe(1);
  });

  it('LIVE-5: a client that does not read is dropped when a megabyte waits', async () => {
    const { stream, ends } = open();
    const event = presence(JSON.stringify('x'.repeat(100_000)));
    for (let sent = 0; sent <= maxUnsentBytes / 100_000 + 1; sent += 1) stream.send(event);
    expect([stream.isOpen, ends.count]).toEqual([false, 1]);
    await expect(toResponse(stream.answer).text()).rejects.toThrow();
  });

  it('LIVE-5: one event may be larger than that', async () => {
    const { stream } = open();
    stream.send(presence(JSON.stringify('x'.repeat(3 * maxUnsentBytes))));
    stream.send(presence('{}'));
    expect(stream.isOpen).toBe(true);
    stream.end();
    expect((await toResponse(stream.answer).text()).length).toBeGreaterThan(3 * maxUnsentBytes);
  });
});
